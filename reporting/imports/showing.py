"""The rows of a preview in words, and what a person chose of them."""

import re
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from reporting.choices import choices
from reporting.imports.cells import said
from reporting.imports.columns import BY_CODE, CODE, FIELDS
from reporting.imports.lexicon import Lexicon
from reporting.imports.merging import CONFLICT, MINE, THEIRS
from reporting.models import UploadedRow

Outcome = UploadedRow.Outcome
_CHOICE = re.compile(r"choice-([0-9]{1,18})-([a-z_]{1,20})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row: its three texts, and the choice where they are at odds."""

    field: str
    label: str
    is_conflict: bool
    base: str
    there: str
    mine: str
    chosen: str = ""
    options: tuple = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the preview. ``values`` are what a new one says."""

    row: UploadedRow
    title: str
    cells: list[Cell]
    values: list[tuple]
    problems: list[tuple]
    can_be_taken: bool
    is_ticked: bool
    is_undecided: bool


def counts(upload) -> list[dict]:
    """Of each outcome: its rows, and how many of them are taken over."""
    found = upload.rows.values("outcome").annotate(
        rows=Count("pk"), taken=Count("pk", filter=Q(accepted_at__isnull=False))
    )
    found = {row["outcome"]: row for row in found}
    nothing = {"rows": 0, "taken": 0}
    return [
        {
            "outcome": outcome,
            **nothing,
            **found.get(outcome, {}),
            "label": outcome.label,
        }
        for outcome in Outcome
    ]


def chosen_of(posted) -> tuple[list[int], dict]:
    """The rows that were ticked, and by row and field what shall hold."""
    rows = [int(t) for t in posted.getlist("row") if re.fullmatch("[0-9]{1,18}", t)]
    chosen = {}
    for name, text in posted.items():
        if (found := _CHOICE.fullmatch(name)) and text in (MINE, THEIRS):
            chosen.setdefault(int(found[1]), {})[found[2]] = text
    return rows, chosen


def shown_rows(rows, *, typed, undecided=()) -> list[Shown]:
    """Rows in the reader's words; what was posted and not carried out stays chosen."""
    lexicon = Lexicon(choices()) if rows else None
    ticked, chosen = chosen_of(typed) if typed else ([], {})
    return [
        _shown(row, lexicon, ticked, chosen.get(row.pk, row.chosen), undecided)
        for row in rows
    ]


def _shown(row, lexicon, ticked, chosen, undecided) -> Shown:
    is_open = row.accepted_at is None and row.outcome != Outcome.WRONG
    return Shown(
        row=row,
        title=row.cells.get("title", "").strip()[:120],
        cells=[_cell(d, lexicon, chosen) for d in row.differences],
        values=_values(row) if row.outcome == Outcome.ADDED else [],
        problems=_problems(row),
        can_be_taken=is_open and row.outcome != Outcome.SAME,
        is_ticked=row.pk in ticked,
        is_undecided=row.pk in undecided,
    )


def _cell(difference, lexicon, chosen) -> Cell:
    field, is_conflict = difference["field"], difference["kind"] == CONFLICT
    if field == CODE:
        text = _("There is one of this title and start already: %(code)s")
        there, mine = (
            text % {"code": difference["there"]},
            _("One more"),
        )
        options = ((MINE, _("Add mine all the same")), (THEIRS, _("Leave mine out")))
    else:
        there, mine = (said(field, difference[w], lexicon) for w in ("there", "mine"))
        options = ((MINE, _("Keep mine")), (THEIRS, _("Keep what is there")))
    base = "" if field == CODE else said(field, difference["base"], lexicon)
    label, choice = str(BY_CODE[field].label), chosen.get(field, "")
    return Cell(field, label, is_conflict, base, there, mine, choice, options)


def _values(row) -> list[tuple]:
    """(label, cell as it was written) of a new row."""
    written = ((name, row.cells.get(name, "").strip()) for name in FIELDS)
    return [(str(BY_CODE[name].label), text) for name, text in written if text]


def _problems(row) -> list[tuple]:
    """(label, what was written, what is wrong with it)."""
    return [
        (
            str(BY_CODE[name].label) if name in BY_CODE else "",
            row.cells.get(name, "")[:200],
            texts,
        )
        for name, texts in row.problems.items()
    ]
