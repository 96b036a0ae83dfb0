from django.db import migrations, models

from events.quadkey import quadkey

CHUNK = 1000


def place_on_the_map(apps, schema_editor):
    """Give every stored point its square."""
    occurrences = apps.get_model("events", "Occurrence").objects
    changed = []
    for row in occurrences.exclude(latitude=None).only("latitude", "longitude"):
        row.quadkey = quadkey(row.latitude, row.longitude)
        changed.append(row)
    occurrences.bulk_update(changed, ["quadkey"], batch_size=CHUNK)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_remember_what_was_imported"),
    ]

    operations = [
        migrations.AddField(
            model_name="occurrence",
            name="quadkey",
            field=models.BigIntegerField(null=True),
        ),
        migrations.RunPython(place_on_the_map, migrations.RunPython.noop),
    ]
