from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0021_the_page_that_saved_last")]

    operations = [
        migrations.AddField(
            model_name="sheetupload",
            name="letters",
            field=models.CharField(
                blank=True, default="", max_length=20, verbose_name="letters"
            ),
        ),
    ]
