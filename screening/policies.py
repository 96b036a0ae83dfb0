"""Writing policy versions: one draft at a time; what is published stays as it is."""

import json
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Criterion, Policy

FIRST = Path(__file__).with_name("data") / "policy_1.json"
# The file's columns, in order, and where the model keeps each.
COLUMNS = (
    "titles",
    "rules",
    "accepted_examples",
    "borderline_examples",
    "refused_examples",
)


@transaction.atomic
def seed_policy() -> Policy:
    """Publish the first version, written from the campaign's rule, where none is.

    Returns the version in force.
    """
    if (current := Policy.objects.current()) is not None:
        return current
    policy = Policy.objects.create(number=1)
    texts = json.loads(FIRST.read_text(encoding="utf-8"))
    for index in range(len(texts[settings.LANGUAGE_CODE])):
        Criterion.objects.create(
            policy=policy,
            number=index + 1,
            **{
                column: {language: rows[index][k] for language, rows in texts.items()}
                for k, column in enumerate(COLUMNS)
            },
        )
    Policy.objects.filter(pk=policy.pk).update(published_at=timezone.now())
    policy.refresh_from_db()
    return policy


@transaction.atomic
def start_policy_draft() -> Policy:
    """Return the version being written; a new one begins as a copy of the current."""
    draft = Policy.objects.filter(published_at=None).first()
    if draft is not None:
        return draft
    current = Policy.objects.current()
    draft = Policy.objects.create(number=(current.number if current else 0) + 1)
    for criterion in current.criteria.all() if current else ():
        Criterion.objects.create(
            policy=draft,
            number=criterion.number,
            **{column: getattr(criterion, column) for column in COLUMNS},
        )
    return draft


@transaction.atomic
def add_criterion(draft: Policy) -> Criterion:
    """Put an empty criterion at the end of a version that is being written."""
    last = draft.criteria.order_by("-number").first()
    return Criterion.objects.create(
        policy=draft, number=(last.number if last else 0) + 1
    )


@transaction.atomic
def remove_criterion(criterion: Criterion) -> None:
    """Take a criterion out of a version that is being written, and close the gap."""
    draft = Policy.objects.select_for_update().get(pk=criterion.policy_id)
    if draft.published_at is not None:
        raise TypeError("A published criterion is never changed.")
    criterion.delete()
    for number, rest in enumerate(draft.criteria.order_by("number"), start=1):
        if rest.number != number:
            rest.number = number
            rest.save()


@transaction.atomic
def publish_policy(*, draft: Policy, by) -> Policy:
    """Put a version in force, from now on for every decision.

    Raises:
        ValidationError: if it has no criterion, or one without its English texts.
    """
    draft = Policy.objects.select_for_update().get(pk=draft.pk)
    criteria = list(draft.criteria.all())
    if not criteria:
        raise ValidationError(_("A policy needs at least one criterion."))
    for criterion in criteria:
        for column in COLUMNS:
            if not getattr(criterion, column).get(settings.LANGUAGE_CODE, "").strip():
                raise ValidationError(
                    _("Criterion %(number)s lacks a text in English.")
                    % {"number": criterion.number}
                )
    if draft.published_at is None:
        draft.published_at = timezone.now()
        draft.published_by = by
        draft.save(update_fields=["published_at", "published_by"])
    return draft
