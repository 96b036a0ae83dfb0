from django.db import migrations
from django.db.models import OuterRef, Subquery

CHUNK = 1000
COPIED = ("organization_id", "period_id", "country", "kind", "attendance")
NEEDS = ("step_free", "accessible_toilet", "sign_language", "captions", "quiet_place")


def copy_from_events(apps, schema_editor):
    """Write into each occurrence what its approved event is filtered by."""
    events = apps.get_model("events", "EventPage").objects
    occurrences = apps.get_model("events", "Occurrence").objects
    of_occurrence = events.filter(pk=OuterRef("event_id"))
    occurrences.update(
        **{name: Subquery(of_occurrence.values(name)[:1]) for name in COPIED}
    )
    changed = []
    for row in occurrences.select_related("event").iterator(CHUNK):
        needs = [need for need in NEEDS if getattr(row.event, need) == "yes"]
        row.access = "," + "".join(f"{need}," for need in needs)
        if needs:
            changed.append(row)
    occurrences.bulk_update(changed, ["access"], batch_size=CHUNK)
    public = occurrences.filter(
        event__live=True,
        event__organization__live=True,
        event__organization__suspension=None,
    )
    occurrences.filter(pk__in=public.values("pk")).update(is_counted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_what_occurrences_are_counted_by"),
    ]

    operations = [
        migrations.RunPython(copy_from_events, migrations.RunPython.noop),
    ]
