"""Reading reference files strictly: a key nobody reads is an error, not a loss."""

import csv
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from oneplanet.reference.values import BadReference


@dataclass(frozen=True)
class Table:
    """What the rows of one table of a file hold.

    ``keys``, ``texts`` (given in all six languages) and ``later`` (known, and kept in
    the file for a later release) are names with spaces between them; a question mark
    after one says that it may be absent. ``rows`` are the tables inside each row.
    """

    keys: str = ""
    texts: str = ""
    later: str = ""
    rows: dict[str, "Table"] = field(default_factory=dict)


LATER = Table()  # a whole table that is known and kept for a later release


def read(path: Path, **tables: Table) -> dict[str, list[dict]]:
    """The rows of each table.

    Texts are spread over columns (``label.zh-hans`` becomes ``label_zh_hans``). An
    absent key is None, an absent text empty in every language. Tables given as LATER
    are left out.
    """
    content, faults = _content(path), []
    answer = _read_tables(content, tables, "", faults)
    faults += [f"unknown table [[{name}]]" for name in content.keys() - tables.keys()]
    _refuse(faults)
    return answer


def read_one(path: Path, table: Table) -> dict:
    """A file that holds one row, with the tables inside it."""
    faults: list[str] = []
    row = _read_row(_content(path), table, "", faults)
    _refuse(faults)
    return row


def _content(path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadReference(f"This is not TOML: {error}") from error


def _refuse(faults):
    if faults:
        raise BadReference("\n".join(faults))


def read_csv(path: Path, columns: str) -> list[dict]:
    """The rows of a table with exactly these columns; an empty cell is None."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file, strict=True)
    if header != columns.split():
        raise BadReference(f"The columns must be: {columns}")
    try:
        return [
            {name: cell or None for name, cell in zip(header, line, strict=True)}
            for line in lines
        ]
    except ValueError as error:
        raise BadReference("A line has too many or too few cells.") from error


def _read_tables(content, tables, where, faults):
    answer = {}
    for name, table in tables.items():
        rows = content.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            faults.append(f"{where}[[{name}]] is no table")
        elif table is not LATER:
            answer[name] = [
                _read_row(row, table, f"{where}[[{name}]] {number}", faults)
                for number, row in enumerate(rows, 1)
            ]
    return answer


def _read_row(row, table, where, faults):
    if code := row.get("code") or row.get("symbol"):
        where += f" ({code})"
    keys, texts, later = map(_names, (table.keys, table.texts, table.later))
    known = keys | texts | later
    faults += [
        f"{where}: unknown key “{name}”"
        for name in row
        if name not in known and name not in table.rows
    ]
    faults += [
        f"{where}: no key “{name}”"
        for name, needed in known.items()
        if needed and name not in row
    ]
    answer = {name: row.get(name) for name in keys}
    for name in texts:
        answer |= _languages(row.get(name), name, where, faults)
    return answer | _read_tables(row, table.rows, f"{where} ", faults)


def _names(text: str) -> dict[str, bool]:
    """Each name and whether it must be there."""
    return {name.removesuffix("?"): not name.endswith("?") for name in text.split()}


def _languages(texts, name, where, faults):
    codes = [code for code, _ in settings.LANGUAGES]
    if isinstance(texts, dict):  # zh_hans = … is written as well as zh-hans = …
        texts = {code.replace("_", "-"): text for code, text in texts.items()}
    if texts is None:
        texts = {}
    elif not isinstance(texts, dict) or {*filter(texts.get, texts)} != {*codes}:
        faults.append(f"{where}: “{name}” needs a text in each of {', '.join(codes)}")
        texts = {}
    return {f"{name}_{code.replace('-', '_')}": texts.get(code, "") for code in codes}
