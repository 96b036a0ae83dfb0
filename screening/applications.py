"""Asking to join the alliance, from the form to the first coordinator's invitation."""

import datetime as dt

from anyascii import anyascii
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.models import Page

from organizations.choices import Role
from organizations.lifecycle import send_invitation, send_mail
from organizations.models import OrganizationIndexPage, OrganizationPage

from .choices import Outcome
from .models import Application, Decision
from .notifications import cited

# A link that nobody opened is worthless after this, and the row goes.
CONFIRM_WITHIN = dt.timedelta(days=3)
# An application that was decided, and a visitor's address, are kept so much longer.
KEPT_AFTER_DECISION = dt.timedelta(days=90)


@transaction.atomic
def apply_to_join(*, email: str, language: str, **values) -> Application:
    """Store an application and send a link to its address; nobody else sees it yet.

    The same happens whether the address is known here or not (SECURITY-CASES 12).
    """
    token = Application.new_token()
    application = Application.objects.create(
        email=email,
        language=language,
        token_hash=Application.hash_of(token),
        **values,
    )
    with translation.override(language):
        path = reverse("screening:confirm_join", args=[token])
    send_mail(
        to=email,
        language=language,
        template="screening/mail/confirm_application",
        context={"name": application.name, "link": settings.SITE_URL + path},
    )
    return application


@transaction.atomic
def confirm_application(token: str) -> Application | None:
    """Hand an application to the editors: its page is made and goes their way.

    Returns None for a link that is used, over or made up.
    """
    application = (
        Application.objects.select_for_update()
        .filter(
            token_hash=Application.hash_of(token),
            confirmed_at=None,
            sent_at__gt=timezone.now() - CONFIRM_WITHIN,
        )
        .first()
    )
    if application is None:
        return None
    application.confirmed_at = timezone.now()
    application.organization = _make_page(application)
    application.save()
    return application


def _make_page(application: Application) -> Page:
    paragraphs = application.why.replace("\r\n", "\n").split("\n\n")
    page = OrganizationPage(
        title=application.name,
        slug=_free_slug(application.name),
        country=application.country,
        website=application.website,
        description="".join(f"<p>{escape(part)}</p>" for part in paragraphs),
        live=False,
        has_unpublished_changes=True,
    )
    OrganizationIndexPage.objects.get().add_child(instance=page)
    page.save_revision(log_action=True)
    page.get_workflow().start(page, None)
    return page


def _free_slug(name: str) -> str:
    base = slugify(anyascii(name))[:60].strip("-") or "organisation"
    slug, number = base, 2
    while OrganizationPage.objects.filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def answer_application(decision: Decision) -> bool:
    """Tell a group what was decided; once accepted, invite its first coordinator.

    Returns whether the decision is about an application.
    """
    application = Application.objects.filter(
        organization_id=decision.page_id, decided_at=None
    ).first()
    if application is None or decision.page_id is None:
        return False
    if decision.outcome == Outcome.APPROVED:
        send_invitation(
            organization=decision.page.specific,
            email=application.email,
            role=Role.COORDINATOR,
            language=application.language,
            by=decision.decided_by,
        )
    else:
        with translation.override(application.language):
            path = reverse("screening:join")
        send_mail(
            to=application.email,
            language=application.language,
            template="screening/mail/application_refused",
            context={
                "name": application.name,
                "reason": decision.reason,
                "link": settings.SITE_URL + path,
                **cited(decision, application.language),
            },
        )
    application.decided_at = timezone.now()
    application.save(update_fields=["decided_at"])
    return True


@transaction.atomic
def forget_applicants(at: dt.datetime | None = None) -> int:
    """Delete what strangers wrote when its day has come; return how many rows.

    Unconfirmed applications go after three days, decided ones after ninety. A refused
    group's page goes with its application; the decision stays, without an address.
    """
    now = at or timezone.now()
    unconfirmed = Application.objects.filter(
        confirmed_at=None, sent_at__lt=now - CONFIRM_WITHIN
    )
    decided = Application.objects.filter(decided_at__lt=now - KEPT_AFTER_DECISION)
    count = unconfirmed.count() + decided.count()
    for application in decided.select_related("organization"):
        page = application.organization
        if page is not None and not page.live and not page.first_published_at:
            page.delete()
    unconfirmed.delete()
    decided.delete()
    return count
