from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0004_quadkey"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                fields=["quadkey", "until_at"], name="events_occu_quadkey_c4c53c_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="occurrence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    latitude__isnull=True, longitude__isnull=True, quadkey=None
                )
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    quadkey__isnull=False,
                ),
                name="occurrence_is_on_the_map_where_it_has_a_point",
            ),
        ),
    ]
