"""Public records of every kind that name a country, an organisation, a programme or a
theme: all in one query, as sections of cards for the page of what they name.
"""

from dataclasses import dataclass, replace
from datetime import UTC

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf, TruncDate
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from knowledge_hubs.kinds import (
    ARTICLE,
    BY_NAME,
    CASE_STUDY,
    COALITION,
    EVENT,
    KINDS,
    RESOURCE,
    Kind,
)
from knowledge_hubs.kinds import WORKING_GROUP as GROUP
from knowledge_hubs.record_cards import card
from oneplanet.text.dates import date_words
from oneplanet.text.languages import NAMES
from oneplanet.text.numbers import number
from programmes.models import Party

MOST = 12  # cards of a section; the rest are behind its link
BETWEEN = "\n"  # stands in no name
TEXTS = [
    f"{name}_{code.replace('-', '_')}" for name in ("title", "lead") for code in NAMES
]
_NO_YEAR = Cast(Value(None), models.IntegerField())
_NO_DAY = Cast(Value(None), models.DateField())
_NO_WORD = Cast(Value(""), models.CharField())
_DATES = {  # kind: its columns for the first and last year and the first and last day
    RESOURCE: {"first": F("year")},
    COALITION: {"first": F("started_year")},
    GROUP: {"first": F("started_year"), "last": F("ended_year")},
    CASE_STUDY: {"first": F("started_year"), "last": F("ended_year")},
    EVENT: {
        "first": F("first_year"),
        "last": F("last_year"),
        "day": F("starts_on"),
        "last_day": F("ends_on"),
    },
    ARTICLE: {"day": TruncDate("publish_at", tzinfo=UTC)},
}
_FIELDS = {  # kind: the fields a card reads them from
    RESOURCE: {"year": "first"},
    COALITION: {"started_year": "first"},
    GROUP: {"started_year": "first", "ended_year": "last"},
    CASE_STUDY: {"started_year": "first", "ended_year": "last"},
    EVENT: {
        "first_year": "first",
        "last_year": "last",
        "starts_on": "day",
        "ends_on": "last_day",
    },
}
NEWEST_FIRST = {RESOURCE, EVENT, ARTICLE}


@dataclass(frozen=True, slots=True)
class Section:
    """Records of one kind. ``more`` says how many there are, ``more_url`` leads to all;
    both are empty where all are here.
    """

    id: str
    title: str
    cards: list[dict]
    more: str = ""
    more_url: str = ""


def gather(condition, *, party=None, kinds=KINDS, query=None, most=MOST):
    """Sections in the order of ``kinds``, empty ones left out. One query.

    ``condition`` is a Q that holds for records of every kind; ``party`` a Q for their
    parties: a card then says what part they have. ``query`` narrows the list of a kind
    to the same records.
    """
    first, *others = [_rows_of(kind, condition, party) for kind in kinds]
    found = {kind.name: [] for kind in kinds}
    for row in first.union(*others, all=True).order_by():
        found[row["of_kind"]].append(row)
    sections = [_section(kind, found[kind.name], query, most) for kind in kinds]
    return [section for section in sections if section.cards]


def gather_beside(chosen, ids) -> dict[tuple[bool, str, str], dict]:
    """Cards of records editors chose (``chosen``: kind → a Q) and of others (``ids``:
    name of a kind → ids), by whether they were chosen, kind and id; the chosen ones in
    the order of their lists. One query, or none."""
    parts = [
        _rows_beside(kind, chosen.get(kind, Q(pk__in=[])), ids.get(kind.name, ()))
        for kind in KINDS
        if kind in chosen or kind.name in ids
    ]
    if not parts:
        return {}
    rows = list(parts[0].union(*parts[1:], all=True).order_by())
    rows.sort(key=lambda row: _place(BY_NAME[row["of_kind"]], row))
    return {
        (bool(row["was_chosen"]), row["of_kind"], str(row["pk"])): _card(
            BY_NAME[row["of_kind"]], row
        )
        for row in rows
    }


def _rows_beside(kind, chosen, ids):
    were_chosen = kind.model.objects.filter(chosen, pk=OuterRef("pk"))
    rows = _rows_of(kind, chosen | Q(pk__in=ids), None)
    return rows.annotate(was_chosen=Exists(were_chosen))


