"""Curated records of every kind, and who is behind them."""

from oneplanet.reference import Table, read
from programmes.loading.sources import listed
from programmes.models import (
    Coalition,
    CoalitionParty,
    Country,
    Organisation,
    Programme,
    PublishedFigure,
    SourceDocument,
    Term,
    WorkingGroup,
    WorkingGroupMember,
)

KEYS = (
    "code kind website? programmes? sectors? tags? countries? figures? document "
    "paragraph? source? basis to_check? title_original? language? "
)
TEXTS = "title? lead body? note? "
PARTY = Table(
    "organisation? country? role source? paragraph? listed_on? until? to_check?",
    "note?",
)
COALITION = Table(KEYS + "started_year? target_year?", TEXTS, rows={"party": PARTY})
GROUP = Table(KEYS + "started_year? ended_year?", TEXTS, rows={"party": PARTY})
WORDS = {  # many-to-many field: how its codes are looked up
    "programmes": (Programme,),
    "sectors": (Term, "sector"),
    "tags": (Term, "tag"),
    "countries": (Country,),
    "figures": (PublishedFigure,),
}


def load_record(load, model, row, order, **more):
    """One record; ``more`` are lists of its own kind (field: rows). A list that its
    kind of file does not know is left alone."""
    title, language = row.pop("title_original", None), row.pop("language", None)
    if title:
        row[f"title_{language.replace('-', '_')}"] = title
    row["document"] = load.named(SourceDocument, row.pop("document"))
    many = {
        field: [load.named(*how, code) for code in row.pop(field) or ()]
        for field, how in WORDS.items()
        if field in row
    }
    values = row | {"order": order, "is_draft": False}
    return load.row(
        model, find={"code": row.pop("code")}, values=values, many=many | more
    )


def load_parties(load, model, owner: dict, rows):
    """Who is behind a record. ``owner`` is its field and row."""
    for order, row in enumerate(rows, 1):
        find = owner | {
            "organisation": load.named(Organisation, row.pop("organisation")),
            "country": load.named(Country, row.pop("country")),
            "role": row.pop("role"),
        }
        load.row(model, find=find, values=listed(load, row) | {"order": order})


def load_coalitions(load, file):
    for order, row in enumerate(read(file, coalition=COALITION)["coalition"], 1):
        parties = row.pop("party")
        coalition = load_record(load, Coalition, row, order)
        load_parties(load, CoalitionParty, {"coalition": coalition}, parties)


def load_groups(load, file):
    for order, row in enumerate(read(file, group=GROUP)["group"], 1):
        parties = row.pop("party")
        group = load_record(load, WorkingGroup, row, order)
        load_parties(load, WorkingGroupMember, {"working_group": group}, parties)
