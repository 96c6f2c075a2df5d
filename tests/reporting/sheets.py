"""Spreadsheets as tests make and bring them."""

import csv
import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from oneplanet.sheets import writing
from reporting.drafts import save_draft
from reporting.imports import accepting, looking, taking
from reporting.imports.columns import COLUMNS
from reporting.imports.contents import newest_of
from reporting.models import Activity, SheetUpload
from reporting.posted import data_of

CODES = [column.code for column in COLUMNS]
NEW = {
    "title": "Lunch from the garden",
    "summary": "We grew it.",
    "programme": "SFS",
    "type": "Training",
    "started_on": "2020-03-01",
    "scope": "GLOBAL",
    "sectors": "SEC_FOOD",
    "partners": "University of Examples | Hosted it\nA bank | funding",
    "quantities": "Meals | 1,200 | meals\nWaste | No data | Nobody weighed it.",
    "links": "example.org/lunch | Photographs",
}


def bring(
    person, organisation, content, name="back.csv", language="en", letters=""
) -> SheetUpload:
    """A file that was brought and looked at."""
    content = content.encode() if isinstance(content, str) else content
    upload = looking.bring(
        by=person,
        organisation=organisation,
        sent=SimpleUploadedFile(name, content),
        language=language,
        letters=letters,
    )
    looking.look(upload)
    return SheetUpload.objects.get(pk=upload.pk)


def table(*rows, heads=None) -> str:
    """A CSV of rows given as dicts by the codes of the columns."""
    heads = heads or list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def taken(person, organisation, language="en") -> list[dict]:
    """What somebody takes away, row by row, as text."""
    with translation.override(language):
        heads, rows = taking.take(
            organisation=organisation, by=person, language=language
        )
        text = "".join(writing.csv_lines(heads, rows)).removeprefix("\ufeff")
    reader = csv.reader(io.StringIO(text, newline=""))
    next(reader)
    return [dict(zip(CODES, cells, strict=True)) for cells in reader]


def workbook(person, organisation, language="en") -> bytes:
    target = io.BytesIO()
    with translation.override(language):
        heads, rows = taking.take(
            organisation=organisation, by=person, language=language
        )
        writing.write_workbook(target, heads, rows, titles=taking.titles())
    return target.getvalue()


def outcomes(upload) -> dict:
    """Row of the sheet → what it would do."""
    return dict(upload.rows.values_list("number", "outcome"))


def told(upload) -> dict:
    """Row of the sheet → field → what is wrong with it."""
    return {
        row.number: row.problems_in_words for row in upload.rows.all() if row.problems
    }


def take_over(upload, person, rows=None, chosen=None) -> int:
    accepting.choose(upload, by=person, rows=rows, chosen=chosen)
    return accepting.accept(SheetUpload.objects.get(pk=upload.pk))


def says(activity) -> dict:
    return newest_of([Activity.objects.get(pk=activity.pk)])[0][1]


def rewrite(activity, person, **fields):
    """Somebody saves the form."""
    draft = activity.draft()
    data = data_of(draft)
    for name, text in fields.items():
        data[name] = text
    save_draft(activity, by=person, data=data, counter=draft.edit_count)


def without_marks(text) -> str:
    """Without the marks that set a piece apart from the direction around it."""
    return text.translate({0x2068: None, 0x2069: None})
