import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_take_in_files_and_calendars"),
        ("organizations", "0002_organizations"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="occurrence",
            name="events_occu_quadkey_c4c53c_idx",
        ),
        migrations.AddField(
            model_name="occurrence",
            name="access",
            field=models.CharField(default=",", max_length=100),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="attendance",
            field=models.CharField(default="", max_length=10),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="country",
            field=models.CharField(default="", max_length=2),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="is_counted",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="kind",
            field=models.CharField(default="", max_length=20),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="organization",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="organizations.organizationpage",
            ),
        ),
        migrations.AddField(
            model_name="occurrence",
            name="period",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="events.actionperiod",
            ),
        ),
    ]
