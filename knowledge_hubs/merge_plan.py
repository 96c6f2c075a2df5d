"""What a merge of two organisations would do, or undoing one: counted and listed for
who decides, before anything is written.
"""

from collections import Counter
from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from knowledge_hubs.merged_names import differences, names_of
from knowledge_hubs.merged_rows import (
    AGREED,
    MOVED,
    STAYS,
    TRUSTED,
    Pair,
    agreements_going_on,
)
from oneplanet.merges import Kept, model_of, rows_of
from programmes.models import (
    Membership,
    Organisation,
    OrganisationName,
    ProgrammeRole,
)
from reporting.models import (
    Activity,
    ActivityVersion,
    DeadLinkNotice,
    Initiative,
    InitiativeVersion,
    Participation,
    SheetDownload,
    SheetUpload,
    VersionPartner,
)

MOST = 10  # rows of a kind named on the page
# Drafts are their authors' alone: of what is reported numbers are told, and no names.
UNNAMED = {
    Activity,
    ActivityVersion,
    Initiative,
    InitiativeVersion,
    InitiativeVersion.owners.through,
    Participation,
    SheetDownload,
    SheetUpload,
    VersionPartner,
}


@dataclass(frozen=True)
class Kind:
    """Rows of one kind: how many, and some of them in words."""

    label: str
    count: int
    rows: list[str]

    @property
    def more(self) -> int:
        return self.count - len(self.rows) if self.rows else 0


@dataclass(frozen=True)
class Line:
    """What becomes of the rows of one kind, in numbers; ``rows`` are some of those that
    move or are settled, in words."""

    label: str
    moves: int = 0
    settled: int = 0
    stays: int = 0
    rows: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True)
class Plan:
    """``moves`` go to the one that stays; it has ``settled`` already, or they end;
    ``stays`` go on naming the gone one, for they are over or sealed. ``names`` find the
    one that stays from then on; ``differs`` are rows of ``merged_names.differences``.
    """

    moves: list[Kind]
    settled: list[Kind]
    stays: list[Kind]
    names: list[str]
    differs: list[tuple]

    @property
    def lines(self) -> list[Line]:
        """One for each kind, in the order in which they are written."""
        three = (self.moves, self.settled, self.stays)
        kinds = [{kind.label: kind for kind in kinds} for kinds in three]
        labels = dict.fromkeys(label for found in kinds for label in found)
        return [_line(name, *(found.get(name) for found in kinds)) for name in labels]


def _line(label, *kinds) -> Line:
    there = [kind for kind in kinds if kind]
    counts = (kind.count if kind else 0 for kind in kinds)
    rows = tuple(row for kind in there for row in kind.rows)
    return Line(label, *counts, rows, sum(kind.more for kind in there))


def plan_of(kept, gone) -> Plan:
    """Reads only. As many queries however much there is."""
    moves, settled, stays = {}, {}, {}
    pair = Pair(kept, gone, merging=None)
    for column in MOVED:
        if column.model is DeadLinkNotice:  # nothing anybody has seen
            continue
        rows = list(_going_on(column, gone))
        if column.going_on:
            _count(stays, column, gone, besides=len(rows))
        rows = [row for row in rows if not _is(row, kept)]
        twins = column.twins(pair)
        _add(settled, column.model, [row for row in rows if row.pk in twins])
        _add(moves, column.model, [row for row in rows if row.pk not in twins])
    for column in AGREED:
        rows = list(_going_on(column, gone).filter(agreements_going_on()))
        between = [r for r in rows if {r.organisation_id, r.reporter_id} == _two(pair)]
        _count(stays, column, gone, besides=len(rows))
        _add(settled, column.model, between)
        _add(moves, column.model, [row for row in rows if row not in between])
    trust = list(_going_on(TRUSTED, gone))
    _count(stays, TRUSTED, gone, besides=len(trust))
    _add(settled, TRUSTED.model, trust)
    for column in STAYS:
        if column.model is not OrganisationName:  # told as names
            _count(stays, column, gone)
    three = ([*found.values()] for found in (moves, settled, stays))
    return Plan(*three, names_of(gone), differences(kept, gone))


def _going_on(column, organisation):
    return column.of(organisation).fetch_mode(models.FETCH_PEERS)


def _count(found, column, gone, *, besides=0):
    """Rows that name the one that goes, besides those that go on."""
    rows = rows_of(column.model).filter(**{column.field: gone})
    if number := rows.count() - besides:
        label = label_of(column.model, 2)
        before = found.get(column.model, Kind(label, 0, []))
        found[column.model] = Kind(label, before.count + number, [])


def _is(row, organisation) -> bool:
    return isinstance(row, Organisation) and row.pk == organisation.pk


def _two(pair) -> set:
    return {pair.kept.pk, pair.gone.pk}


def _add(found, model, rows):
    if not rows:
        return
    named = [] if model in UNNAMED else [_in_words(row) for row in rows[:MOST]]
    before = found.get(model, Kind(label_of(model, 2), 0, []))
    shown = [*before.rows, *named][:MOST]
    found[model] = Kind(before.label, before.count + len(rows), shown)


def _in_words(row) -> str:
    """Without the organisation itself, which the page names."""
    if isinstance(row, Membership):
        return str(row.user)
    if isinstance(row, ProgrammeRole):
        return f"{row.programme} — {row.get_role_display()}"
    return str(row)


def label_of(model, number=1) -> str:
    if model is InitiativeVersion.owners.through:
        return capfirst(InitiativeVersion._meta.get_field("owners").verbose_name)
    names = model._meta.verbose_name, model._meta.verbose_name_plural
    return capfirst(names[number > 1])


def in_words(kept: Kept) -> str:
    """A row that cannot go back, by its kind and, where anybody may read it, name."""
    model = model_of(kept.line)
    is_named = kept.row is not None and model not in UNNAMED
    said = str(kept.row) if is_named else f"{kept.line['pk']}"
    return f"{label_of(model)}: {said}"


def counted(lines) -> list[tuple]:
    """(kind, how many rows) of what a merge wrote."""
    return sorted(_counter(lines).items())


def _counter(lines) -> Counter:
    rows = {(line["model"], line["pk"]): model_of(line) for line in lines}
    return Counter(label_of(model, 2) for model in rows.values())


def undoing(lines, stuck) -> list[Line]:
    """What becomes of the rows a merge wrote once it is undone: they go back, counted
    as ``moves``, or are ``stuck`` (oneplanet.merges.Kept) and stay."""
    left = [each.line for each in stuck]
    back, stays = _counter(n for n in lines if n not in left), _counter(left)
    labels = sorted({*back, *stays})
    return [Line(n, moves=back[n], stays=stays[n]) for n in labels]
