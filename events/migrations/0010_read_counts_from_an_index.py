from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_count_what_is_there"),
        ("organizations", "0002_organizations"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="occurrence",
            name="events_occu_until_a_2ce632_idx",
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_counted", True)),
                fields=[
                    "quadkey",
                    "until_at",
                    "kind",
                    "country",
                    "attendance",
                    "period",
                    "latitude",
                    "longitude",
                ],
                name="occurrence_on_the_map",
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_counted", True)),
                fields=[
                    "orders_at",
                    "id",
                    "until_at",
                    "kind",
                    "country",
                    "attendance",
                    "period",
                ],
                name="occurrence_in_the_list",
            ),
        ),
        migrations.AddIndex(
            model_name="occurrence",
            index=models.Index(
                condition=models.Q(("is_counted", True)),
                fields=[
                    "until_at",
                    "kind",
                    "country",
                    "attendance",
                    "period",
                    "organization",
                    "languages",
                    "access",
                ],
                name="occurrence_in_the_counts",
            ),
        ),
    ]
