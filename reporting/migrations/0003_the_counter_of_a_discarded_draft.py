from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_a_file_is_sent_as_its_name_says")]

    operations = [
        migrations.AddField(
            model_name="activity",
            name="discarded_count",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
