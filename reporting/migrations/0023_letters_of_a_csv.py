from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0020_why_a_running_activity_counts")]

    operations = [
        migrations.AddField(
            model_name="sheetupload",
            name="letters",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="letters"
            ),
        ),
    ]
