"""The rows that still wait, as a table with what is to be mended beside each cell."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet.sheets.writing import Head
from reporting.imports.cells import numbers_from, said
from reporting.imports.columns import BY_CODE, CODE, COLUMNS, DAYS, PROBLEM
from reporting.imports.judging import file_of
from reporting.imports.lexicon import Lexicon
from reporting.imports.merging import CONFLICT
from reporting.imports.taking import head_of
from reporting.imports.words import words_of
from reporting.models import SheetDownload

WIDE = 30


def waiting(upload) -> tuple[list[Head], list[list]]:
    """Heads and rows: cells as they were brought, mistakes in columns of their own."""
    lexicon = Lexicon(words_of(upload.organisation))
    rows = list(upload.rows.waiting().order_by("number"))
    _as_read_here(rows, upload)
    problems = [_problems(row, lexicon) for row in rows]
    marked = {name for texts in problems for name in texts}
    named = {name for row in rows for name in row.cells}
    shown = [c for c in COLUMNS if c.code in named | marked or c.code == CODE]
    heads = []
    for column in shown:
        heads.append(head_of(column, lexicon))
        if column.code in marked:
            heads.append(_beside(column))
    pairs = zip(rows, problems, strict=True)
    return heads, [_row(row, texts, shown, marked) for row, texts in pairs]


def _as_read_here(rows, upload) -> None:
    """The file that leaves is read in the reader's language when it comes back, but for
    rows of a download, whose language is known."""
    if upload.language == get_language():
        return
    codes = {file_of(row) for row in rows}
    known = SheetDownload.objects.filter(organisation=upload.organisation)
    known = set(known.filter(code__in=codes).values_list("code", flat=True))
    for row in rows:
        if "quantities" in row.cells and file_of(row) not in known:
            text = numbers_from(upload.language, row.cells["quantities"])
            row.cells["quantities"] = text


def _beside(column) -> Head:
    label = f"{PROBLEM} {column.label}"
    return Head(label, is_problem=True, width=WIDE)


def _problems(row, lexicon) -> dict[str, str]:
    """What is to be mended of each column; of the whole row, of its code."""
    texts = {}
    for name, problems in row.problems_in_words.items():
        texts.setdefault(name if name in BY_CODE else CODE, []).extend(problems)
    for difference in row.differences:
        if difference["kind"] == CONFLICT and not row.problems:
            name = difference["field"]
            there = difference["there"]
            shown = there if name == CODE else said(name, there, lexicon)
            text = _("There now: %(text)s")
            texts.setdefault(name, []).append(text % {"text": shown or "–"})
    return {name: "\n".join(lines) for name, lines in texts.items()}


def _row(row, texts, shown, marked) -> list:
    cells = []
    for column in shown:
        cells.append(_cell(column.code, row.cells.get(column.code, "")))
        if column.code in marked:
            cells.append(texts.get(column.code, ""))
    return cells


def _cell(code, text):
    """As it was brought; a day as a day, where it was one."""
    if code in DAYS:
        try:
            return date.fromisoformat(text)
        except ValueError:
            return text
    return text
