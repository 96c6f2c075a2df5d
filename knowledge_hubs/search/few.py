"""Kinds in short lists: all rows as (folded words, card), read once a minute.

Each is found by its texts in all six languages and shown in the reader's. One query
for a list.
"""

from django.conf import settings
from django.utils.translation import get_language

from knowledge_hubs.citing import place
from knowledge_hubs.figures import published
from knowledge_hubs.models import GlossaryTerm, Hub, SitePage
from oneplanet.remember import for_a_minute
from oneplanet.text import languages
from oneplanet.text.folding import fold
from oneplanet.text.numbers import figure as figure_parts
from programmes.models import Country, Programme, SdgIndicator, SdgTarget
from reporting.models import PolicyInstrument

CODES = [code.replace("-", "_") for code, _name in settings.LANGUAGES]
type Few = list[tuple[str, dict]]


@for_a_minute
def programmes() -> Few:
    return [
        _placed(
            row,
            _card(row, "name", says="tagline", programme=row.code, kind=row.acronym),
            fields=("name", "tagline", "note"),
            more=[row.code, row.acronym],
        )
        for row in Programme.objects.all()
    ]


@for_a_minute
def pages() -> Few:
    return [
        _placed(row, _card(row, "title", says="lead"), fields=("title", "lead", "body"))
        for row in SitePage.objects.published()
    ]


@for_a_minute
def hubs() -> Few:
    return [
        _placed(row, _card(row, "title", says="lead"), fields=("title", "lead"))
        for row in Hub.objects.published()
    ]


@for_a_minute
def glossary() -> Few:
    return _by_title(
        _placed(
            row,
            _card(row, "word", says="meaning"),
            fields=("word", "abbreviation", "meaning"),
        )
        for row in GlossaryTerm.objects.all()
    )


@for_a_minute
def policies() -> Few:
    """Their names stay in the language they were given in."""
    return _by_title(
        _placed(row, _of_policy(row), fields=("summary",), more=[row.name])
        for row in PolicyInstrument.objects.select_related("country")
    )


@for_a_minute
def countries() -> Few:
    return _by_title(
        _placed(
            row,
            _card(row, "name", kind=row.get_kind_display()),
            fields=("name",),
            more=[row.iso3 or ""],
        )
        for row in Country.objects.all()
    )


@for_a_minute
def targets() -> Few:
    return [_of_goal(row, says="text") for row in SdgTarget.objects.all()]


@for_a_minute
def indicators() -> Few:
    return [_of_goal(row, says="name") for row in SdgIndicator.objects.all()]


@for_a_minute
def figures() -> Few:
    return [
        _placed(text, _of_figure(text), fields=("label", "base_label"))
        for text in published()
    ]


def _by_title(few) -> Few:
    return sorted(few, key=lambda placed: fold(placed[1]["title"]))


# --- Cards ----------------------------------------------------------------------------


def _placed(row, card, *, fields, more=()):
    texts = [getattr(row, f"{name}_{code}") or "" for name in fields for code in CODES]
    return fold(" ".join([*more, *texts])), card


def _card(row, field, *, says="", **more) -> dict:
    """What templates/components/record_card.html takes."""
    title = _marked(row, field)
    return {
        "url": row.get_absolute_url(),
        "title": title["text"],
        "lang": title["lang"],
        "dir": title["dir"],
        "says": _marked(row, says) if says else {},
        "programme": "NET",
    } | more


def _marked(row, field) -> dict:
    """A text with the language it is in, where that is not the reader's."""
    text, code = languages.shown(row, field)
    return {"text": text} | _language(code)


def _language(code):
    foreign = code != get_language()
    return {
        "lang": languages.tag(code) if foreign else "",
        "dir": languages.direction(code) if foreign else "",
    }


def _of_policy(row):
    return {
        "url": row.get_absolute_url(),
        "title": row.name,
        **_language(row.name_language),
        "says": _marked(row, "summary"),
        "programme": "NET",
        "where": row.country.name,
    }


def _of_goal(row, *, says):
    card = _card(row, "short_label", says=says)
    card["title"] = f"{languages.set_apart(row.code)} {card['title']}"
    return _placed(row, card, fields=("short_label", says), more=[row.code])


def _of_figure(text):
    """The number with its qualifier and unit, then what it counts."""
    card = _card(text, "label")
    card["title"] = f"{figure_parts(text.figure, text)} {card['title']}"
    where = place(text.figure.document.symbol, text.figure.paragraph)
    return card | {"where": where}
