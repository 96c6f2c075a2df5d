"""Programmes, organisations, and who is what in the network."""

from collections import Counter

from oneplanet.reference import LATER, Table, read
from programmes.loading.sources import listed
from programmes.models import (
    BoardMember,
    Country,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    Programme,
    ProgrammeRole,
    Term,
)

PROGRAMMES = {
    "programme": Table(
        "code slug acronym hue_order source paragraph started_year? ended_year? "
        "years_source?",
        "name tagline description note?",
        later="basis",
    ),
    "role": Table(
        "programme organisation role on_behalf_of? as_named source paragraph "
        "listed_on to_check?",
        "note?",
    ),
}
ORGANISATION = Table(
    "code name name_language acronym? type country? part_of? website? basis source "
    "paragraphs? listed_on? to_check?",
    "note?",
    rows={
        "other_name": Table("name language kind source listed_on? until?", "note?"),
        "relation": Table("kind programme? source paragraphs to_check?", "what note?"),
    },
)
BOARD_MEMBER = Table("country role listed_on source paragraph to_check?", "note?")


def load_programmes(load, file):
    for row in read(file, **PROGRAMMES)["programme"]:
        source = f"{row['source']} ¶{row.pop('paragraph')}"
        if years := row.pop("years_source"):
            source += f"; years: {years}"
        row |= {"source": source, "order": row.pop("hue_order")}
        load.row(Programme, find={"code": row.pop("code")}, values=row)


def load_organisations(load, file):
    tables = read(file, organisation=ORGANISATION, audience=LATER)
    for row in _wholes_first(tables["organisation"]):
        names, relations = row.pop("other_name"), row.pop("relation")
        row["type"] = load.named(Term, "stakeholder_type", row["type"])
        row["country"] = load.named(Country, row["country"])
        row["part_of"] = load.named(Organisation, row["part_of"])
        body = load.row(Organisation, find={"code": row.pop("code")}, values=row)
        for name in names:
            _load_name(load, body, name)
        for order, relation in enumerate(relations, 1):
            _load_relation(load, body, relation, order)


def load_roles(load, file):
    order = Counter()
    for row in read(file, **PROGRAMMES)["role"]:
        programme = row.pop("programme")
        order[programme] += 1
        find = {
            "programme": load.named(Programme, programme),
            "organisation": load.named(Organisation, row.pop("organisation")),
            "role": row.pop("role"),
        }
        row["on_behalf_of"] = load.named(Country, row["on_behalf_of"])
        row["order"] = order[programme]
        load.row(ProgrammeRole, find=find, values=listed(load, row))


def load_board(load, file):
    rows = read(file, board_member=BOARD_MEMBER, friends_of_scp=LATER)["board_member"]
    for order, row in enumerate(rows, 1):
        find = {"country": load.named(Country, row.pop("country"))}
        load.row(BoardMember, find=find, values=listed(load, row) | {"order": order})


def _load_name(load, body, row):
    """A body has one official name in a language, and any number of others."""
    find = {"organisation": body} | {key: row.pop(key) for key in ("kind", "language")}
    if find["kind"] != OrganisationName.Kind.OFFICIAL:
        find["name"] = row.pop("name")
    load.row(OrganisationName, find=find, values=row)


def _load_relation(load, body, row, order):
    find = {
        "organisation": body,
        "kind": row.pop("kind"),
        "programme": load.named(Programme, row.pop("programme")),
        "paragraph": row.pop("paragraphs"),
    }
    values = listed(load, row) | {"order": order}
    load.row(OrganisationRelation, find=find, values=values)


def _wholes_first(rows):
    """The rows in the order of the file, but a body before its parts."""
    whole_of = {row["code"]: row["part_of"] for row in rows}

    def depth(code):
        return 1 + depth(whole_of[code]) if whole_of.get(code) else 0

    return sorted(rows, key=lambda row: depth(row["code"]))
