"""Goal 12: its targets and indicators, who keeps them, what they were called."""

from oneplanet.reference import LATER, Table, read
from programmes.loading.sources import listed
from programmes.models import (
    CustodianRole,
    IndicatorName,
    IndicatorPart,
    IndicatorTier,
    Organisation,
    PublishedFigure,
    ReportingRoute,
    SdgIndicator,
    SdgTarget,
    SourceDocument,
    Term,
)

TARGET = Table("code order goals? sectors? tags? source to_check?", "text short_label")
INDICATOR = Table(
    "code target order also series figures? source to_check?",
    "name short_label",
    later="to_check_languages?",
    rows={
        "part": Table("code", "label"),
        "custodian": Table("organisation role part? source to_check?", "note?"),
        "former_name": Table("name language source valid_from? valid_until?", "note?"),
        "tier": Table("tier as_of source"),
    },
)
ROUTE = Table(
    "indicator part? reporter? address? metadata_address? source paragraph? to_check?",
    "what reported_by? reported_to? cycle? next_round? how? note?",
)
WORDS = {"goals": "goal", "sectors": "sector", "tags": "tag"}  # key: vocabulary


def load_goal(load, file):
    tables = read(file, target=TARGET, indicator=INDICATOR, process_participant=LATER)
    for row in tables["target"]:
        themes = [
            load.named(Term, vocabulary, code)
            for key, vocabulary in WORDS.items()
            for code in row.pop(key) or ()
        ]
        find = {"code": row.pop("code")}
        load.row(SdgTarget, find=find, values=row, many={"themes": themes})
    for row in tables["indicator"]:
        inner = {name: row.pop(name) for name in INDICATOR.rows}
        row["target"] = load.named(SdgTarget, row["target"])
        row["also"], row["series"] = ", ".join(row["also"]), ", ".join(row["series"])
        codes = row.pop("figures") or ()
        indicator = load.row(
            SdgIndicator,
            find={"code": row["code"]},
            values=row,
            many={"figures": [load.named(PublishedFigure, code) for code in codes]},
        )
        _load_parts(load, indicator, inner["part"])
        _load_custodians(load, row["code"], indicator, inner["custodian"])
        _load_former_names(load, indicator, inner["former_name"])
        _load_tiers(load, indicator, inner["tier"])


def _load_parts(load, indicator, rows):
    for row in rows:
        find = {"indicator": indicator, "code": row.pop("code")}
        load.row(IndicatorPart, find=find, values=row)


def _load_custodians(load, code, indicator, rows):
    """An agency may keep the whole indicator, or one lettered part of it."""
    for order, row in enumerate(rows, 1):
        part = row.pop("part")
        find = {
            "indicator": indicator,
            "part": load.named(IndicatorPart, code, part),
            "organisation": load.named(Organisation, row.pop("organisation")),
            "role": row.pop("role"),
        }
        load.row(CustodianRole, find=find, values=listed(load, row) | {"order": order})


def _load_former_names(load, indicator, rows):
    for row in rows:
        find = {"indicator": indicator} | {
            key: row.pop(key) for key in ("language", "source")
        }
        load.row(IndicatorName, find=find, values=row)


def _load_tiers(load, indicator, rows):
    for row in rows:
        row["document"] = load.named(SourceDocument, row.pop("source"))
        find = {"indicator": indicator, "as_of": row.pop("as_of")}
        load.row(IndicatorTier, find=find, values=row)


def load_routes(load, file):
    """How figures for each indicator, or each part reported by itself, arrive."""
    for order, row in enumerate(read(file, route=ROUTE)["route"], 1):
        code, part = row.pop("indicator"), row.pop("part")
        find = {
            "indicator": load.named(SdgIndicator, code),
            "part": load.named(IndicatorPart, code, part),
        }
        load.row(ReportingRoute, find=find, values=listed(load, row) | {"order": order})
