"""Knowledge hubs, loaded from files: one file for each hub.

code, kind, order    the end of its address; one of the kinds of models.Hub;
                     its place among its like
title, lead, note    six languages; lead says what is at stake, note is for editors
programmes           codes of its owners; tags, sectors: codes of terms
document, paragraph  where it stands; source: where facts beyond the document come from
basis                as in coalitions.toml
figures              codes of the published figures it opens with, in their order
blocks               in the order of the page. kind, title, text (paragraphs parted by
                     an empty line); of the kind figures: figures, codes; of records:
                     records, "resource:code" and the like; of list: of, programme, tag,
                     sector, of_kind, how_many; of timeline: items with when, title,
                     text; of messages: items with text; of lessons: items with title,
                     text, quote and record, the same as in records; of stages and of
                     by_stage: chain, the code of a value chain; of counted: counts,
                     what is counted, and figures; of search: query, as
                     blocks/searches.py keeps it; of events: period; of chart: chart,
                     one of models.HubBlock.Chart

A block is named by its kind and its number among its like (plastics/text-2), an item by
what it names, or its number: editors may move and mend both, files grow at the end.
"""

from collections import Counter

from knowledge_hubs.models import (
    RECORDS,
    BlockItem,
    Hub,
    HubBlock,
    HubFigure,
    ValueChain,
)
from oneplanet.reference import BadReference, Table, read_one
from programmes.loading.records import load_record
from programmes.models import Programme, PublishedFigure, SourceDocument, Term

WHERE = "document? paragraph? source? "
HUB = Table(
    WHERE + "code kind order programmes? tags? sectors? basis figures? to_check?",
    "title lead note?",
    rows={
        "blocks": Table(
            WHERE + "kind figures? records? of? programme? tag? sector? of_kind? "
            "how_many? chain? counts? query? period? chart?",
            "title text?",
            rows={"items": Table(WHERE + "when? record?", "title? text? quote?")},
        )
    },
)
HELD = {
    "counts": "counted",
    "figures": "figures counted",
    "records": "records",
    "items": "timeline messages lessons",
}
STEP = 10  # between two places, so that editors can put something in


def load_hub(load, file):
    row = read_one(file, HUB)
    blocks, figures = row.pop("blocks"), row.pop("figures") or ()
    hub = load_record(load, Hub, row, row.pop("order"))
    for place, code in enumerate(figures, 1):
        find = {"hub": hub, "figure": load.named(PublishedFigure, code)}
        load.row(HubFigure, find=find, values={"order": place})
    numbers = Counter()
    for place, block in enumerate(blocks, 1):
        numbers[block["kind"]] += 1
        name = f"{file.stem}/{block['kind']}-{numbers[block['kind']]}"
        _load_block(load, hub, name, block, place * STEP)


def _load_block(load, hub, name, row, order):
    row = {key: value for key, value in row.items() if value not in (None, "")}
    held = {key: row.pop(key, None) or () for key in HELD}
    for key, rows in held.items():
        if rows and row["kind"] not in HELD[key].split():
            raise BadReference(f"{name} holds no {key}.")
    row["programme"] = load.named(Programme, row.pop("programme", None))
    for vocabulary in ("tag", "sector"):
        row[vocabulary] = load.named(Term, vocabulary, row.pop(vocabulary, None))
    row["chain"] = load.named(ValueChain, row.pop("chain", None))
    values = _sourced(load, row) | {"hub": hub, "order": order}
    block = load.row(HubBlock, find={"code": name}, values=values)
    for place, (key, item) in enumerate(_items(load, held), 1):
        load.row(
            BlockItem,
            find={"code": f"{name}/{key}"},
            values=_sourced(load, item) | {"block": block, "order": place * STEP},
        )


def _items(load, held):
    """(name, values) of each item; what an editor deleted is left out."""
    for counted in held["counts"]:
        yield counted, {"counts": counted}
    for code in held["figures"]:
        yield code, {"figure": load.named(PublishedFigure, code)}
    for named in held["records"]:
        if record := _named(load, named):
            yield named, record
    for number, item in enumerate(held["items"], 1):
        quoted = item.pop("record", None)
        yield str(number), item | (_named(load, quoted) if quoted else {})


def _named(load, named) -> dict:
    """The record “resource:code” and the like name, by its column; empty where an
    editor deleted it."""
    kind, _colon, code = named.partition(":")
    if kind not in RECORDS:
        raise BadReference(f"“{named}”: no kind of record is called “{kind}”.")
    record = load.named(BlockItem._meta.get_field(kind).related_model, code)
    return {kind: record} if record else {}


def _sourced(load, row) -> dict:
    return row | {"document": load.named(SourceDocument, row.get("document"))}
