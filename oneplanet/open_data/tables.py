"""Whole lists as files: CSV and JSON streamed, workbooks written row by row.

A cell holds text, a number or a day. What a spreadsheet could take for a formula
begins with an apostrophe, in every kind of file.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import xlsxwriter
from rest_framework.utils.encoders import JSONEncoder

from oneplanet.open_data import codebook
from oneplanet.open_data.columns import Head
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.licence import licence

BOM = "\ufeff"
TRIGGERS = ("=", "+", "-", "@", "\t", "\r")
BETWEEN = "; "
LONGEST = 32_767  # signs a cell of a workbook holds
WIDTH = 24
OPTIONS = {
    "constant_memory": True,
    "default_date_format": "yyyy-mm-dd",
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def safe(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(TRIGGERS) else text


def cell(head: Head, value):
    """A value as a table holds it: text, number, day, or None where it is empty."""
    if head.type == "list":
        value = BETWEEN.join(str(item) for item in value if item) or None
    elif head.type == "rows":
        value = BETWEEN.join(_in_a_cell(head, row) for row in value) or None
    elif isinstance(value, bool):
        value = "true" if value else "false"
    elif isinstance(value, datetime):
        value = value.isoformat().replace("+00:00", "Z")
    return safe(value) if isinstance(value, str) else value


def _in_a_cell(head, row):
    known = {name: "" if value is None else value for name, value in row.items()}
    return " ".join(head.in_a_cell.format_map(known).split())


def row_of(kind: Kind, record: dict) -> list:
    return [cell(head, record[head.name]) for head in kind.heads]


class _Line:
    """What csv writes into: each line is handed on as it comes."""

    def write(self, text):
        return text


def as_csv(heads: Iterable[str], rows: Iterable[list], *, bom=False) -> Iterator[str]:
    """A table in lines; with the mark by which spreadsheets know the encoding."""
    writer = csv.writer(_Line())
    if bom:
        yield BOM
    yield writer.writerow(heads)
    for row in rows:
        yield writer.writerow(row)


def as_json(records: Iterable[dict]) -> Iterator[str]:
    """The records as the API gives them, in one array."""
    encoder = JSONEncoder(ensure_ascii=False)
    yield f'{{"data_licence": {encoder.encode(licence())}, "results": ['
    between = "\n"
    for record in records:
        yield between + encoder.encode(record)
        between = ",\n"
    yield "\n]}\n"


def write_workbook(target, kind: Kind, records: Iterable[dict]) -> int:
    """One sheet with the list, one that explains its columns; the number of rows.

    Each row is written to the disk at once, so a long list needs no memory.
    """
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        names = [head.name for head in kind.heads]
        rows = (row_of(kind, record) for record in records)
        written = _write_sheet(book.add_worksheet("data"), names, rows, bold)
        known = [[safe(str(text)) for text in row] for row in codebook.rows(kind)]
        known += [[], [licence()["name"], licence()["url"]]]
        _write_sheet(book.add_worksheet("codebook"), codebook.HEADS, known, bold)
    return written


def write_table(target, heads: Iterable[str], rows: Iterable[list]) -> None:
    """A workbook of one sheet."""
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        _write_sheet(book.add_worksheet("data"), list(heads), rows, bold)


def _write_sheet(sheet, heads, rows, bold) -> int:
    sheet.set_column(0, len(heads) - 1, WIDTH)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, bold)
    number = 0
    for number, row in enumerate(rows, 1):  # noqa: B007
        for place, value in enumerate(row):
            _write(sheet, number, place, value)
    return number


def _write(sheet, number, place, value):
    if isinstance(value, str):
        sheet.write_string(number, place, value[:LONGEST])
    elif isinstance(value, date):
        sheet.write_datetime(number, place, value)
    elif value is not None:
        sheet.write_number(number, place, value)
