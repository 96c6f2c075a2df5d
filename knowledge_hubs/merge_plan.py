"""What a merge of two organisations would do, or undoing one: counted and listed for
who decides, before anything is written.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst

from knowledge_hubs.merged_names import differences
from knowledge_hubs.merged_rows import (
    AGREED,
    MOVED,
    TRUSTED,
    Pair,
    agreements_going_on,
)
from oneplanet.merges import Kept, model_of
from programmes.models import Organisation
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
class Plan:
    """``moves`` go to the one that stays; it has ``settled`` already, or they end;
    ``differs`` are rows of ``merged_names.differences``."""

    moves: list[Kind]
    settled: list[Kind]
    differs: list[tuple]


def plan_of(kept, gone) -> Plan:
    """Reads only."""
    moves, settled = {}, {}
    pair = Pair(kept, gone, merging=None)
    for column in MOVED:
        if column.model is DeadLinkNotice:  # nothing anybody has seen
            continue
        rows = [row for row in column.of(gone) if not _is(row, kept)]
        twins = column.twins(pair)
        _add(settled, column.model, [row for row in rows if row.pk in twins])
        _add(moves, column.model, [row for row in rows if row.pk not in twins])
    for column in AGREED:
        rows = list(column.of(gone).filter(agreements_going_on()))
        between = [r for r in rows if {r.organisation_id, r.reporter_id} == _two(pair)]
        _add(settled, column.model, between)
        _add(moves, column.model, [row for row in rows if row not in between])
    _add(settled, TRUSTED.model, list(TRUSTED.of(gone)))
    differs = differences(kept, gone)
    return Plan([*moves.values()], [*settled.values()], differs)


def _is(row, organisation) -> bool:
    return isinstance(row, Organisation) and row.pk == organisation.pk


def _two(pair) -> set:
    return {pair.kept.pk, pair.gone.pk}


def _add(found, model, rows):
    if not rows:
        return
    named = [] if model in UNNAMED else [str(row) for row in rows[:MOST]]
    before = found.get(model, Kind(label_of(model, 2), 0, []))
    shown = [*before.rows, *named][:MOST]
    found[model] = Kind(before.label, before.count + len(rows), shown)


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
    rows = {(line["model"], line["pk"]): model_of(line) for line in lines}
    found = Counter(label_of(model, 2) for model in rows.values())
    return sorted(found.items())
