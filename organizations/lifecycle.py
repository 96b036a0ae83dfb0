"""Everything that writes about people and organisations."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from .choices import Role
from .identity import site_name
from .mail import with_html
from .models import Invitation, Membership, OrganizationPage, Suspension, User
from .permissions import user_coordinates, user_is_campaign_coordinator
from .text import clean_line


def set_language(user: User, language: str) -> None:
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = language
    profile.save(update_fields=["preferred_language"])


def send_mail(*, to: User | str, language: str, template: str, context: dict) -> None:
    """Send one mail to one person, in their language, once it is sure.

    The template is plain text and its first line the subject; user text stands in it
    only as text.
    """
    with translation.override(language):
        text = render_to_string(
            f"{template}.txt",
            {"site_name": site_name(), "site_url": settings.SITE_URL, **context},
        )
        subject, _newline, body = text.strip().partition("\n")
        message = with_html(
            EmailMessage(
                subject=clean_line(subject)[:200],
                body=body,
                to=[to if isinstance(to, str) else to.email],
            ),
            reason=_("You get this mail because somebody gave your address here.")
            if isinstance(to, str)
            else _("You get this mail because you have an account here."),
        )
    transaction.on_commit(message.send)


@transaction.atomic
def invite(
    *, organization: OrganizationPage, email: str, role: str, language: str, by: User
) -> Invitation:
    """Offer membership to an address: store it, and send the link.

    An earlier open invitation of the same address is withdrawn.

    Raises:
        PermissionDenied: if `by` neither coordinates the organization nor the campaign.
    """
    if not (user_coordinates(by, organization) or user_is_campaign_coordinator(by)):
        raise PermissionDenied
    return send_invitation(
        organization=organization, email=email, role=role, language=language, by=by
    )


@transaction.atomic
def send_invitation(
    *, organization: OrganizationPage, email: str, role: str, language: str, by: User
) -> Invitation:
    """Do what `invite` does, for whoever has asked for the right already."""
    now = timezone.now()
    organization.invitations.open(now).filter(email=email).update(withdrawn_at=now)
    token = Invitation.new_token()
    invitation = Invitation.objects.create(
        organization=organization,
        email=email,
        role=Role(role),
        language=language,
        token_hash=Invitation.hash_of(token),
        invited_by=by,
        expires_at=now + dt.timedelta(days=settings.INVITATION_DAYS),
    )
    with translation.override(language):
        path = reverse("organizations:invitation", args=[token])
    send_mail(
        to=email,
        language=language,
        template="organizations/mail/invitation",
        context={
            "organization": organization.title,
            "link": settings.SITE_URL + path,
            "days": settings.INVITATION_DAYS,
        },
    )
    log(instance=organization, action="organizations.invite", user=by)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User) -> None:
    """Make an invitation's link worthless.

    Raises:
        PermissionDenied: as for `invite`.
    """
    if not (
        user_coordinates(by, invitation.organization)
        or user_is_campaign_coordinator(by)
    ):
        raise PermissionDenied
    Invitation.objects.open().filter(pk=invitation.pk).update(
        withdrawn_at=timezone.now()
    )


def invitation_for(token: str, *, user) -> Invitation | None:
    """Return the open invitation of a link, or None: used, over, withdrawn, made up,
    of a suspended organization, or meant for another address than the signed-in one."""
    invitation = (
        Invitation.objects.open()
        .filter(token_hash=Invitation.hash_of(token))
        .select_related("organization")
        .first()
    )
    if invitation is None or invitation.organization.is_suspended:
        return None
    if user.is_authenticated:
        return invitation if user.email == invitation.email else None
    return invitation


@transaction.atomic
def accept_invitation(
    *,
    invitation: Invitation,
    user: User | None,
    name: str,
    password: str,
    language: str,
) -> User | None:
    """Make the membership, and the account if there is none; return the person.

    None if the invitation was used meanwhile, or if the address has an account and
    nobody is signed in: its owner must sign in first.
    """
    now = timezone.now()
    used = Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_at=now)
    if not used:
        return None
    if user is None:
        if User.objects.filter(email=invitation.email).exists():
            transaction.set_rollback(True)
            return None
        user = User.objects.create_user(invitation.email, password, first_name=name)
        set_language(user, language)
    Membership.objects.update_or_create(
        user=user,
        organization=invitation.organization,
        defaults={"role": invitation.role},
    )
    log(instance=invitation.organization, action="organizations.join", user=user)
    return user


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """End a membership; the person's next request has lost its rights.

    Raises:
        PermissionDenied: if `by` does not coordinate the organization.
        ValidationError: if it would leave the organization without a coordinator.
    """
    organization = membership.organization
    if not (user_coordinates(by, organization) or user_is_campaign_coordinator(by)):
        raise PermissionDenied
    others = organization.memberships.filter(role=Role.COORDINATOR).exclude(
        pk=membership.pk
    )
    if membership.role == Role.COORDINATOR and not others.exists():
        raise ValidationError(
            _(
                "Your organisation needs at least one coordinator. "
                "Invite another one first."
            )
        )
    user = membership.user
    membership.delete()
    user.end_sessions()
    log(instance=organization, action="organizations.remove_member", user=by)


@transaction.atomic
def suspend(*, organization: OrganizationPage, reason: str, by: User) -> Suspension:
    """Silence an organization: everything public of it is gone with this transaction,
    and its people's sessions end for good. `restore` brings the rest back.

    Raises:
        PermissionDenied: unless `by` coordinates the campaign.
    """
    if not user_is_campaign_coordinator(by):
        raise PermissionDenied
    suspension, created = Suspension.objects.get_or_create(
        organization=organization, defaults={"reason": reason, "suspended_by": by}
    )
    if created:
        for membership in organization.memberships.select_related("user"):
            membership.user.end_sessions()
        log(instance=organization, action="organizations.suspend", user=by)
    return suspension


@transaction.atomic
def restore(*, organization: OrganizationPage, by: User) -> None:
    """Lift a suspension: all of the organization is as it was.

    Raises:
        PermissionDenied: unless `by` coordinates the campaign.
    """
    if not user_is_campaign_coordinator(by):
        raise PermissionDenied
    deleted, _rows = Suspension.objects.filter(organization=organization).delete()
    if deleted:
        log(instance=organization, action="organizations.restore", user=by)
