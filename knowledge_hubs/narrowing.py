"""What a list of records can be narrowed by: only what occurs in it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from oneplanet.text.folding import fold
from programmes.models import Country, Programme, Term


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A choice in the head of a list. ``options`` are pairs of value and label."""

    name: str
    label: str
    every: str  # what stands for no choice
    options: list[tuple[str, str]]
    chosen: str


def choices_of(kind, query) -> list[Narrowing]:
    """By kind, programme and theme; by sector and country where a link asked for it.

    Three queries, and one for each that a link asked for.
    """
    public = kind.model.objects.published().order_by()
    chosen = {name: query.get(name, "").replace("\x00", "")[:60] for name in _NAMES}
    words = _words(public)
    rows = [
        ("kind", _("Kind"), _("All kinds"), _kinds(public, words)),
        ("programme", _("Programme"), _("All programmes"), _programmes(public)),
        ("theme", _("Theme"), _("All themes"), words["tag"]),
        ("sector", _("Sector"), _("All sectors"), _asked(Term, chosen["sector"])),
        (
            "country",
            _("Country"),
            _("All countries"),
            _asked(Country, chosen["country"]),
        ),
    ]
    return [
        Narrowing(name, label, every, _with(options, chosen[name]), chosen[name])
        for name, label, every, options in rows
        if options or chosen[name]
    ]


_NAMES = ("kind", "programme", "theme", "sector", "country")


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


def _asked(model, code):
    if not code:
        return []
    rows = model.objects.filter(code=code)
    if model is Term:
        rows = rows.filter(vocabulary="sector")
    return [(row.code, str(row)) for row in rows]


def _by_label(pair):
    return fold(pair[1])
