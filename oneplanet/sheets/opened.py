"""Opens a workbook somebody sent, in a process of its own with little memory and time.

``python opened.py FILE ROWS COLUMNS`` prints one JSON object: ``rows`` (the number of
each in the sheet, and its cells as text) and ``flaws`` (row, column, which); or
``refused`` with a word of :class:`oneplanet.sheets.reading.Refusal`. It imports nothing
of ours: it starts in a tenth of a second, and a bomb takes nobody with it.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta

import python_calamine
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring, iterparse

MEMORY = 640 * 1024 * 1024
SECONDS = 20
MOST_PARTS = 300
MOST_UNZIPPED = 150 * 1024 * 1024
MOST_SMALL_PART = 1024 * 1024
MOST_TIMES = 250  # as large as it was packed; ten thousand like rows come to eighty
LARGE = 5 * 1024 * 1024  # a smaller part is no bomb however it is packed
FARTHEST = 40_000  # row in which something may stand
BROADEST = 250
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_ERRORS = re.compile(r"#(REF|N/A|VALUE|NAME|DIV/0|NUM|NULL|CALC|SPILL)[!?]?")


class Refused(Exception):
    """The workbook is not read; the word says why."""


def open_workbook(path: str, most_rows: int, most_columns: int) -> dict:
    """The first sheet that is shown. Raises Refused."""
    place, part = _checked(path)
    flaws, filled = _looked_into(path, part)
    if len(filled) > most_rows + 1:
        raise Refused("many_rows")
    book = python_calamine.load_workbook(path)
    sheet = book.get_sheet_by_index(place)
    rows = []
    for number, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        texts = [as_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > most_columns:
            raise Refused("many_columns")
        if texts or number == 1:
            rows.append([number, texts])
    flaws += [
        [number, column, "error"]
        for number, texts in rows
        for column, text in enumerate(texts)
        if text[:1] == "#" and _ERRORS.fullmatch(text)
    ]
    return {"rows": rows, "flaws": flaws}


# --- Before anything is unzipped ------------------------------------------------------


def _checked(path) -> tuple[int, str]:
    """The place and the part of the first sheet that is shown."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS:
            raise Refused("bomb")
        if sum(part.file_size for part in parts) > MOST_UNZIPPED:
            raise Refused("bomb")
        for part in parts:
            if part.flag_bits & 1:
                raise Refused("locked")
            if part.file_size > max(LARGE, part.compress_size * MOST_TIMES):
                raise Refused("bomb")
        names = {part.filename for part in parts}
        if "xl/vbaProject.bin" in names:
            raise Refused("macros")
        if "xl/workbook.xml" not in names:
            raise Refused("damaged")
        _refuse_entities(archive, parts)
        return _first_shown(archive)


def _refuse_entities(archive, parts):
    """No part of a workbook declares a type or an entity; one that does is a trap."""
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as opened:
                head = opened.read(4096).replace(b"\0", b"")
            if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                raise Refused("damaged")


def _small(archive, name):
    with archive.open(name) as opened:
        text = opened.read(MOST_SMALL_PART + 1)
    if len(text) > MOST_SMALL_PART:
        raise Refused("bomb")
    return fromstring(text)


def _first_shown(archive) -> tuple[int, str]:
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in _small(archive, "xl/_rels/workbook.xml.rels")
    }
    for place, sheet in enumerate(
        _small(archive, "xl/workbook.xml").iter(f"{SHEET}sheet")
    ):
        if sheet.get("state", "visible") == "visible":
            target = targets.get(sheet.get(RELATION), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if part in archive.namelist():
                return place, part
    raise Refused("damaged")


# --- What the values do not tell ------------------------------------------------------


def _looked_into(path, part) -> tuple[list, set]:
    """Formulas and merged cells by row and column, and the rows that hold anything."""
    flaws, filled, row, column = [], set(), 0, 0
    with zipfile.ZipFile(path) as archive, archive.open(part) as opened:
        for event, element in iterparse(opened, events=("start", "end")):
            name = element.tag.removeprefix(SHEET)
            if event == "start":
                if name == "c":
                    row, column = _place(element.get("r"), row, column)
                elif name == "row":
                    row, column = _next_row(element.get("r"), row), -1
                continue
            if name == "f":
                flaws.append([row, column, "formula"])
            elif name in ("v", "is"):
                filled.add(row)
            elif name == "mergeCell":
                flaws += _merged(element.get("ref", ""))
            elif name == "row":
                element.clear()
            if len(flaws) > MOST_SMALL_PART:
                raise Refused("many_columns")
    return flaws, filled


def _next_row(written, before):
    number = int(written) if (written or "").isdecimal() else before + 1
    if number > 1_048_576:
        raise Refused("damaged")
    return number


def _place(written, row, column):
    """Row from 1 and column from 0; a cell that says nothing follows the last."""
    if found := _PLACE.fullmatch(written or ""):
        row, column = int(found[2]), _column(found[1])
    else:
        column += 1
    if row > FARTHEST:
        raise Refused("many_rows")
    if column >= BROADEST:
        raise Refused("many_columns")
    return row, column


def _column(letters) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _merged(ref) -> list:
    """Each cell of a merged range within what is read."""
    ends = [_PLACE.fullmatch(end) for end in ref.split(":")]
    if len(ends) != 2 or not all(ends):
        raise Refused("damaged")
    (top, left), (bottom, right) = ((int(e[2]), _column(e[1])) for e in ends)
    if bottom > FARTHEST or right >= BROADEST:
        bottom, right = min(bottom, top + 100), min(right, left + 100)
    cells = (bottom - top + 1) * (right - left + 1)
    if cells > 20_000:
        bottom, right = min(bottom, top + 100), min(right, left + 100)
    return [
        [row, column, "merged"]
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    ]


# --- Values as text -------------------------------------------------------------------


def as_text(cell) -> str:
    """A day as 2021-04-23, a number without needless decimals, text as it is."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int | time | timedelta) else ""


def main(path, rows, columns):
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        answer = open_workbook(path, int(rows), int(columns))
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "bomb"}
    except (
        *(zipfile.BadZipFile, DefusedXmlException, ParseError, OSError, KeyError),
        *(ValueError, EOFError, NotImplementedError, RuntimeError),
        python_calamine.CalamineError,
    ):
        answer = {"refused": "damaged"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
