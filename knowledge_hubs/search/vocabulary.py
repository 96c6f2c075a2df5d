"""The values results are filed under, as words in all six languages: what facets are
labelled with, and what a word of a query means besides itself.
"""

from collections import defaultdict
from functools import lru_cache

from django.conf import settings
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from knowledge_hubs.kinds import KINDS as RECORDS
from knowledge_hubs.models import GlossaryTerm, Hub
from knowledge_hubs.search.said import Said
from oneplanet.remember import for_a_minute
from oneplanet.search.documents import KIND, LANGUAGE
from oneplanet.search.meanings import Meaning, Meanings
from oneplanet.text.dates import year
from oneplanet.text.languages import NAMES, set_apart
from programmes.models import (
    ActivityType,
    Country,
    Programme,
    SdgTarget,
    Stage,
    Term,
)
from reporting.choices import NETWORK_WIDE

FACETS = {  # in the order of the page
    KIND: gettext_lazy("Kind of result"),
    "programme": gettext_lazy("Programme"),
    "sector": gettext_lazy("Sector"),
    "type": gettext_lazy("Type"),
    "tag": gettext_lazy("Theme"),
    "region": gettext_lazy("Region"),
    "country": gettext_lazy("Country"),
    "year": gettext_lazy("Year"),
    "target": gettext_lazy("Target of Goal 12"),
    "stage": gettext_lazy("Value-chain stage"),
    "hub": gettext_lazy("Knowledge hub"),
    LANGUAGE: gettext_lazy("Language"),
}
MEANING = ("programme", "sector", "type", "tag", "country", "region", "stage", "impact")
TERMS = {"sector": "sector", "tag": "tag", "reporting_region": "region"}
TERMS["impact"] = "impact"  # no facet of the page: a word that means it finds it
TERMS |= dict.fromkeys(("resource_type", "stakeholder_type", "policy_type"), "type")
LANGUAGES = [code for code, _name in settings.LANGUAGES]
COLUMNS = [code.replace("-", "_") for code in LANGUAGES]


def _sources():
    """(facet, rows, column of the value, column of the label)."""
    for vocabulary, facet in TERMS.items():
        yield facet, Term.objects.filter(vocabulary=vocabulary), "code", "label"
    yield "programme", Programme.objects.all(), "code", "name"
    yield "programme", Programme.objects.all(), "code", "acronym"
    yield "type", ActivityType.objects.all(), "code", "label"
    yield "country", Country.objects.all(), "code", "name"
    yield "stage", Stage.objects.all(), "code", "label"
    yield "target", SdgTarget.objects.all(), "code", "short_label"
    yield "hub", Hub.objects.published(), "code", "title"


@for_a_minute
def _rows() -> list[tuple]:
    """(facet, value, its label in each language) of every value. One query."""
    first, *others = (
        # Plain ones: modeltranslation's cannot be put together.
        QuerySet(rows.model, query=rows.order_by().query)
        .annotate(
            facet=_as_text(Value(facet)),
            value=_as_text(F(value)),
            **{f"in_{code}": _as_text(F(_column(label, code))) for code in COLUMNS},
        )
        .values_list("facet", "value", *(f"in_{code}" for code in COLUMNS))
        for facet, rows, value, label in _sources()
    )
    return list(first.union(*others, all=True).order_by())


def _as_text(expression):
    return Cast(expression, CharField())


def _column(label, code):
    return label if label == "acronym" else f"{label}_{code}"


# --- Labels ---------------------------------------------------------------------------


@for_a_minute
def labels() -> dict[str, dict[str, str]]:
    """facet → value → label in the reader's language, English where it has none."""
    own = COLUMNS.index((get_language() or "en").replace("-", "_"))
    in_english = COLUMNS.index("en")
    found = defaultdict(dict)
    for facet, value, *texts in _rows():
        text = texts[own] or texts[in_english] or value
        text = f"{set_apart(value)} {text}" if facet == "target" else text
        found[facet].setdefault(value, text)
    found["programme"][NETWORK_WIDE] = _("Network-wide")
    found["type"] |= _kinds_of_records()
    return dict(found)


def _kinds_of_records() -> dict[str, str]:
    """Kinds that are no words of a vocabulary, by model and value."""
    found = {}
    for model in (Country, *(kind.model for kind in RECORDS)):
        fields = {field.name: field for field in model._meta.fields}
        if "kind" in fields and fields["kind"].choices:
            name = model._meta.model_name
            choices = fields["kind"].choices
            found |= {f"{name}-{value}": str(label) for value, label in choices}
    return found


def label_of(facet: str, value: str, known: dict) -> str:
    """In the reader's language, of the labels() that are ``known``; empty where it is
    not to be shown."""
    if facet == LANGUAGE:
        return NAMES.get(value, "")
    if facet == "year":
        is_year = value.isascii() and value.isdecimal() and len(value) == len("2022")
        return year(int(value)) if is_year else ""
    return known.get(facet, {}).get(value, "")


@for_a_minute
def names_in(language: str) -> list[str]:
    """What values of facets and words of the glossary are called in one language."""
    called = [_in_languages(texts) for _facet, _value, *texts in _rows()]
    called += [word.labels for word in _of_the_glossary()]
    names = (text for labels in called for code, text in labels if code == language)
    return list(dict.fromkeys(names))


# --- Meanings ------------------------------------------------------------------------


def meant_by(query: str, language: str, said: Said) -> dict[str, dict]:
    """What a query means besides its words, for a Request: "Quénia" means the country,
    and so do its documents; a word of the glossary is found in other languages too."""
    return _meanings(said.synonyms, said.glossary).of(query, language)


@for_a_minute
def _meanings(synonyms, _glossary) -> Meanings:
    values = [
        Meaning(_in_languages(texts), ((facet, value),))
        for facet, value, *texts in _rows()
        if facet in MEANING
    ]
    said = (*_of_the_glossary(), *map(_of_a_synonym, synonyms))
    return _by_their_words((*values, *said))


@lru_cache(maxsize=2)
def _by_their_words(meanings: tuple[Meaning, ...]) -> Meanings:
    """Made anew where something changed: thousands of labels are taken apart."""
    return Meanings(meanings)


def _of_the_glossary():
    names = [f"{name}_{code}" for name in ("word", "abbreviation") for code in COLUMNS]
    for words in GlossaryTerm.objects.values_list(*names):
        labels = zip(LANGUAGES * 2, words, strict=True)
        yield Meaning(tuple(dict.fromkeys(_known(labels))), is_said=True)


def _of_a_synonym(row) -> Meaning:
    language, asked, means, is_one_way = row
    first = ((language, asked),)
    others = tuple((language, text) for text in phrases(means))
    if is_one_way:
        return Meaning(first, is_said=True, said_too=others)
    return Meaning(first + others, is_said=True)


def phrases(text: str) -> list[str]:
    """One on each line."""
    return [line for each in text.splitlines() if (line := " ".join(each.split()))]


def _in_languages(texts) -> tuple[tuple[str, str], ...]:
    """(language, label) of each, a label that all have alike once."""
    if len(set(texts)) == 1:
        return tuple(_known([("en", texts[0])]))
    return tuple(_known(zip(LANGUAGES, texts, strict=True)))


def _known(labels):
    return ((code, text) for code, text in labels if text)
