from functools import lru_cache

from django.db import migrations

from events.towns import fold_text, locate

CHUNK = 1000


def fold_words(apps, schema_editor):
    """Write the words of each occurrence without accents, and its town's main name."""
    main_name = lru_cache(maxsize=None)(
        lambda city, country: fold_text(getattr(locate(city, country), "name", ""))
    )
    occurrences = apps.get_model("events", "Occurrence").objects
    rows = occurrences.select_related("event").only(
        "search_text", "event__city", "event__country"
    )
    changed = []
    for row in rows.iterator(CHUNK):
        town = main_name(row.event.city, row.event.country) if row.event.city else ""
        text = fold_text(f"{row.search_text} {town}")
        if text != row.search_text:
            row.search_text = text
            changed.append(row)
    occurrences.bulk_update(changed, ["search_text"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0014_count_in_memory"),
    ]

    operations = [
        migrations.RunPython(fold_words, migrations.RunPython.noop),
    ]
