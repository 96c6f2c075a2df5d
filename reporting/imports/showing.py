"""The rows of a preview in words, and what a person chose of them."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from reporting.imports.cells import said
from reporting.imports.columns import BY_CODE, CODE, FIELDS
from reporting.imports.lexicon import Lexicon
from reporting.imports.merging import CONFLICT, MINE, THEIRS, WHOLE, choice_of
from reporting.imports.standing import group_of
from reporting.imports.words import words_of
from reporting.models import SheetUpload, UploadedRow

Outcome, State = UploadedRow.Outcome, SheetUpload.State
_CHOICE = re.compile(r"choice-([0-9]{1,18})-([a-z_]{1,20})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a row: its three texts, and the choice where they are at odds;
    ``kept`` tells how that was decided."""

    field: str
    label: str
    is_conflict: bool
    base: str
    there: str
    mine: str
    chosen: str = ""
    options: tuple = ()
    kept: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of the preview. ``group`` says what has become of it, ``heads`` what the
    three texts of its fields are by now, ``values`` what a new one says. Of one that
    ``is_unknown`` nobody can tell what it was begun from; ``whole`` is the choice for
    all its fields."""

    row: UploadedRow
    group: str
    heads: tuple[str, str, str]
    title: str
    cells: list[Cell]
    values: list[tuple]
    problems: list[tuple]
    can_be_taken: bool
    is_ticked: bool
    is_undecided: bool
    is_unknown: bool
    whole: str


def chosen_of(posted) -> tuple[list[int], dict]:
    """The rows that were ticked, and by row and field what shall hold; under WHOLE
    what shall of every field that has no choice of its own."""
    rows = [int(t) for t in posted.getlist("row") if re.fullmatch("[0-9]{1,18}", t)]
    chosen = {}
    for name, text in posted.items():
        if (found := _CHOICE.fullmatch(name)) and text in (MINE, THEIRS):
            chosen.setdefault(int(found[1]), {})[found[2]] = text
    return rows, chosen


def shown_rows(rows, upload, *, typed, undecided=()) -> list[Shown]:
    """Rows in the reader's words; what was posted and not carried out stays chosen."""
    lexicon = _lexicon(rows, upload) if rows else None
    ticked, chosen = chosen_of(typed) if typed else ([], {})
    return [
        _shown(row, upload, lexicon, ticked, chosen.get(row.pk, row.chosen), undecided)
        for row in rows
    ]


def _lexicon(rows, upload) -> Lexicon:
    fields = {difference["field"] for row in rows for difference in row.differences}
    is_named = "initiative" in fields
    return Lexicon(words_of(upload.organisation, with_initiatives=is_named))


def _shown(row, upload, lexicon, ticked, chosen, undecided) -> Shown:
    is_open = upload.state == State.READY and row.accepted_at is None
    return Shown(
        row=row,
        group=group_of(row, upload),
        heads=_heads(row, upload),
        title=row.cells.get("title", "").strip()[:120],
        cells=[_cell(d, lexicon, chosen, row) for d in row.differences],
        values=_values(row) if _is_new(row) else [],
        problems=_problems(row),
        can_be_taken=is_open and row.outcome not in (Outcome.WRONG, Outcome.SAME),
        is_ticked=row.pk in ticked,
        is_undecided=row.pk in undecided,
        is_unknown=row.is_unknown and row.outcome == Outcome.CONFLICT,
        whole=chosen.get(WHOLE, ""),
    )


def _heads(row, upload) -> tuple[str, str, str]:
    """What was taken away (nobody knows, of an unknown one), what is or was there, what
    was brought."""
    if row.accepted_at is None:
        is_open = upload.state == State.READY
        there = _("There now") if is_open else _("There when you uploaded it")
        mine = _("Yours")
    elif upload.state == State.UNDONE and not row.remark:
        there, mine = _("There again"), _("Yours, undone")
    else:
        there, mine = _("There before"), _("Yours, accepted")
    return "" if row.is_unknown else _("When you downloaded it"), there, mine


def _cell(difference, lexicon, chosen, row) -> Cell:
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
    held = choice_of(field, chosen)
    kept = _kept(field, held) if row.accepted_at and is_conflict else ""
    return Cell(field, label, is_conflict, base, there, mine, choice, options, kept)


def _kept(field, choice) -> str:
    if field == CODE:
        return _("You added yours all the same.")
    return _("You kept yours.") if choice == MINE else _("You kept what was there.")


def _is_new(row) -> bool:
    """Also where it is to be mended: then it is about no activity there is."""
    return row.outcome == Outcome.ADDED or row.activity_id is None


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
        for name, texts in row.problems_in_words.items()
    ]
