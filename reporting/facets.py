"""The words a list of activities or initiatives is narrowed by, and those chosen."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from oneplanet.remember import for_a_minute
from oneplanet.text.dates import year
from oneplanet.text.folding import fold
from programmes.models import (
    ActivityType,
    Country,
    Organisation,
    OrganisationMerge,
    Programme,
    Stage,
    Term,
)
from reporting.choices import NETWORK_WIDE
from reporting.models import ActivityVersion, InitiativeVersion, Publication

WORDS = {"sector": "sector", "tag": "tag", "region": "reporting_region"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    selected: bool
    is_part: bool = False  # of the choice above it
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the list: its query key, its name, its choices."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def chosen(self):
        return [choice for choice in self.choices if choice.selected]


def tokens(facets, query) -> list[dict]:
    """What is chosen, each with the query string that is left without it."""
    rows = []
    for facet in facets:
        for choice in facet.chosen:
            rest = query.copy()
            rest.pop("page", None)
            kept = [
                value for value in rest.getlist(facet.name) if value != choice.value
            ]
            rest.setlist(facet.name, kept)
            url = f"?{rest.urlencode()}"
            rows.append({"facet": facet.label, "label": choice.label, "url": url})
    return rows


def narrowing(query) -> QueryDict:
    """The query without what is left empty, and so narrows nothing."""
    kept = QueryDict(mutable=True)
    for name, values in query.lists():
        given = [value.replace("\x00", "") for value in values]
        if any(given):
            kept.setlist(name, list(filter(None, given)))
    return kept


def facets(query, of="activity") -> list[Facet]:
    """All facets in the order of the page, with what the query chooses of them; ``of``
    says whether the list is one of activities or of initiatives.

    What it chooses and no facet offers stands at the end under its code.
    """
    words = [
        *WORDS_OF[of](),
        *_stages(query.getlist("stage"), of),
        *_organisations(query.getlist("organisation"), of),
    ]
    return [
        Facet(name, label, choices(rows, query.getlist(name)))
        for name, label, rows in words
    ]


def rail(request, words, narrowed, query, of="activity") -> str:
    """The rail of the list as HTML; remembered where nothing is chosen."""
    if not narrowed and not query:
        return _plain_rail(request.path, of)
    return _draw_rail(request.path, words, len(narrowed), {"q": query} if query else {})


@for_a_minute
def _plain_rail(path, of):
    return _draw_rail(path, facets(QueryDict(), of), 0, {})


def _draw_rail(path, words, chosen_count, hidden):
    context = {
        "action": path,
        "clear_url": path,
        "facets": [facet for facet in words if facet.choices],
        "chosen_count": chosen_count,
        "hidden": hidden,
    }
    return render_to_string("components/facet_rail.html", context)


@for_a_minute
def _words() -> list[tuple]:
    """(query key, name, (value, label, is part) of each choice). Five queries."""
    terms = {name: [] for name in WORDS.values()}
    rows = Term.objects.filter(vocabulary__in=terms).order_by("order", "pk")
    for term in rows.only("code", "vocabulary", "label", "parent"):
        terms[term.vocabulary].append(term)
    words = {name: _under_parents(terms[kept]) for name, kept in WORDS.items()}
    types = ActivityType.objects.only("code", "label", "parent")
    return [
        ("programme", _("Programme"), _programmes()),
        ("type", _("Type"), _under_parents(types)),
        ("sector", _("Sector"), words["sector"]),
        ("region", _("Region"), words["region"]),
        ("country", _("Country"), _countries(ActivityVersion.objects.current())),
        ("tag", _("Theme"), words["tag"]),
        ("year", _("Year"), _years()),
        ("language", _("Language"), [(*pair, False) for pair in settings.LANGUAGES]),
    ]


@for_a_minute
def _words_of_initiatives() -> list[tuple]:
    """The same of initiatives, by fewer. Three queries."""
    sectors = Term.objects.filter(vocabulary=WORDS["sector"]).order_by("order", "pk")
    public = InitiativeVersion.objects.current().public()
    return [
        ("programme", _("Programme"), _programmes()),
        (
            "sector",
            _("Sector"),
            _under_parents(sectors.only("code", "label", "parent")),
        ),
        ("country", _("Country"), _countries(public)),
    ]


def _stages(chosen, of):
    """Only those the address asks for: the pages of value chains lead to them."""
    if of != "activity" or not chosen:
        return
    rows = Stage.objects.filter(code__in=chosen).only("code", "label", "chain")
    words = [(row.code, f"{row} ({row.get_chain_display()})", False) for row in rows]
    yield "stage", _("Value-chain stage"), words


def _organisations(chosen, of):
    """Only those the address asks for, as with stages: their pages lead here."""
    if of != "activity" or not chosen:
        return
    merged = OrganisationMerge.objects.open().filter(gone=OuterRef("pk"))
    now = Coalesce(Subquery(merged.values("kept__name")), F("name"))
    rows = Organisation.every.filter(code__in=chosen).order_by("name_folded", "pk")
    words = rows.values_list("code", now, Value(False))
    yield "organisation", _("Organisation"), list(words)


WORDS_OF = {"activity": _words, "initiative": _words_of_initiatives}


def _under_parents(rows):
    """Broader words in their order, each followed by its parts."""
    known, parts = {row.pk for row in rows}, defaultdict(list)
    for row in rows:
        parts[row.parent_id if row.parent_id in known else None].append(row)

    def below(parent, is_part):
        for row in parts[parent]:
            yield row.code, row.label, is_part
            yield from below(row.pk, True)

    return list(below(None, False))


def choices(words, chosen) -> list[Choice]:
    """Of what the address asks for, what nobody offers comes last.

    ``words`` are (value, label, is part), with a count where there is one.
    """
    known = {value for value, *_rest in words}
    unknown = dict.fromkeys(value for value in chosen if value not in known)
    return [
        *(
            Choice(value, label, value in chosen, *rest)
            for value, label, *rest in words
        ),
        *(Choice(value, value, True) for value in unknown),
    ]


def _programmes():
    rows = Programme.objects.only("code", "name")
    return [
        *((row.code, row.name, False) for row in rows),
        (NETWORK_WIDE, _("Network-wide"), False),
    ]


def _countries(versions):
    """Countries that these public versions name."""
    of = versions.model._meta.model_name
    named = versions.model.countries.through.objects.filter(**{f"{of}__in": versions})
    rows = Country.objects.filter(pk__in=named.values("country")).only("code", "name")
    return sorted(
        ((row.code, row.name, False) for row in rows), key=lambda row: fold(row[1])
    )


def _years():
    """Years that public activities count in, the latest first."""
    found = Publication.objects.filter(until_at=None).order_by("-year")
    years = found.values_list("year", flat=True).distinct()
    return [(str(value), year(value), False) for value in years]
