"""A table to be edited offline: a workbook with drop-downs and a help sheet, or CSV.

No cell is ever a formula: what a spreadsheet could take for one begins with an
apostrophe, which :func:`unescaped` takes away again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from oneplanet.open_data.tables import LONGEST, TRIGGERS, as_csv

ROOM = 2_000  # rows further down that have drop-downs too
PROBLEM = "#F6D5DA"
GIVEN = "#EFEDE6"
LISTS, HELP = "lists", "help"


@dataclass(frozen=True, slots=True)
class Head:
    """One column. ``choices`` are offered in a drop-down; ``many`` says that several
    may stand in a cell, so that the drop-down only helps. ``is_given`` marks what
    nobody is to change, ``is_hidden`` what nobody is to see.
    """

    label: str
    help: str = ""
    choices: tuple[str, ...] = ()
    many: bool = False
    is_day: bool = False
    is_given: bool = False
    is_hidden: bool = False
    is_problem: bool = False
    width: int = 18


def escaped(text: str) -> str:
    """A text no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith((*TRIGGERS, "'")) else text


def unescaped(text: str) -> str:
    """The text before :func:`escaped`."""
    if text[:1] == "'" and text[1:].startswith((*TRIGGERS, "'")):
        return text[1:]
    return text


def csv_lines(heads: Iterable[Head], rows: Iterable[list]):
    """With the mark by which spreadsheets know the encoding."""
    lines = ([_plain(cell) for cell in row] for row in rows)
    return as_csv([escaped(head.label) for head in heads], lines, bom=True)


def _plain(cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else escaped(cell or "")


@dataclass(frozen=True, slots=True)
class Titles:
    """What the sheets are called, and the head of the help; ``more`` are lists under
    their heads, which end it."""

    data: str
    help: str
    about: tuple[str, ...]
    column: str
    meaning: str
    words: str
    more: Sequence[tuple[str, Sequence[str]]] = ()


def write_workbook(target, heads, rows, *, titles: Titles, right_to_left=False) -> None:
    """The table, its help, and a hidden sheet with the words to choose from."""
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    options |= {"default_date_format": "yyyy-mm-dd", "in_memory": True}
    with xlsxwriter.Workbook(target, options) as book:
        looks = _looks(book)
        data, explained = (book.add_worksheet(t) for t in (titles.data, titles.help))
        listed = book.add_worksheet(LISTS)
        listed.hide()
        _write_table(data, heads, rows, looks)
        _offer(data, listed, heads)
        _explain(explained, heads, titles, looks)
        if right_to_left:
            data.right_to_left()
            explained.right_to_left()


def _looks(book) -> dict:
    wrapped = {"text_wrap": True, "valign": "top"}
    return {
        "head": book.add_format(wrapped | {"bold": True, "bottom": 1}),
        "cell": book.add_format(wrapped),
        "text": book.add_format(wrapped | {"num_format": "@"}),
        "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"}),
        "given": book.add_format(wrapped | {"bg_color": GIVEN}),
        "problem": book.add_format(wrapped | {"bg_color": PROBLEM}),
    }


def _write_table(sheet, heads, rows, looks):
    sheet.freeze_panes(1, 2)
    for place, head in enumerate(heads):
        look = looks[_look(head)]
        sheet.set_column(place, place, head.width, look, {"hidden": head.is_hidden})
        sheet.write_string(0, place, escaped(head.label), looks["head"])
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            look = looks[_look(heads[place])]
            if isinstance(cell, date):
                sheet.write_datetime(number, place, cell, looks["day"])
            elif cell:
                sheet.write_string(number, place, escaped(cell)[:LONGEST], look)


def _look(head) -> str:
    if head.is_problem:
        return "problem"
    if head.is_given:
        return "given"
    return "day" if head.is_day else "text"


def _offer(sheet, listed, heads):
    """A drop-down for each column with words; other words are warned of, not refused:
    codes and words of other languages are understood too."""
    for place, head in enumerate(heads):
        if not head.choices:
            continue
        for number, choice in enumerate(head.choices):
            listed.write_string(number, place, escaped(choice))
        column = xlsxwriter.utility.xl_col_to_name(place, True)
        rule = {
            "validate": "list",
            "source": f"={LISTS}!{column}$1:{column}${len(head.choices)}",
            "error_type": "warning",
            "show_error": not head.many,
        }
        sheet.data_validation(1, place, ROOM, place, rule)


def _explain(sheet, heads, titles, looks):
    sheet.set_column(0, 0, 32, looks["cell"])
    sheet.set_column(1, 1, 90, looks["cell"])
    number = 0
    for line in titles.about:
        sheet.write_string(number, 1, line, looks["cell"])
        number += 1
    sheet.write_row(number + 1, 0, [titles.column, titles.meaning], looks["head"])
    number += 2
    for head in heads:
        if not head.is_hidden and not head.is_problem:
            sheet.write_string(number, 0, escaped(head.label), looks["head"])
            sheet.write_string(number, 1, escaped(head.help), looks["cell"])
            number += 1
    for head in heads:
        if head.choices:
            heading = [escaped(head.label), titles.words]
            number = _list(sheet, heading, head.choices, looks, number)
    for label, lines in titles.more:
        number = _list(sheet, ["", escaped(label)], lines, looks, number)


def _list(sheet, heading, lines, looks, number) -> int:
    number += 1
    sheet.write_row(number, 0, heading, looks["head"])
    for choice in lines:
        number += 1
        sheet.write_string(number, 1, escaped(choice), looks["cell"])
    return number + 1
