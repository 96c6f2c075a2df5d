"""Records of every kind as cards, ready drawn, where one page shows several kinds."""

from django.db.models import OuterRef, StringAgg, Subquery, Value
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge_hubs.record_cards import BODIES, card, with_kinds
from oneplanet.text.languages import direction, shown, tag
from oneplanet.text.numbers import digits
from reporting.cards import public_cards


def lightly(rows):
    """Records with what their cards need and no long text, by no further query."""
    rows = with_kinds(rows).defer("words_folded", "body", *BODIES)
    return rows.annotate(programme_codes=programme_codes(rows.model))


def programme_codes(model) -> Subquery:
    """The codes of the programmes of a record, with spaces between them."""
    field = model._meta.get_field("programmes")
    record = field.m2m_field_name()
    rows = field.remote_field.through.objects.filter(**{record: OuterRef("pk")})
    joined = rows.values(record).annotate(
        codes=StringAgg("programme__code", Value(" "))
    )
    return Subquery(joined.values("codes"))


def draw_records(rows, programmes) -> list[str]:
    """Cards of rows read lightly(); ``programmes`` by code."""
    return [_drawn(card(row) | _programme(row, programmes)) for row in rows]


def draw_policies(rows, _programmes) -> list[str]:
    return [_drawn(_policy(row)) for row in rows]


def draw_activities(rows, _programmes) -> list[str]:
    """Two queries at most."""
    return public_cards([row.pk for row in rows])


def _drawn(values):
    return render_to_string("components/record_card.html", {"card": values})


def _programme(row, programmes) -> dict:
    """The programme a record belongs to, where it is one."""
    codes = (row.programme_codes or "").split()
    if len(codes) != 1:
        return {}
    return {"programme": codes[0], "programme_name": programmes[codes[0]].name}


def _policy(row) -> dict:
    """A policy by its own name, and what it does in the reader's language."""
    text, language = shown(row, "summary")
    return {
        "url": "",
        "title": row.name,
        "programme": "NET",
        "kind": _("Policy"),
        "says": {"text": text} | _marked(language),
        "where": row.country.name,
        "when": digits(row.year_text),
    } | _marked(row.name_language)


def _marked(language) -> dict:
    """``lang`` and ``dir`` of a text that is not in the reader's language."""
    if language == get_language():
        return {}
    return {"lang": tag(language), "dir": direction(language)}
