"""What a list can be narrowed by in its head: only what occurs in it."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from oneplanet.text import dates
from oneplanet.text.folding import fold
from oneplanet.text.numbers import number
from programmes.models import (
    Country,
    Organisation,
    OrganisationMerge,
    Programme,
    ProgrammeRole,
    Term,
)
from reporting.models import PolicyInstrument

STANDING = ~Q(
    organisations__in=OrganisationMerge.objects.open().order_by().values("gone")
)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A choice in the head of a list. ``options`` are pairs of value and label."""

    name: str
    label: str
    every: str  # what stands for no choice
    options: list[tuple[str, str]]
    chosen: str


def choices_of(kind, query) -> list[Narrowing]:
    """By kind, programme and theme; by sector, country and organisation where a link
    asked for it. Three queries, and one for each that a link asked for.
    """
    public = kind.model.objects.published().order_by()
    words = _words(public)
    sector = _asked(Term.objects.filter(vocabulary="sector"), query, "sector")
    country = _asked(Country.objects, query, "country")
    organisation = _organisation(query)
    rows = [
        ("kind", *kind.narrowed_by, _kinds(public, words)),
        ("programme", _("Programme"), _("All programmes"), _programmes(public)),
        ("theme", _("Theme"), _("All themes"), words["tag"]),
        ("sector", _("Sector"), _("All sectors"), sector),
        ("country", _("Country"), _("All countries"), country),
        ("organisation", _("Organisation"), _("All organisations"), organisation),
    ]
    return _offered(rows, query)


def organisation_choices(query) -> list[Narrowing]:
    """By type, programme and country, each with how many there are. Three queries."""
    today = Q(roles__in=ProgrammeRole.objects.current())
    with_a_role = Count("roles__organisation", filter=today, distinct=True)
    types = _counted(Term.objects.filter(vocabulary="stakeholder_type"))
    programmes = _counted(Programme.objects, with_a_role)
    countries = sorted(_counted(Country.objects), key=_by_label)
    rows = [
        ("type", _("Type"), _("All types"), types),
        ("programme", _("Programme"), _("All programmes"), programmes),
        ("country", _("Country"), _("All countries"), countries),
    ]
    return _offered(rows, query)


def policy_choices(query) -> list[Narrowing]:
    """By country, sector, theme, type and year. Three queries."""
    policies = PolicyInstrument.objects.order_by()
    countries = Country.objects.filter(pk__in=policies.values("country"))
    words = {"sector": [], "tag": [], "policy_type": []}
    occurs = (
        Q(pk__in=policies.values("sectors"))
        | Q(pk__in=policies.values("tags"))
        | Q(pk__in=policies.values("types"))
    )
    for term in Term.objects.filter(occurs):
        words[term.vocabulary].append((term.code, term.label))
    named = sorted(((row.code, row.name) for row in countries), key=_by_label)
    rows = [
        ("country", _("Country"), _("All countries"), named),
        ("sector", _("Sector"), _("All sectors"), words["sector"]),
        ("theme", _("Theme"), _("All themes"), sorted(words["tag"], key=_by_label)),
        ("type", _("Type"), _("All types"), words["policy_type"]),
        ("year", _("Year"), _("All years"), _policy_years(policies)),
    ]
    return _offered(rows, query)


def _offered(rows, query):
    """The choices that have options, or that the address asks for all the same."""
    rows = [(*row, asked_for(query, row[0])) for row in rows]
    return [
        Narrowing(name, label, every, _with(options, chosen), chosen)
        for name, label, every, options, chosen in rows
        if options or chosen
    ]


def asked_for(query, name) -> str:
    """What the address gives for a key; never longer than a code."""
    return query.get(name, "").replace("\x00", "")[:80]


def _with(options, chosen):
    """A code nobody offers stands for itself, so that it can be seen and changed."""
    known = {value for value, _label in options}
    return options if not chosen or chosen in known else [*options, (chosen, chosen)]


def _words(public) -> dict[str, list]:
    """Themes that occur; and kinds, where kinds are words."""
    wanted = Q(pk__in=public.values("tags"))
    if _kinds_are_words(public):
        wanted |= Q(pk__in=public.values("kind"))
    found = {"tag": [], "resource_type": []}
    for term in Term.objects.filter(wanted):
        found[term.vocabulary].append((term.code, term.label))
    found["tag"].sort(key=_by_label)
    return found


def _kinds_are_words(public):
    fields = {field.name: field for field in public.model._meta.fields}
    return "kind" in fields and fields["kind"].is_relation


def _kinds(public, words):
    fields = {field.name: field for field in public.model._meta.fields}
    if "kind" not in fields:
        return []
    if fields["kind"].is_relation:
        return words["resource_type"]
    occur = set(public.values_list("kind", flat=True))
    return [(key, str(label)) for key, label in fields["kind"].choices if key in occur]


def _programmes(public):
    rows = Programme.objects.filter(pk__in=public.values("programmes"))
    return [(row.code, row.name) for row in rows]


def _organisation(query):
    """The one asked for, by its code or by that of one merged into it."""
    code = asked_for(query, "organisation")
    rows = Organisation.objects.coded(code)[:1] if code else ()
    return [(code, str(row)) for row in rows]


def _asked(rows, query, name):
    code = asked_for(query, name)
    return [(row.code, str(row)) for row in rows.filter(code=code)] if code else []


def _counted(rows, how_many=None):
    """Codes and labels with how many organisations each has, where it has any."""
    how_many = how_many or Count("organisations", filter=STANDING)
    return [
        (row.code, f"{row} ({number(row.how_many)})")
        for row in rows.annotate(how_many=how_many).filter(how_many__gt=0)
    ]


def _policy_years(policies):
    """Years of adoption and years a policy begins in, the latest first."""
    pairs = policies.values_list("adoption_year", "start_year")
    found = {year for pair in pairs for year in pair if year}
    return [(str(year), dates.year(year)) for year in sorted(found, reverse=True)]


def _by_label(pair):
    return fold(pair[1])
