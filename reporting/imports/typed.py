"""What was typed in the form and could not be read. It travels in its cell as it was
typed, and is left alone where it comes back so.

In a content it stands in the place of its field: ``{"typed": ["one day"], "kept": ""}``
are the texts as they were posted, and what the column holds meanwhile. A row among
others is a dict of its cells instead of a list.
"""

import json

from django.utils import translation

from oneplanet.open_data.tables import LONGEST
from oneplanet.sheets.writing import unescaped
from reporting.imports.columns import DAYS, FIELDS, ROWS

TYPED, KEPT = "typed", "kept"


def is_typed(value) -> bool:
    return isinstance(value, dict)


def has_typed(value) -> bool:
    """Whether a field, or a row of it, could not be read."""
    return is_typed(value) or isinstance(value, list) and any(map(is_typed, value))


def read_only(value):
    """What could be read: what the column holds, the rows that are data."""
    return value[KEPT] if is_typed(value) else value


def overlay(content, refused) -> None:
    """Put what was refused of a version into its content. Its rows are given with their
    places, ``[(order, row)]``, and leave as rows."""
    for one in refused:
        name, dash, order = one.field.partition("-")
        texts = json.loads(one.text)
        if dash and name in ROWS:
            content[name].append((int(order), texts))
        elif one.field in FIELDS:
            content[name] = {TYPED: texts, KEPT: content[name]}
    for name in ROWS:
        in_order = sorted(content[name], key=lambda pair: pair[0])
        content[name] = [row for _order, row in in_order]


def refused_in(content) -> list[tuple[str, str]]:
    """(field, text) of the RefusedFields a content stands for."""
    found = [(n, value[TYPED]) for n, value in content.items() if is_typed(value)]
    for name in ROWS:
        rows = enumerate(content.get(name, ()))
        found += [(f"{name}-{order}", row) for order, row in rows if is_typed(row)]
    return [(name, json.dumps(texts, ensure_ascii=False)) for name, texts in found]


def leave_alone(row, contents, languages, write) -> None:
    """A cell that says what could not be read before says that still, and is no
    mistake. A day is read once the other day lets it.

    ``row`` was cleaned; ``contents`` are what it was begun from and what is there;
    ``write(field, value)`` makes a cell in the language in force.
    """
    for name, text in row.cells.items():
        for content in contents:
            value = content.get(name)
            if not has_typed(value) or (name in DAYS and name not in row.problems):
                continue
            if _is_written_so(name, value, text, languages, write):
                row.content[name] = value
                row.problems.pop(name, None)


def _is_written_so(name, value, text, languages, write) -> bool:
    for language in languages if name in ROWS else languages[:1]:
        with translation.override(language):
            if _squeezed(write(name, value)) == _squeezed(text):
                return True
    return False


def _squeezed(text) -> str:
    return " ".join(unescaped(text[:LONGEST]).split())
