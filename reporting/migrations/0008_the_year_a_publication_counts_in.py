from django.db import migrations, models
from django.db.models.functions import ExtractYear


def take_the_year_of_the_day(apps, schema_editor):
    """No period is known yet, so each counts in the year of its day, as it did."""
    Publication = apps.get_model("reporting", "Publication")
    Publication.objects.update(year=ExtractYear("day"))


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0007_reporting_periods"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="year",
            field=models.PositiveSmallIntegerField(
                help_text=(
                    "Its reporting period’s; while it has none, that of the day."
                ),
                null=True,
                verbose_name="year it counts in",
            ),
        ),
        migrations.RunPython(take_the_year_of_the_day, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="publication",
            name="year",
            field=models.PositiveSmallIntegerField(
                help_text=(
                    "Its reporting period’s; while it has none, that of the day."
                ),
                verbose_name="year it counts in",
            ),
        ),
    ]
