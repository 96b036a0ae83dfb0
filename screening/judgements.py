"""Remembering that a group is another one of the same name."""

from django.utils import timezone

from .models import Finding, Judgement
from .models.desk import JUDGEMENT_HOLDS


def words_of(finding: Finding) -> list[str]:
    """Return the words in question, case folded and sorted, each once."""
    evidence = finding.evidence.get("evidence", [])
    return sorted({" ".join(item["raw"].casefold().split()) for item in evidence})


def remember_namesake(*, organization, findings, user) -> None:
    """Note for each entry found that this group is not the listed one."""
    today = timezone.localdate()
    for finding in findings:
        if finding.entry is None or not getattr(organization, "pk", None):
            continue
        Judgement.objects.create(
            organization=organization,
            entry=finding.entry,
            evidence=words_of(finding),
            entry_changed_at=finding.entry.changed_at,
            judged_by=user,
            expires_on=today + JUDGEMENT_HOLDS,
        )


def judgements_for(organization_id: int, findings, on=None) -> dict[int, Judgement]:
    """Return by finding's key the judgement that still holds for it.

    It holds until its day, for the entry as it was, and for no other words than those
    that were judged.
    """
    findings = [finding for finding in findings if finding.entry_id]
    if not findings:
        return {}
    rows = Judgement.objects.filter(
        organization_id=organization_id,
        entry_id__in=[finding.entry_id for finding in findings],
        expires_on__gt=on or timezone.localdate(),
    ).select_related("entry", "judged_by")
    return {
        finding.pk: row
        for finding in findings
        for row in reversed(rows)
        if row.entry_id == finding.entry_id
        and row.entry_changed_at == row.entry.changed_at
        and set(words_of(finding)) <= set(row.evidence)
    }
