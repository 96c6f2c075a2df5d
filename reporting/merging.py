"""Two people's texts of one draft brought together.

Both come in the shape of :func:`reporting.posted.normal`. What the form started from is
not kept anywhere: the form carries it as digests (``base_of``), which say of each
field, word of a list and row whether one side still has it as it was. What only one
side changed is taken by itself, of what both changed a person chooses.
"""

import base64
import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from django.http import QueryDict

from oneplanet.text.numbers import parse
from reporting.models.version import LISTS

LENGTH = 6  # of a digest: 36 bits
ROW_KEYS = {"partners": "name", "quantities": "what", "links": "url"}
TEXTS = ("title", "summary", "results", "objectives")
WORDED = {*LISTS, "owners"}  # fields that hold several words, or names
_PART = re.compile(r"([\w-]{1,60}):((?:[\w-]{6})*)", re.ASCII)


class Take(StrEnum):
    THEIRS = "theirs"
    MINE = "mine"
    BOTH = "both"  # of rows
    OWN = "own"  # a text written now


@dataclass(frozen=True, slots=True)
class Question:
    """What both sides changed. A row is its cells, or None where a side has none."""

    id: str
    field: str
    mine: list | dict | None
    theirs: list | dict | None

    @property
    def is_text(self):
        return self.field in TEXTS

    @property
    def answers(self) -> tuple:
        if self.is_text:
            return Take.THEIRS, Take.MINE, Take.OWN
        if self.field in ROW_KEYS and self.mine and self.theirs:
            return Take.THEIRS, Take.MINE, Take.BOTH
        return Take.THEIRS, Take.MINE


@dataclass(slots=True)
class Merged:
    """``values`` have the shape of what was merged; a question nobody has answered yet
    stands in them as mine. ``by_itself`` are fields in which only one side, or each at
    another place, changed something.
    """

    values: dict = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)
    by_itself: list[str] = field(default_factory=list)


# --- What a form started from ---------------------------------------------------------


def base_of(plain: dict) -> str:
    """Digests of what a form shows, as it carries them."""
    return " ".join(f"{name}:{''.join(_digests(name, plain[name]))}" for name in plain)


def base_after(base: str, plain: dict) -> str:
    """What the form goes on from, once ``plain`` of it has been saved."""
    return base_of(plain) if not base else _joined(_read(base) | _digested(plain))


def _digested(plain):
    return {name: _digests(name, value) for name, value in plain.items()}


def _joined(digests):
    return " ".join(f"{name}:{''.join(parts)}" for name, parts in digests.items())


def _read(text: str) -> dict[str, list[str]]:
    found = dict(match.groups() for match in _PART.finditer(text))
    return {name: re.findall(f".{{{LENGTH}}}", parts) for name, parts in found.items()}


def _digests(name, value) -> list[str]:
    """Of a list one for each word; of rows two for each: what it is about, and all."""
    if name in ROW_KEYS:
        return [d for row in value for d in (_digest(_about(name, row)), _digest(row))]
    return [_digest(word) for word in value] if name in WORDED else [_digest(value)]


def _digest(value) -> str:
    text = repr(_cells(value) if isinstance(value, dict) else value)
    found = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
    return base64.urlsafe_b64encode(found)[:LENGTH].decode()


def _cells(row) -> list:
    """Alike in every language the page may be read in."""
    try:
        return sorted((row | {"value": str(parse(row["value"]))}).items())
    except (KeyError, ValueError):  # no number
        return sorted(row.items())


def _about(name, row) -> str:
    return " ".join(row[ROW_KEYS[name]].casefold().split())


# --- Merging --------------------------------------------------------------------------


def merge(mine: dict, theirs: dict, base: str, answers: dict | None = None) -> Merged:
    """``answers`` by the id of a question: (how to take it, text written now)."""
    merged, known = Merged(), _read(base)
    for name in mine:
        if name not in theirs or mine[name] == theirs[name]:
            merged.values[name] = mine[name]
            continue
        before, count = known.get(name), len(merged.questions)
        sides = mine[name], theirs[name]
        if _digests(name, theirs[name]) == before:
            merged.values[name] = mine[name]
        elif _digests(name, mine[name]) == before:
            merged.values[name] = theirs[name]
        else:
            of_kind = (
                _rows if name in ROW_KEYS else _words if name in WORDED else _value
            )
            merged.values[name] = of_kind(name, *sides, before, merged, answers or {})
        if len(merged.questions) == count:
            merged.by_itself.append(name)
    return merged


def _value(name, mine, theirs, before, merged, answers):
    question = Question(name, name, mine, theirs)
    merged.questions.append(question)
    taken, own = answers.get(name, ("", ""))
    if taken == Take.OWN:
        return [own] if own.strip() else []
    return theirs if taken == Take.THEIRS else mine


def _words(name, mine, theirs, before, merged, answers):
    """Each word by itself: one that only one side put in or took out, as that side."""
    if before is None:
        return _value(name, mine, theirs, before, merged, answers)
    kept = set(mine) & set(theirs)
    one_side = set(mine) ^ set(theirs)
    return sorted(kept | {word for word in one_side if _digest(word) not in before})


def _rows(name, mine, theirs, before, merged, answers):
    """Rows about the same thing are one; theirs in their order, then those of mine."""
    mine, theirs, before = (
        _told_apart(name, mine),
        _told_apart(name, theirs),
        _of(before),
    )
    rows, number = [], 0
    for about in [*theirs, *(about for about in mine if about not in theirs)]:
        sides = mine.get(about), theirs.get(about)
        sure = _sure(about, sides, before)
        if sure is not None:
            rows += sure
            continue
        question = Question(f"{name}-{number}", name, *sides)
        merged.questions.append(question)
        number += 1
        rows += _taken(question, answers.get(question.id, ("", ""))[0])
    return rows


def _sure(about, sides, before) -> list | None:
    """The row (or none) where nobody has to be asked."""
    mine, theirs = sides
    if mine == theirs:
        return [mine]
    if before is None:
        return None
    was = before.get((_digest(about[0]), about[1]))
    for side, other in ((mine, theirs), (theirs, mine)):
        if (other and _digest(other)) == was:
            return [side] if side else []
    return None


def _taken(question, answer) -> list:
    both = [question.theirs, question.mine]
    chosen = {Take.THEIRS: both[:1], Take.BOTH: both}.get(answer, both[1:])
    return [row for row in chosen if row]


def _told_apart(name, rows) -> dict:
    """(what a row is about, how many before it are about the same) → row."""
    seen, found = Counter(), {}
    for row in rows:
        about = _about(name, row)
        found[about, seen[about]] = row
        seen[about] += 1
    return found


def _of(digests) -> dict | None:
    """The same of the rows a form started from, all as digests."""
    if digests is None:
        return None
    seen, found = Counter(), {}
    for about, row in zip(digests[::2], digests[1::2], strict=False):
        found[about, seen[about]] = row
        seen[about] += 1
    return found


# --- Back to a post -------------------------------------------------------------------


def as_posted(values: dict) -> QueryDict:
    """Merged values as the form posts them."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        if name not in ROW_KEYS:
            data.setlist(name, value)
            continue
        for number, row in enumerate(value):
            for key, text in row.items():
                data[f"{name}-{number}-{key}"] = text
    return data
