"""The facts typed a second time (tests/facts/), and how their wordings are compared."""

import csv
import re
import tomllib
from decimal import Decimal
from pathlib import Path

from oneplanet.text.folding import fold

FOLDER = Path(__file__).parent / "facts"
REFERENCE = Path(__file__).parents[1] / "programmes" / "reference"

# The paper's short forms, as written out in what people read.
WRITTEN_OUT = {
    "ghg": "greenhouse gas",
    "r&d": "research development",
    "incl": "including",
    "inter-governmental": "intergovernmental",
    "ngos": "non-governmental organisations",
    "scp": "sustainable consumption production",
    "uk": "united kingdom",
    "un": "united nations",
}
YES_NO = {True: "yes", False: "no", None: "unknown"}
JOINING = {"a", "an", "and", "of", "on", "or", "the", "to"}


def facts(name: str) -> list[dict]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def typed(name: str, columns: str) -> list[tuple[str, ...]]:
    return [tuple(row[column] for column in columns.split()) for row in facts(name)]


def loaded(rows, fields: str) -> list[tuple[str, ...]]:
    """The fields of a queryset as they would be typed: no value is an empty cell."""
    return [tuple(map(_cell, row)) for row in rows.values_list(*fields.split())]


def in_the_file(name: str) -> dict:
    """What waits in a reference file for a table to load it into."""
    return tomllib.loads((REFERENCE / f"{name}.toml").read_text(encoding="utf-8"))


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_NO[value]
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def paragraphs(text: str) -> str:
    """ "28–29, fn 9–10" as the cell "28;29;fn 9;fn 10"."""
    found = []
    for part in filter(None, text.split(", ")):
        first, dash, last = part.removeprefix("fn ").partition("–")
        mark = "fn " if part.startswith("fn ") else ""
        numbers = range(int(first), int(last) + 1) if dash else [first]
        found += [f"{mark}{number}" for number in numbers]
    return ";".join(found)


def plain(text: str) -> str:
    """Without regard to capitals and to the shape of quotes, hyphens and dashes."""
    text = re.sub("[‐‑‒–—−]", "-", fold(text))
    return re.sub('[‘’“”"]', "'", text)


def words(text: str) -> set[str]:
    """The words that carry the meaning, by their first six letters.

    "Finance/investment" and "Finance and investment" have the same, and so have
    "academia" and "academic".
    """
    found = re.findall(r"[\w&-]+", plain(text))
    written = " ".join(WRITTEN_OUT.get(word, word) for word in found)
    return {word[:6] for word in re.findall(r"\w+", written) if word not in JOINING} - {
        ""
    }


def holds(text: str, fact: str) -> bool:
    """Every word of the fact, and no number beyond it; nothing where it is empty."""
    beyond = words(text) - words(fact)
    return (
        bool(text) == bool(fact)
        and words(fact) <= words(text)
        and not any(word.isdigit() for word in beyond)
    )


def named(codes) -> str:
    """Codes as a cell lists them, in no order of their own."""
    return ";".join(sorted(codes))


def places(*texts: str) -> str:
    """Paragraphs, footnotes and figures of one or several cells, each once."""
    return named({place for text in texts for place in listed(paragraphs(text))})


def differences(known: dict[str, dict], found: dict[str, dict]) -> list[str]:
    """What parts the paper from the portal, in words. Both sides: cells by code."""
    told = [f"{code} is missing" for code in known if code not in found]
    told += [f"{code} is in no table of the paper" for code in found.keys() - known]
    return sorted(told) + [
        f"{code}: {column} is “{found[code][column]}”, in the paper “{cell}”"
        for code in known
        if code in found
        for column, cell in known[code].items()
        if found[code][column] != cell
    ]
