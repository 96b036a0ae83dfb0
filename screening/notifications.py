"""Mails about decisions, to one person each, in their language."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from organizations.lifecycle import send_mail

from .models import Appeal, Decision, Message


def tell_submitter(decision: Decision) -> None:
    """Write to whoever sent it in; nothing if that person is gone."""
    user = decision.submitted_by
    if user is None or not user.is_active:
        return
    with translation.override(user.language):  # not the editor's
        public_link = decision.page.specific.full_url if decision.page else ""
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
            **cited(decision, user.language),
            "link": settings.SITE_URL
            + reverse("wagtailadmin_pages:edit", args=[decision.page_id]),
            "public_link": public_link,
            "conversation": conversation_link(decision.page_id),
        },
    )


def cited(decision: Decision, language: str) -> dict:
    """Return the criterion and where its version stands, nothing if none is named."""
    criterion = decision.criterion
    if criterion is None:
        return {}
    return {
        "criterion": criterion,
        "policy_link": criterion.policy.address_in(language),
    }


def conversation_link(page_id: int) -> str:
    """Return where a group reads decisions, answers and appeals."""
    return settings.SITE_URL + reverse("conversation", args=[page_id])


def tell_of_message(message: Message) -> None:
    """Write to whoever saved the latest version that the editors ask something."""
    revision = message.page.latest_revision
    user = (revision and revision.user) or message.page.owner
    if user is None or not user.is_active:
        return
    send_mail(
        to=user,
        language=user.language,
        template="screening/mail/message",
        context={
            "title": revision.content["title"] if revision else message.page.title,
            "text": message.text,
            "link": conversation_link(message.page_id),
        },
    )


def tell_of_appeal(appeal: Appeal) -> None:
    """Write to whoever appealed what another editor has decided."""
    user = appeal.made_by
    if user is None or not user.is_active:
        return
    send_mail(
        to=user,
        language=user.language,
        template="screening/mail/appeal",
        context={
            "title": appeal.decision.title,
            "is_granted": appeal.is_granted,
            "answer": appeal.answer,
            "link": conversation_link(appeal.decision.page_id),
        },
    )
