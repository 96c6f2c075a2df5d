"""Value chains, loaded from files: one for each. What the keys mean stands at the head
of ``food.toml``.

A part is named by the chain and its number among its like (food/fact-3), a stage by its
address, what is filed at it by both: editors may mend them, files grow at the end.
"""

from knowledge_hubs.models import (
    FILED,
    ChainFact,
    ChainLoop,
    ChainStage,
    StageRecord,
    ValueChain,
)
from oneplanet.reference import BadReference, Table, read_one
from programmes.loading.records import load_record
from programmes.models import PublishedFigure, SourceDocument, Stage

WHERE = "document? paragraph? source? "
CHAIN = Table(
    WHERE + "code chain order programmes? sectors? tags? basis to_check?",
    "title lead note?",
    rows={
        "stages": Table(WHERE + "stage address is_whole?"),
        "facts": Table(WHERE + "kind stages? figure?", "text?"),
        "loops": Table(WHERE + "leaves returns? kind", "text"),
        "records": Table(WHERE + "stage record"),
    },
)
STEP = 10  # between two places, so that editors can put something in


def load_chain(load, file):
    row = read_one(file, CHAIN)
    parts = {name: row.pop(name) for name in CHAIN.rows}
    chain = load_record(load, ValueChain, row, row.pop("order"))
    stages = {}
    for place, stage in enumerate(parts["stages"], 1):
        word = load.named(Stage, stage.pop("stage"))
        values = stage | {
            "chain": chain,
            "stage": word,
            "is_whole": bool(stage["is_whole"]),
        }
        name = stage["address"]
        stages[name] = _part(load, ChainStage, f"{file.stem}/{name}", values, place)
    for place, fact in enumerate(parts["facts"], 1):
        _load_fact(load, f"{file.stem}/fact-{place}", chain, stages, fact, place)
    for place, loop in enumerate(parts["loops"], 1):
        loop |= {"leaves": _at(stages, loop["leaves"])}
        loop |= {"returns": _at(stages, loop["returns"])}
        _part(load, ChainLoop, f"{file.stem}/loop-{place}", loop, place)
    for place, record in enumerate(parts["records"], 1):
        _load_record(load, file.stem, stages, record, place)


def _load_fact(load, name, chain, stages, fact, place):
    at = [_at(stages, address) for address in fact.pop("stages") or ()]
    fact |= {"chain": chain, "figure": load.named(PublishedFigure, fact["figure"])}
    _part(load, ChainFact, name, fact, place, many={"stages": at})


def _load_record(load, chain, stages, row, place):
    kind, _colon, code = row.pop("record").partition(":")
    if kind not in FILED:
        raise BadReference(f"“{kind}”: nothing of this kind is filed at a stage.")
    name = f"{chain}/{row['stage']}/{kind}:{code}"
    record = load.named(StageRecord._meta.get_field(kind).related_model, code)
    if record:  # an editor may have deleted it
        row |= {"stage": _at(stages, row["stage"]), kind: record}
        _part(load, StageRecord, name, row, place)


def _at(stages, address):
    if address and address not in stages:
        raise BadReference(f"“{address}” is no stage of this chain.")
    return stages[address] if address else None


def _part(load, model, name, row, place, **lists):
    values = {key: value for key, value in row.items() if value is not None}
    values["document"] = load.named(SourceDocument, values.get("document"))
    values["order"] = place * STEP
    return load.row(model, find={"code": name}, values=values, **lists)
