"""Mails about decisions, to one person each, in their language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from organizations.lifecycle import send_mail

from .models import Decision


def tell_submitter(decision: Decision) -> None:
    """Write to whoever sent it in; nothing if that person is gone."""
    user = decision.submitted_by
    if user is None or not user.is_active:
        return
    with translation.override(user.language):  # not the editor's
        public_link = decision.page.full_url if decision.page else ""
    send_mail(
        to=user,
        language=user.language,
        template="screening/mail/decision",
        context={
            "decision": decision,
            "outcome": decision.outcome,
            "title": decision.title,
            "organization": decision.organization_name,
            "reason": decision.reason,
            "link": settings.SITE_URL
            + reverse("wagtailadmin_pages:edit", args=[decision.page_id]),
            "public_link": public_link,
        },
    )
