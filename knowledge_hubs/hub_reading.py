"""A hub as its page shows it: plain rows, read by few queries however many blocks."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, OuterRef, Prefetch, Q, Subquery

from knowledge_hubs import chain_pages
from knowledge_hubs.blocks import charts, counted, events, lessons, partners, searches
from knowledge_hubs.blocks import stages as stage_lists
from knowledge_hubs.blocks.given import Given
from knowledge_hubs.chain_reading import MARKS
from knowledge_hubs.chain_reading import read as read_chain
from knowledge_hubs.excerpts import place_of
from knowledge_hubs.hub_cards import programme_codes
from knowledge_hubs.models import BlockItem, Hub, HubBlock, HubFigure
from knowledge_hubs.shelves import BY_NAME, gathered
from oneplanet.publishing import PublishingState
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import shown
from programmes.models import FigureText, Programme, SourceDocument

Kind = HubBlock.Kind
TEMPLATES = {
    Kind.FIGURES: "knowledge_hubs/hubs/figures.html",
    Kind.RECORDS: "knowledge_hubs/hubs/records.html",
    Kind.LIST: "knowledge_hubs/hubs/list.html",
    Kind.TIMELINE: "knowledge_hubs/hubs/timeline.html",
    Kind.MESSAGES: "knowledge_hubs/hubs/messages.html",
    Kind.LESSONS: "knowledge_hubs/hubs/lessons.html",
    Kind.STAGES: "knowledge_hubs/hubs/stages.html",
    Kind.COUNTED: "knowledge_hubs/hubs/counted.html",
    Kind.SEARCH: "knowledge_hubs/hubs/search.html",
    Kind.EVENTS: "knowledge_hubs/hubs/events.html",
    Kind.NEWS: "knowledge_hubs/hubs/list.html",
    Kind.BY_STAGE: "knowledge_hubs/hubs/by_stage.html",
    Kind.PARTNERS: "knowledge_hubs/hubs/partners.html",
    Kind.CHART: "knowledge_hubs/hubs/chart.html",
}
FILL = {
    Kind.COUNTED: counted.fill,
    Kind.SEARCH: searches.fill,
    Kind.EVENTS: events.fill,
    Kind.BY_STAGE: stage_lists.fill,
    Kind.PARTNERS: partners.fill,
    Kind.CHART: charts.fill,
    Kind.LESSONS: lessons.fill,
}


@dataclass(frozen=True, slots=True)
class Block:
    """A block and what is public of it: ``figures`` are FigureText rows, ``cards``
    HTML, ``items`` the rows of a timeline or of messages, ``stages`` the drawings and
    the table of a value chain, ``filled`` what blocks of its kind fill themselves with.
    """

    row: HubBlock
    figures: list[FigureText]
    cards: list[str]
    items: list[BlockItem]
    list_url: str = ""  # of the whole list, where the block is one
    stages: dict | None = None
    filled: object = None

    @property
    def template(self) -> str:
        """What draws it below its text; empty where the text is all."""
        return TEMPLATES.get(self.row.kind, "")

    @property
    def has_something(self) -> bool:
        held = {Kind.TEXT: self.row.text, Kind.FIGURES: self.figures}
        held[Kind.STAGES] = self.stages
        held |= dict.fromkeys((Kind.RECORDS, Kind.LIST, Kind.NEWS), self.cards)
        held |= dict.fromkeys(FILL, self.filled)
        return bool(held.get(self.row.kind, self.items))


@dataclass(frozen=True, slots=True)
class HubPage:
    hub: Hub
    owners: list[Programme]
    opening: list[FigureText]
    blocks: list[Block]  # those that have something to show
    hidden: list[HubBlock]  # the others, for editors
    documents: list[SourceDocument]

    @property
    def contents(self) -> list[tuple[str, str]]:
        """The title and the id of each block."""
        return [
            (in_language(*shown(block.row, "title")), block.row.anchor)
            for block in self.blocks
        ]


def with_owners(hubs):
    """Hubs as read() takes them."""
    hubs = hubs.annotate(programme_codes=programme_codes(Hub))
    return hubs.select_related("document")


def read(hub) -> HubPage:
    """Of a hub read with_owners(). Five queries, one for each kind of record it shows
    (two of activities), six for each value chain, and what each kind of block that
    fills itself says it asks."""
    programmes = {row.code: row for row in Programme.objects.all()}
    owned = (hub.programme_codes or "").split()
    rows = list(_rows(hub))
    items = [
        item for row in rows if row.kind != Kind.LESSONS for item in row.items.all()
    ]
    figures, opening = _figures(hub, items)
    owners = [row for row in programmes.values() if row.code in owned]
    named = _named(items)
    lists, featured = gathered(rows, named, programmes)
    given = Given(hub, owners, programmes, figures, named, lists)
    more = _filled(given, rows)
    blocks = [_block(row, given, featured, more.get(row.pk)) for row in rows]
    filled = [block for block in blocks if block.has_something]
    return HubPage(
        hub=hub,
        owners=owners,
        opening=opening,
        blocks=filled,
        hidden=[block.row for block in blocks if not block.has_something],
        documents=_documents(hub, opening, filled),
    )


def _rows(hub):
    items = BlockItem.objects.select_related("document")
    named = ("document", "programme", "tag", "sector", "chain")
    blocks = hub.blocks.select_related(*named)
    return blocks.prefetch_related(Prefetch("items", items))


def _figures(hub, items) -> tuple[dict, list]:
    """All figures of the page by key, and those it opens with in their order."""
    opens = HubFigure.objects.filter(hub=hub, figure=OuterRef("figure"))
    wanted = [item.figure_id for item in items if item.figure_id]
    texts = (
        FigureText.objects.filter(figure__replaced_by=None)
        .annotate(opens_at=Subquery(opens.values("order")[:1]))
        .filter(Q(figure__in=wanted) | Q(opens_at__isnull=False))
        .select_related("figure__document")
        .order_by(F("opens_at").asc(nulls_last=True), "figure__order")
    )
    found = {text.figure_id: text for text in texts}
    return found, [text for text in found.values() if text.opens_at is not None]


def _named(items) -> dict[str, set]:
    """Keys of what items feature, by shelf."""
    named = defaultdict(set)
    for item in items:
        if record := place_of(item):
            named[record[0]].add(record[1])
    return named


def _filled(given, rows) -> dict:
    """What blocks fill themselves with, by their keys: all of a kind at once."""
    found = {}
    for kind, fill in FILL.items():
        if asking := [row for row in rows if row.kind == kind]:
            found |= fill(given, asking)
    return found


def _block(row, given, featured, filled) -> Block:
    items, figures = list(row.items.all()), given.figures
    cards = [featured[key] for key in map(place_of, items) if key in featured]
    listed = [card for _row, card in given.lists.get(row.pk, ())]
    return Block(
        row=row,
        figures=sorted(_of_items(items, figures), key=_opens_the_page),
        cards=listed if row.lists else cards,
        items=[i for i in items if row.kind in (Kind.TIMELINE, Kind.MESSAGES)],
        list_url=BY_NAME[row.lists].list_url(row) if row.lists else "",
        stages=_stages(row.chain) if row.kind == Kind.STAGES else None,
        filled=filled,
    )


def _of_items(items, figures) -> list[FigureText]:
    return [figures[item.figure_id] for item in items if item.figure_id in figures]


def _opens_the_page(text) -> bool:
    """What stands at the opening already comes last in a block."""
    return text.opens_at is not None


def _stages(chain) -> dict | None:
    """The drawings of a public chain and the same as a table."""
    if chain is None or chain.publishing_state != PublishingState.PUBLIC:
        return None
    read = read_chain(chain, MARKS)
    return {"drawings": chain_pages.draw(read), "table": chain_pages.table(read)}


def _documents(hub, opening, blocks) -> list[SourceDocument]:
    """Each document the page names, in the order of the page."""
    texts = [*opening, *(text for block in blocks for text in block.figures)]
    found = [hub.document, *(text.figure.document for text in texts)]
    for block in blocks:
        found += [block.row.document, *(item.document for item in block.items)]
    return list(dict.fromkeys(filter(None, found)))
