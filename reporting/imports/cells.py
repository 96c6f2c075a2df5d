"""Values as cells, and rows within a cell as people write them: one on a line, its
parts between upright strokes.
"""

import re
from datetime import date
from decimal import Decimal

from oneplanet.text import dates, numbers
from reporting.imports.columns import DAYS, ROWS, WORDS
from reporting.imports.lexicon import BETWEEN, Lexicon
from reporting.imports.typed import TYPED, is_typed
from reporting.models import Quantity, VersionPartner
from reporting.models.version import LISTS

_STROKE = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED = re.compile(r"\\([\\|])")
VALUE = Quantity.Status.VALUE


def cell_of(field: str, value, lexicon: Lexicon):
    """A text, or a day where the field is one; as a workbook holds it."""
    if field in DAYS and not is_typed(value):
        return date.fromisoformat(value) if value else ""
    return _text(field, value, lexicon)


def said(field: str, value, lexicon: Lexicon) -> str:
    """The value as a page says it."""
    if value is None:
        return ""
    if field in DAYS and not is_typed(value):
        return dates.date_words(date.fromisoformat(value)) if value else ""
    return _text(field, value, lexicon)


def _text(field, value, lexicon) -> str:
    if is_typed(value):
        return BETWEEN.join(value[TYPED])
    if field in (*WORDS, *LISTS):
        return lexicon.write(field, value)
    if field in ROWS:
        return "\n".join(line_of(field, row) for row in value)
    return value


def line_of(field, row) -> str:
    if is_typed(row):
        return _typed_line(field, row)
    if field == "partners":
        row = [row[0], str(VersionPartner.Role(row[1]).label)]
    elif field == "quantities":
        what, status, value, unit, reason = row
        if status == VALUE:
            row = [what, numbers.for_input(Decimal(value)), unit]
        else:
            row = [what, str(Quantity.Status(status).label), reason]
    return " | ".join(_escaped(part) for part in row if part)


def _typed_line(field, cells) -> str:
    """A row that could not be read: what is missing in its middle stays missing."""
    if field == "partners":
        role = cells.get("role", "")
        parts = [cells.get("name", ""), _label(VersionPartner.Role, role)]
    elif field == "quantities":
        status = cells.get("status", "")
        number = cells.get("value", "")
        if is_typed(number):
            number = numbers.for_input(Decimal(number["number"]))
        parts = [cells.get("what", ""), number, cells.get("unit", "")]
        if status not in ("", VALUE):
            label = _label(Quantity.Status, status)
            parts = [cells.get("what", ""), label, cells.get("reason", "")]
    else:
        parts = [cells.get("url", ""), cells.get("label", "")]
    return " | ".join(_escaped(" ".join(part.split())) for part in parts)


def _label(choices, code) -> str:
    return str(choices(code).label) if code in choices.values else code


def _escaped(part) -> str:
    return part.replace("\\", "\\\\").replace("|", "\\|")


def lines_of(text: str) -> list[list[str]]:
    """The parts of each line that says something."""
    lines = (line for line in text.splitlines() if line.strip())
    return [[_bare(part) for part in _split(line)] for line in lines]


def numbers_from(language, text: str) -> str:
    """The quantities of a cell written in another language, with their numbers as the
    one in force writes them."""
    return "\n".join(_number_from(language, line) for line in text.splitlines())


def _number_from(language, line) -> str:
    parts = _split(line)
    if len(parts) > 1:
        parts[1] = f" {numbers.as_typed_in(language, parts[1].strip())} "
    return "|".join(parts)


def _split(line) -> list[str]:
    if "\\" not in line:
        return line.split("|")
    marked = _STROKE.sub("\\1\0", line)
    return marked.split("\0")


def _bare(part) -> str:
    part = part.strip()
    return _ESCAPED.sub(r"\1", part) if "\\" in part else part
