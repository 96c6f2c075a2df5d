from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0023_links_and_files_are_checked"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="quantity",
            options={
                "ordering": ["version", "order", "pk"],
                "verbose_name": "result as a number",
                "verbose_name_plural": "results as numbers",
            },
        ),
    ]
