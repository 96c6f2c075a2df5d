"""Value chains as their pages show them: the drawing and its table, facts under
headings, cards of what is filed.
"""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from knowledge_hubs import policy_cards, record_cards
from knowledge_hubs.chain_drawing import Cell, Loop, draw_tall, draw_wide
from knowledge_hubs.chain_reading import COUNTED, MARKS, ChainRead, Kind, StageRow
from knowledge_hubs.models import ChainFact, ChainStage, StageRecord
from oneplanet.text.lists import SEMICOLON
from oneplanet.text.numbers import number
from programmes.models import FigureText, SourceDocument


@dataclass(frozen=True, slots=True)
class Said:
    """A fact, the wording of its figure if it is one, and the stages it is about."""

    fact: ChainFact
    figure: FigureText | None
    stages: list[ChainStage]


@dataclass(frozen=True, slots=True)
class Group:
    """What is said under one heading."""

    kind: Kind
    said: list[Said]

    @property
    def is_figures(self) -> bool:
        return self.kind == Kind.SHARE


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The stage before another, or the one after it."""

    row: ChainStage
    is_before: bool


@dataclass(frozen=True, slots=True)
class StagePage:
    """What the page of a stage holds."""

    stage: StageRow
    drawings: list[str]
    groups: list[Group]
    filed: list[dict]  # cards
    documents: list[SourceDocument]
    beside: list[Neighbour]


def stage_page(read: ChainRead, address: str) -> StagePage | None:
    """None where the chain has no such stage."""
    places = {stage.row.address: n for n, stage in enumerate(read.stages)}
    if address not in places:
        return None
    at = places[address]
    stage = read.stages[at]
    return StagePage(
        stage=stage,
        drawings=draw(read, stage),
        groups=groups(read, stage.facts),
        filed=cards(stage.records),
        documents=documents(read, [*stage.facts, *stage.records, stage.row]),
        beside=[
            Neighbour(other.row, n < at)
            for n, other in enumerate(read.stages)
            if abs(n - at) == 1
        ],
    )


def groups(read: ChainRead, facts) -> list[Group]:
    """Facts under the headings of their kinds, in the order of the kinds; no figure
    that no document prints any more."""
    by_kind = {kind: [] for kind in Kind}
    stages = {stage.row.pk: stage.row for stage in read.stages}
    for fact in facts:
        figure = read.figures.get(fact.figure_id)
        if figure or fact.figure_id is None:
            keys = {stage.pk for stage in fact.stages.all()}
            about = [row for pk, row in stages.items() if pk in keys]
            by_kind[Kind(fact.kind)].append(Said(fact, figure, about))
    return [Group(kind, said) for kind, said in by_kind.items() if said]


def documents(read: ChainRead, parts) -> list[SourceDocument]:
    """Each document that the chain and these parts of it name, once."""
    ids = (getattr(part, "figure_id", None) for part in parts)
    texts = [read.figures[pk] for pk in ids if pk in read.figures]
    found = [read.chain.document, *(part.document for part in parts)]
    found += [text.figure.document for text in texts]
    return list(dict.fromkeys(filter(None, found)))


def cards(records: list[StageRecord]) -> list[dict]:
    """What is filed at a stage, as components/record_card.html takes it."""
    return [
        policy_cards.card(record.policy) | {"kind": _("Policy")}
        if record.policy
        else record_cards.card(record.named)
        for record in records
    ]


def table(read: ChainRead) -> dict:
    """The drawing as components/data_table.html takes it; numbers lead to lists."""
    columns = [
        {"label": _("Stage")},
        {"label": _("What is marked")},
        *({"label": label, "is_number": True} for label in COUNTED.values()),
    ]
    return {"columns": columns, "rows": [_table_row(stage) for stage in _all(read)]}


def _all(read) -> list[StageRow]:
    return [*read.stages, *filter(None, [read.whole])]


def _table_row(stage) -> list[str]:
    counts = [number(count) for count in stage.counts.values()]
    if stage.activities:
        link = '<a href="{}">{}</a>'
        counts[0] = format_html(link, stage.activities_url, counts[0])
    url, name = stage.row.get_absolute_url(), str(stage.row)
    marked = SEMICOLON.join(str(MARKS[kind]) for kind in stage.marks) or "–"
    return [format_html('<a href="{}">{}</a>', url, name), marked, *counts]


def draw(read: ChainRead, here: StageRow | None = None) -> list[str]:
    """The wide and the narrow drawing; ``here`` is the stage a page is about."""
    if not read.stages:
        return []
    cells = [_cell(stage, stage is here) for stage in read.stages]
    given = {"name": _("Stages of the chain, in order"), "rtl": get_language_bidi()}
    marked = {mark for cell in cells for mark in cell.marks}
    rows = [(str(MARKS[mark]), mark) for mark in MARKS if mark in marked]
    rows += [(str(label), None) for label in COUNTED.values()]
    loops = _loops(read)
    return [draw_wide(cells, loops, rows, **given), draw_tall(cells, loops, **given)]


def _loops(read) -> list[Loop]:
    places = {stage.row.pk: n for n, stage in enumerate(read.stages)}
    return [
        Loop(places[row.leaves_id], places.get(row.returns_id), row.get_kind_display())
        for row in read.loops
        if row.leaves_id in places
    ]


def _cell(stage, is_here) -> Cell:
    name, counts = str(stage.row), stage.counts
    marks = [str(MARKS[kind]) for kind in stage.marks]
    counted = {key: f"{COUNTED[key]}: {number(n)}" for key, n in counts.items()}
    return Cell(
        name=name,
        url=stage.row.get_absolute_url(),
        says=f"{name} – {SEMICOLON.join([*marks, *counted.values()])}",
        lines=[*marks, *(words for key, words in counted.items() if counts[key])],
        counts=[number(count) for count in counts.values()],
        marks=stage.marks,
        is_here=is_here,
    )