def named_by(country) -> models.Q:
    """What records say of a country: that they are about it, or that it is a party."""
    return models.Q(countries=country) | models.Q(parties__country=country)


def _rows_of(kind: Kind, condition, party):
    matching = kind.model.objects.filter(condition).values("pk")
    columns = {"first": _NO_YEAR, "last": _NO_YEAR, "day": _NO_DAY, "last_day": _NO_DAY}
    columns |= _DATES.get(kind, {}) | {"kind_word": _kind_word(kind)}
    columns |= (
        _programmes_of(kind)
        | {"role": _NO_WORD, "until": _NO_DAY}
        | _part_of(kind, party)
    )
    return (
        kind.model.objects.published()
        .filter(pk__in=matching)
        .order_by()
        .annotate(of_kind=Cast(Value(kind.name), models.CharField()), **columns)
        .values("of_kind", "pk", "code", "order", "is_sample", *columns, *TEXTS)
    )


def _kind_word(kind):
    """The stored word of the kind; of resources its label in the reader's language."""
    if kind is RESOURCE:
        return _in_this_language("kind__label")
    return _NO_WORD if kind is ARTICLE else Cast(F("kind"), models.CharField())


def _in_this_language(column):
    """A translated column in the reader's language, in English where it has none."""
    wanted = (get_language() or "en").replace("-", "_")
    text = NullIf(F(f"{column}_{wanted}"), Value(""))
    return Coalesce(text, F(f"{column}_en"), output_field=models.CharField())


def _programmes_of(kind):
    """Codes and names of its programmes, each in one text."""
    field = kind.model._meta.get_field("programmes")
    rows = field.remote_field.through.objects.filter(
        **{field.m2m_field_name(): OuterRef("pk")}
    ).values(field.m2m_field_name())

    def joined(column):
        texts = rows.annotate(texts=StringAgg(column, Value(BETWEEN))).values("texts")
        return Subquery(texts, output_field=models.CharField())

    return {
        "programme_codes": joined(F("programme__code")),
        "programme_names": joined(_in_this_language("programme__name")),
    }


def _part_of(kind, party):
    """The part a party has in each record, today's before a former one."""
    if party is None:
        return {}
    field = kind.model._meta.get_field("parties")
    rows = field.related_model.objects.filter(
        party, **{field.field.name: OuterRef("pk")}
    )
    rows = rows.order_by(F("until").desc(nulls_first=True), "order")
    return {
        "role": Coalesce(
            Subquery(rows.values("role")[:1]),
            Value(""),
            output_field=models.CharField(),
        ),
        "until": Subquery(rows.values("until")[:1], output_field=models.DateField()),
    }


def _section(kind, rows, query, most):
    rows = sorted(rows, key=lambda row: _place(kind, row))
    section = Section(kind.name, kind.title, [_card(kind, row) for row in rows[:most]])
    if len(rows) <= most or not query:
        return section
    words = ngettext("{shown} record", "All {shown} records", len(rows))
    more = words.format(shown=number(len(rows)))
    return replace(section, more=more, more_url=f"{kind.list_url}?{urlencode(query)}")


def _place(kind, row):
    if kind not in NEWEST_FIRST:
        return row["order"], row["pk"]
    year = row["day"].year if row["day"] else row["first"] or 0
    return -year, -row["day"].toordinal() if row["day"] else 0, row["order"], row["pk"]


def _card(kind, row) -> dict:
    """As record_cards make it, of a record that was not fetched whole."""
    texts = {name: row[name] for name in TEXTS}
    dates = {field: row[name] for field, name in _FIELDS.get(kind, {}).items()}
    given = texts | dates | {name: row[name] for name in ("pk", "code", "is_sample")}
    if kind not in (RESOURCE, ARTICLE):
        given["kind"] = row["kind_word"]
    found = card(kind.model(**given))
    if kind is RESOURCE:
        found["kind"] = row["kind_word"]
    return found | _programme(row) | {"role": _role(row)}


def _programme(row) -> dict:
    """The programme it belongs to, where it is one."""
    code = row["programme_codes"] or ""
    if not code or BETWEEN in code:
        return {}
    return {"programme": code, "programme_name": row["programme_names"]}


def _role(row) -> str:
    if not row["role"]:
        return ""
    role = str(Party.Role(row["role"]).label)
    if row["until"]:
        day = date_words(row["until"])
        role = _("{role}, until {day}").format(role=role, day=day)
    return role
