"""The words a list of activities can be narrowed by, and those chosen now."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max, Min
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from oneplanet.remember import for_a_minute
from oneplanet.text.folding import fold
from programmes.models import ActivityType, Country, Programme, Term
from reporting.choices import NETWORK_WIDE
from reporting.models import ActivityVersion, Publication

WORDS = {"sector": "sector", "tag": "tag", "region": "reporting_region"}


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    selected: bool
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


def facets(query) -> list[Facet]:
    """All facets in the order of the page, with what the query chooses of them."""
    return [
        Facet(name, label, _choices(pairs, set(query.getlist(name))))
        for name, label, pairs in _words()
    ]


def rail(request, words, narrowed, query) -> str:
    """The rail of the list as HTML; remembered where nothing is chosen."""
    if not narrowed and not query:
        return _plain_rail(request.path)
    return _draw_rail(request.path, words, len(narrowed), {"q": query} if query else {})


@for_a_minute
def _plain_rail(path):
    return _draw_rail(path, facets(QueryDict()), 0, {})


def _draw_rail(path, words, chosen_count, hidden):
    context = {
        "action": path,
        "clear_url": path,
        "facets": words,
        "chosen_count": chosen_count,
        "hidden": hidden,
    }
    return render_to_string("components/facet_rail.html", context)


@for_a_minute
def _words() -> list[tuple]:
    """(query key, name, (value, label) pairs) of each facet. Five queries."""
    words = {name: [] for name in WORDS.values()}
    terms = Term.objects.filter(vocabulary__in=words).order_by("order", "pk")
    for term in terms.only("code", "vocabulary", "label"):
        words[term.vocabulary].append((term.code, term.label))
    programmes = [
        (row.code, row.name) for row in Programme.objects.only("code", "name")
    ]
    types = ActivityType.objects.only("code", "label")
    rows = [
        (
            "programme",
            _("Programme"),
            [*programmes, (NETWORK_WIDE, _("Network-wide"))],
        ),
        ("type", _("Type"), [(row.code, row.label) for row in types]),
        ("sector", _("Sector"), words["sector"]),
        ("region", _("Region"), words["reporting_region"]),
        ("country", _("Country"), _countries()),
        ("tag", _("Theme"), words["tag"]),
        ("year", _("Year"), _years()),
        ("language", _("Language"), settings.LANGUAGES),
    ]
    return [
        (name, label, [(value, str(text)) for value, text in pairs])
        for name, label, pairs in rows
        if pairs
    ]


def _choices(pairs, chosen):
    return [Choice(value, label, value in chosen) for value, label in pairs]


def _countries():
    """Countries that public activities name."""
    named = ActivityVersion.countries.through.objects.filter(
        activityversion__in=ActivityVersion.objects.current()
    )
    rows = Country.objects.filter(pk__in=named.values("country")).only("code", "name")
    return sorted(((row.code, row.name) for row in rows), key=lambda row: fold(row[1]))


def _years():
    days = Publication.objects.filter(until_at=None)
    span = days.aggregate(first=Min("day"), last=Max("day"))
    if not span["first"]:
        return []
    years = range(span["last"].year, span["first"].year - 1, -1)
    return [(str(year), str(year)) for year in years]
