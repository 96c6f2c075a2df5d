"""Why a file was refused and why a row was left are kept in six languages; what was
kept in one stays a plain text."""

import json

from django.db import migrations, models

COLUMNS = (("SheetUpload", "refusal"), ("UploadedRow", "remark"))


def quote(apps, schema_editor):
    _rewrite(apps, json.dumps)


def unquote(apps, schema_editor):
    _rewrite(apps, lambda text: _in_one(json.loads(text)))


def _in_one(said):
    return said if isinstance(said, str) else said.get("en", "")


def _rewrite(apps, written):
    for name, column in COLUMNS:
        rows = apps.get_model("reporting", name).objects.order_by()
        texts = rows.values_list(column, flat=True).distinct()
        for text in list(texts):
            rows.filter(**{column: text}).update(**{column: written(text)})


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0024_results_as_numbers"),
    ]

    operations = [
        migrations.RunPython(quote, unquote),
        migrations.AlterField(
            model_name="sheetupload",
            name="refusal",
            field=models.JSONField(
                blank=True, default=str, verbose_name="why it could not be read"
            ),
        ),
        migrations.AlterField(
            model_name="uploadedrow",
            name="remark",
            field=models.JSONField(blank=True, default=str),
        ),
    ]
