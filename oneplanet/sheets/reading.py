"""From a file somebody sent to plain rows of text, with every doubt about a cell.

Nothing here knows what the columns mean, but whether a head is known. A workbook is
opened in another process (see opened.py), a CSV read as plain.py finds out.
"""

import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from oneplanet.sheets import plain
from oneplanet.sheets.kinds import Kind, kind_of
from oneplanet.sheets.writing import unescaped

LARGEST = 10 * 1024 * 1024  # bytes
MOST_ROWS = 10_000
MOST_COLUMNS = 60
WAIT = 60  # seconds for a workbook; it has 20 of processor time
OPENED = Path(__file__).with_name("opened.py")


class Refusal(StrEnum):
    """Why a file is not read at all: what it is instead, or what is wrong with it."""

    OTHER_BOOK = Kind.OTHER_BOOK
    LOCKED = Kind.LOCKED
    PDF = Kind.PDF
    PICTURE = Kind.PICTURE
    DOCUMENT = Kind.DOCUMENT
    PACKED = Kind.PACKED
    MARKUP = Kind.MARKUP
    UNKNOWN = Kind.UNKNOWN
    EMPTY = "empty"
    LARGE = "large"
    DAMAGED = "damaged"
    BOMB = "bomb"
    MACROS = "macros"
    MANY_ROWS = "many_rows"
    MANY_COLUMNS = "many_columns"
    ENCODING = "encoding"
    QUOTES = "quotes"


REFUSALS = {
    Refusal.OTHER_BOOK: _(
        "This is a workbook of another kind (such as XLS, XLSB, ODS or Numbers). "
        "Please open it in your spreadsheet program, save it as XLSX and upload that."
    ),
    Refusal.LOCKED: _(
        "The workbook is locked by a password. Please save it again without one."
    ),
    Refusal.PDF: _(
        "This is a PDF. We read workbooks (XLSX) and CSV files: please upload the "
        "spreadsheet it was made from."
    ),
    Refusal.PICTURE: _(
        "This is a picture. We read workbooks (XLSX) and CSV files: please upload the "
        "spreadsheet itself."
    ),
    Refusal.DOCUMENT: _(
        "This is a text document or a presentation. We read workbooks (XLSX) and CSV "
        "files: please put your rows into the template and upload that."
    ),
    Refusal.PACKED: _(
        "This is a packed file (such as ZIP). Please unpack it and upload the workbook "
        "(XLSX) or the CSV file that is in it."
    ),
    Refusal.MARKUP: _(
        "This is a web page or data for programs (HTML, XML, JSON), whatever its name "
        "says. Please open it in your spreadsheet program and save it as XLSX."
    ),
    Refusal.UNKNOWN: _(
        "We read workbooks (XLSX) and CSV files, and this is neither. Please save your "
        "table as one of them and upload that."
    ),
    Refusal.EMPTY: _(
        "The file is empty. Please save your spreadsheet and upload it again."
    ),
    Refusal.LARGE: _("The file is larger than 10 MB. Please upload it in parts."),
    Refusal.DAMAGED: _(
        "The workbook is damaged and cannot be opened. Please open it in your "
        "spreadsheet program and save it again as XLSX, or copy your rows into a fresh "
        "template."
    ),
    Refusal.BOMB: _(
        "The workbook is far larger inside than it looks, so it was not opened. Please "
        "copy your rows into a fresh template."
    ),
    Refusal.MACROS: _(
        "The workbook holds macros, which are not opened here. Please save it as XLSX, "
        "without them."
    ),
    Refusal.MANY_ROWS: _(
        "There are more than 10,000 rows. Please upload them in parts, and delete "
        "empty rows far below."
    ),
    Refusal.MANY_COLUMNS: _(
        "There are more than 60 columns. Please delete those not in the template."
    ),
    Refusal.ENCODING: _(
        "The letters of the file cannot be read. Please save it as “CSV UTF-8”, or as "
        "a workbook (XLSX)."
    ),
    Refusal.QUOTES: _(
        'A quotation mark (") in the file is never closed, or something follows where '
        "it is. Please mend that, or save your table as a workbook (XLSX)."
    ),
}


