"""What a document is made of: plain rows, written out for the template.

Every text is either in the language of the document, or somebody's own words (Said) in
a language of theirs, which is marked and kept apart from the direction around it.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.utils.text import normalize_newlines

from oneplanet import arcs
from oneplanet.text.languages import direction, tag

LONGEST_WORD = 40  # letters; a longer one may break anywhere
_LONG = re.compile(rf"\S{{{LONGEST_WORD},}}")
SVG = "http://www.w3.org/2000/svg"
_KEPT = "\n\u00ad\u200c\u200d"  # soft hyphens; letters of some scripts hang on joiners
_NO_LETTERS = {"Cc", "Cf", "Cs", "Co", "Cn"}
_WIDE_FROM = "\u2e80"  # from here on scripts break between any two signs


@dataclass(frozen=True, slots=True)
class Said:
    """Words in a line. ``language`` is "" where it is that of the document."""

    text: str
    language: str = ""
    is_strong: bool = False
    url: str = ""


Line = str | Said | list[str | Said]  # what stands in one line or cell


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 2 or 3; the title of the document is the only one of level 1."""

    line: Line
    level: int = 2


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a name and what there is to say."""

    rows: list[tuple[str, Line]]


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of one or more paragraphs, divided by empty lines."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quote(Prose):
    """What somebody wrote to somebody."""


@dataclass(frozen=True, slots=True)
class Note:
    """One line in small type."""

    line: Line


@dataclass(frozen=True, slots=True)
class Points:
    """A list."""

    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """``numbers`` are the places of columns of numbers, from 0."""

    columns: list[str]
    rows: list[list[Line]]
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """``made_on`` is the day it tells of: the same rows give the same bytes."""

    title: Said
    language: str
    made_on: date
    kicker: str = ""
    foot: str = ""
    blocks: list = field(default_factory=list)


def as_data(document: Document) -> dict:
    """What the template reads: names, lists and texts that are clean."""
    return {
        "title": _line(document.title),
        "name": clean(f"{document.kicker}: {document.title.text}"),
        "kicker": clean(document.kicker),
        "mark": arcs.mark().replace("<svg ", f'<svg xmlns="{SVG}" ', 1),
        "foot": clean(document.foot),
        "lang": _tag(document.language),
        "dir": direction(document.language),
        "blocks": [_block(block) for block in document.blocks],
    }


def _block(block) -> dict:
    data = {"kind": type(block).__name__.lower()}
    match block:
        case Heading(line, level):
            return data | {"line": _line(line), "level": level}
        case Facts(rows):
            return data | {"rows": [[clean(n), _line(line)] for n, line in rows]}
        case Prose(text, language):
            pieces = re.split(r"\n\s*\n", normalize_newlines(text).strip())
            runs = [_run(Said(piece, language)) for piece in pieces if piece]
            return data | {"paragraphs": runs}
        case Note(line):
            return data | {"line": _line(line)}
        case Points(lines):
            return data | {"lines": [_line(line) for line in lines]}
        case Table(columns, rows, numbers):
            cells = [[_line(cell) for cell in row] for row in rows]
            heads = [clean(column) for column in columns]
            return data | {"columns": heads, "rows": cells, "numbers": sorted(numbers)}


def _line(line: Line) -> list[dict]:
    parts = line if isinstance(line, list) else [line]
    return [_run(part if isinstance(part, Said) else Said(part)) for part in parts]


def _run(said: Said) -> dict:
    run = {"text": clean(said.text), "strong": said.is_strong, "url": said.url}
    if said.language:
        run |= {"lang": _tag(said.language), "dir": direction(said.language)}
    return run


def _tag(language: str) -> str:
    return tag(language).partition("-")[0]


def clean(text) -> str:
    """Without what is no letter of any face: controls, marks of direction; line breaks
    stay. Words too long for a line may break."""
    text = normalize_newlines(str(text)).replace("\u2028", "\n")
    if not text.isprintable():
        text = "".join(filter(_is_set, text))
    return _LONG.sub(_broken, text)


def _is_set(sign) -> bool:
    return sign in _KEPT or unicodedata.category(sign) not in _NO_LETTERS


def _broken(match) -> str:
    word = match[0]
    if max(word) >= _WIDE_FROM:
        return word
    step = LONGEST_WORD // 4
    return "\u200b".join(word[i : i + step] for i in range(0, len(word), step))
