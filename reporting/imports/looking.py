"""A file is brought, and looked at: nothing is written but what was found."""

import hashlib

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from oneplanet.sheets.kinds import Kind, kind_of
from oneplanet.sheets.plain import DELIMITERS, LETTERS
from oneplanet.sheets.reading import Unreadable, read
from oneplanet.text.languages import set_apart
from oneplanet.text.lists import joined
from oneplanet.text.numbers import number_lazy
from oneplanet.text.said import filled, in_six
from reporting.imports.columns import BY_CODE, CODE, PROBLEM, column_of
from reporting.imports.judging import Judge, Row
from reporting.models import SheetUpload, UploadedRow
from reporting.uploads import clean_name

BATCH = 500
MOST_NAMED = 20  # rows in a note
AT_ONCE = 60_000  # bytes of a file that is read while its sender waits
State = SheetUpload.State


@transaction.atomic
def bring(*, by, organisation, sent, language, letters="") -> SheetUpload:
    """Keep a file to be looked at. Raises Unreadable where it is not even kept."""
    content = sent.read()
    upload = SheetUpload(
        organisation=organisation,
        by=by,
        language=language,
        letters=letters,
        name=clean_name(sent.name),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    is_book = kind_of(content, upload.name.lower()) == Kind.WORKBOOK
    ending = "xlsx" if is_book else "csv"  # the name it was given proves nothing
    upload.content.save(f"{upload.sha256}.{ending}", ContentFile(content), save=True)
    return upload


def is_short(upload) -> bool:
    return upload.content.size <= AT_ONCE


def look(upload: SheetUpload) -> None:
    """Read the file, and keep what each row would do."""
    with translation.override(upload.language):
        try:
            rows, notes = _rows_of(upload)
        except Unreadable as unreadable:
            (refusal,) = in_six(unreadable.args)
            _finish(upload, state=State.REFUSED, refusal=refusal)
            return
        _say(upload, rows_in_all=len(rows))
        progress = lambda done: _say(upload, rows_done=done)  # noqa: E731
        judge = Judge(upload.organisation, upload.language, say_progress=progress)
        judge.look_at(rows)
        with transaction.atomic():
            upload.rows.all().delete()
            UploadedRow.objects.bulk_create(
                (kept(row, upload) for row in rows), batch_size=BATCH
            )
            notes = in_six(notes + _notes_of_answers(judge.answered))
            _finish(upload, state=State.READY, notes=notes, rows_done=len(rows))


def kept(row: Row, upload) -> UploadedRow:
    """The row with what was found, as it is kept."""
    return UploadedRow(upload=upload, number=row.number, cells=row.cells, **found(row))


def found(row: Row) -> dict:
    """The columns that tell what came of looking at it."""
    return {
        "activity_id": row.version.activity_id if row.version else None,
        "outcome": row.outcome,
        "problems": _kept_problems(row.problems),
        "differences": [difference.as_dict() for difference in row.differences],
        "edit_count": row.version.edit_count if row.version else None,
    }


def _kept_problems(problems) -> dict:
    """Field → texts, each in the six languages."""
    texts = iter(in_six(text for few in problems.values() for text in few))
    return {name: [next(texts) for _text in few] for name, few in problems.items()}


def _say(upload, **values):
    SheetUpload.objects.filter(pk=upload.pk).update(**values)


def _finish(upload, **values):
    values |= {"begun_at": None, "attempts": 0}
    for name, value in values.items():
        setattr(upload, name, value)
    upload.save(update_fields=list(values))


# --- From lines to rows ---------------------------------------------------------------


def _rows_of(upload) -> tuple[list[Row], list]:
    """The rows by the codes of their columns, and what is to be said of the file."""
    with upload.content.open() as opened:
        content = opened.read()
    found = read(
        content,
        upload.name,
        upload.content.path,
        knows=lambda head: column_of(head) is not None,
        letters=upload.letters,
    )
    heads, *lines = found.lines
    columns = _columns(heads.cells, found.between)
    rows = [_row(line, columns) for line in lines]
    rows = [row for row in rows if any(text.strip() for text in row.cells.values())]
    if not rows:
        raise Unreadable(
            _(
                "The file names columns but has no rows below them. Please write a row "
                "for each activity."
            )
        )
    return rows, _notes_of_letters(found) + _notes(heads.cells, columns, upload)


def _columns(heads, between) -> list[str | None]:
    columns = [column_of(head) for head in heads]
    named = [code for code in columns if code]
    if CODE not in named and "title" not in named:
        raise Unreadable(_what_was_seen(heads, between))
    for code in named:
        if named.count(code) > 1:
            text = _("There are two columns “%(name)s”. Please keep one.")
            raise Unreadable(filled(text, name=BY_CODE[code].label))
    return columns


def _what_is_seen(heads, between) -> str:
    """Of a first row that names no columns: what it says, and what to do."""
    seen = {"head": set_apart(heads[0][:60])}
    if between and len(heads) == 1:
        text = _(
            "The first row is a single cell, “%(head)s”: there is no comma, semicolon "
            "or tab in it. If another sign parts your columns, save the table as a "
            "workbook (XLSX) or as CSV with commas. If it has no columns, put your "
            "rows into the template and upload that."
        )
        return text % seen
    text = _(
        "The first row has to name the columns, as in the template, and names "
        "neither “%(code)s” nor “%(title)s”. Please put the template’s first row "
        "above your rows."
    )
    text %= {"code": BY_CODE[CODE].label, "title": BY_CODE["title"].label}
    says = _("It says: %(heads)s.")
    if between:
        says = _("Read as cells parted by %(sign)s it says: %(heads)s.")
    shown = " · ".join(f"“{set_apart(head.strip()[:30])}”" for head in heads[:5])
    shown += " …" if len(heads) > 5 else ""
    return f"{text} {says % {'sign': DELIMITERS.get(between), 'heads': shown}}"


_what_was_seen = lazy(_what_is_seen, str)


def _notes_of_letters(found) -> list:
    if not found.letters:
        return []
    text = _(
        "The file was not saved in Unicode. Its letters were read as %(letters)s: "
        "“%(sample)s”. Where words look wrong, save it as “CSV UTF-8” and upload it "
        "again."
    )
    sample = set_apart(found.sample)
    return [filled(text, letters=LETTERS[found.letters], sample=sample)]


def _row(line, columns) -> Row:
    cells = {code: "" for code in columns if code}
    flaws = {}
    for place, text in enumerate(line.cells[: len(columns)]):
        if code := columns[place]:
            cells[code] = text
    for place, flaw in line.flaws.items():
        if place < len(columns) and columns[place]:
            flaws[columns[place]] = flaw
    is_too_long = any(text.strip() for text in line.cells[len(columns) :])
    return Row(line.number, cells, flaws, is_too_long)


def _notes(heads, columns, upload) -> list:
    pairs = zip(heads, columns, strict=True)
    unknown = [h.strip() for h, code in pairs if not code and h.strip()]
    unknown = [head[:60] for head in unknown if not head.startswith(PROBLEM)]
    notes = []
    if unknown:
        text = _("Columns the template does not have were left out: %(names)s")
        notes.append(filled(text, names=joined(unknown)))
    same = SheetUpload.objects.filter(
        organisation=upload.organisation, sha256=upload.sha256
    ).exclude(accepted_at=None)
    if same.exclude(pk=upload.pk).exclude(state=State.UNDONE).exists():
        notes.append(_("Rows of this very file were accepted before."))
    return notes


def _notes_of_answers(rows) -> list:
    """That answers to a programme's questions were changed where nothing reads them."""
    if not rows:
        return []
    text = _(
        "Answers to the questions of a programme are given in the form. What was "
        "changed of them in the file was left out, in rows: %(rows)s"
    )
    named = joined([number_lazy(number) for number in rows[:MOST_NAMED]])
    more = "" if len(rows) <= MOST_NAMED else " …"
    named = filled("%(rows)s%(more)s", rows=named, more=more)
    return [filled(text, rows=named)]


def rows_again(rows) -> list[Row]:
    """Rows that are kept, to be looked at once more."""
    return [Row(row.number, row.cells) for row in rows]