class Flaw(StrEnum):
    """What makes a cell doubtful, though it can be read."""

    FORMULA = "formula"
    MERGED = "merged"
    ERROR = "error"


FLAWS = {
    Flaw.FORMULA: _("This cell holds a formula. Please put its result in its place."),
    Flaw.MERGED: _("This cell is merged with others. Please split them."),
    Flaw.ERROR: _(
        "The spreadsheet could not calculate this cell. Please write it anew."
    ),
}


class Unreadable(Exception):
    """The file is not read; its text, which is lazy, is for who sent it."""


@dataclass(slots=True)
class Line:
    """A row of the sheet under its number there; cells as text, flaws by column."""

    number: int
    cells: list[str]
    flaws: dict[int, Flaw] = field(default_factory=dict)


@dataclass(slots=True)
class Table:
    """The lines that hold something, the heads first. Of a CSV the sign that was found
    ``between`` its cells, and the old ``letters`` it was found to be in, if it is."""

    lines: list[Line]
    between: str = ""
    letters: str = ""
    sample: str = ""


def read(content: bytes, name: str, path: str, *, knows, letters="") -> Table:
    """What stands in the file. Raises Unreadable.

    ``path`` is where the same bytes stand on the disk; ``knows(head)`` tells whether a
    column is called so; ``letters`` are those its sender says a CSV was saved in.
    """
    if not content:
        raise _refused(Refusal.EMPTY)
    if len(content) > LARGEST:
        raise _refused(Refusal.LARGE)
    match kind_of(content, name.lower()):
        case Kind.WORKBOOK:
            return Table(_workbook(path))
        case Kind.TEXT:
            return _table(content, knows, letters)
        case kind:
            raise _refused(kind)


def _refused(why) -> Unreadable:
    return Unreadable(REFUSALS[Refusal(why)])


# --- Workbooks ------------------------------------------------------------------------


def _workbook(path) -> list[Line]:
    found = _opened(path)
    if why := found.get("refused"):
        raise _refused(why)
    lines = {number: Line(number, cells) for number, cells in found["rows"]}
    for number, column, flaw in found["flaws"]:
        if line := lines.get(number):
            line.flaws[column] = Flaw(flaw)
    return _kept(lines.values())


def _opened(path) -> dict:
    """What the other process answers; that it died is the workbook's doing."""
    asked = [sys.executable, "-I", str(OPENED), path, str(MOST_ROWS), str(MOST_COLUMNS)]
    try:
        done = subprocess.run(asked, capture_output=True, timeout=WAIT, check=True)  # noqa: S603
        return json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        return {"refused": Refusal.BOMB}


# --- Tables as text -------------------------------------------------------------------


def _table(content, knows, chosen) -> Table:
    try:
        text, letters = plain.decoded(content, knows, chosen)
    except plain.NotText as unread:
        if unread.readings:
            raise Unreadable(plain.asked(unread.readings)) from None
        raise _refused(Refusal.ENCODING) from None
    if "\0" in text:
        raise _refused(Refusal.ENCODING)
    text, between = plain.parted(text, knows)
    sample = plain.sample_of(text) if letters else ""
    return Table(_lines(text, between), between, letters, sample)


def _lines(text, between) -> list[Line]:
    # A field as long as the file: its own limit would say so in other words.
    csv.field_size_limit(LARGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    lines = []
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
                raise _refused(Refusal.MANY_COLUMNS)
            if len(lines) > MOST_ROWS and any(cells):
                raise _refused(Refusal.MANY_ROWS)
            if any(cells) or not lines:
                lines.append(Line(len(lines) + 1, cells))
    except csv.Error:
        raise _refused(Refusal.QUOTES) from None
    return _kept(lines)


def _kept(lines) -> list[Line]:
    kept = []
    for line in lines:
        line.cells = [unescaped(cell) for cell in line.cells]
        if line.number == 1 or any(cell.strip() for cell in line.cells):
            kept.append(line)
    if not kept or not any(kept[0].cells):
        raise _refused(Refusal.EMPTY)
    return kept
