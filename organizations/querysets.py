"""Which organisations and memberships count. Public or not is answered here."""

from django.db import models
from django.utils import timezone
from wagtail.models import PageManager
from wagtail.query import PageQuerySet


def approved_q(prefix: str = "") -> models.Q:
    """Return the condition of `approved()`, for a model that has an organisation."""
    return models.Q(
        **{f"{prefix}live": True, f"{prefix}suspension__organization__isnull": True}
    )


class OrganizationQuerySet(PageQuerySet):
    def approved(self):
        """Keep those that are published and not suspended."""
        return self.filter(approved_q())

    def for_user(self, user):
        """Keep approved ones that `user` is a member of."""
        return self.approved().filter(memberships__user=user)


OrganizationManager = PageManager.from_queryset(OrganizationQuerySet)


class MembershipQuerySet(models.QuerySet):
    def active(self):
        """Keep those in approved organisations: a suspended one gives no rights."""
        return self.filter(approved_q("organization__"))


class InvitationQuerySet(models.QuerySet):
    def open(self, at=None):
        """Keep those that can still be accepted at `at` (now)."""
        return self.filter(
            accepted_at=None, withdrawn_at=None, expires_at__gt=at or timezone.now()
        )
