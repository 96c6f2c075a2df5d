"""Records as cards of a list: the plain values templates/components/record_card.html
takes.
"""

from django.db.models import Count, Min, OuterRef, Prefetch, Subquery
from django.utils.translation import get_language

from knowledge_hubs.models import Recommendation, RecommendationStep
from knowledge_hubs.progress import with_status
from knowledge_hubs.translating.machines import is_by_machine
from oneplanet.text import dates
from oneplanet.text.languages import direction, shown, tag
from oneplanet.text.lists import TWO
from programmes.models import Party, Record

TAKE_PART = {Party.Role.MEMBER, Party.Role.SIGNATORY, Party.Role.PARTICIPANT}
BODIES = [f"body_{code}" for code in ("ar", "zh_hans", "en", "fr", "ru", "es")]


def cards(rows) -> list[dict]:
    """Cards of records with who is behind each. Four queries."""
    parties = rows.model._meta.get_field("parties").related_model.objects
    if rows.model is Recommendation:
        rows = with_status(rows)
    found = _light(rows).prefetch_related(
        "programmes",
        Prefetch("parties", parties.select_related("organisation", "country")),
        "parties__organisation__other_names",
    )
    return [card(row) | _programme(row) | _who(row) for row in found]


def short_cards(rows) -> list[dict]:
    """Cards of records beside another. One query."""
    found = _light(rows).annotate(only_programme=_only_programme(rows.model))
    return [card(row) | _arc(row) for row in found]


def _only_programme(model):
    """The code of the programme a record belongs to, where it is one."""
    links, record = model.programmes.through, model.programmes.field.m2m_field_name()
    of_record = links.objects.filter(**{record: OuterRef("pk")}).order_by()
    counted = of_record.values(record).annotate(
        n=Count("pk"), code=Min("programme__code")
    )
    return Subquery(counted.filter(n=1).values("code"))


def _arc(row) -> dict:
    return {"programme": row.only_programme} if row.only_programme else {}


def _light(rows):
    """Long texts stay behind."""
    return with_kinds(rows).defer("words_folded", "body", *BODIES)


def with_kinds(rows):
    """With the word for the kind, where kinds are words."""
    relations = {field.name for field in rows.model._meta.fields if field.is_relation}
    return rows.select_related("kind") if "kind" in relations else rows


def card(row: Record) -> dict:
    """What a card says of the record itself. No query; kinds that are words at hand."""
    title, language = shown(row, "title")
    foreign = language != get_language()
    return {
        "url": row.get_absolute_url(),
        "title": title,
        "lang": tag(language) if foreign else "",
        "dir": direction(language) if foreign else "",
        "programme": "NET",
        "kind": kind_of(row),
        "says": _lead(row),
        "when": when(row),
        "is_sample": row.is_sample,
        "is_by_machine": is_by_machine(row),
    }


def _lead(row) -> dict:
    """Its sentence with the language it is in: seldom that of the title."""
    text, language = shown(row, "lead")
    foreign = language != get_language()
    return {
        "text": text,
        "lang": tag(language) if foreign else "",
        "dir": direction(language) if foreign else "",
    }


def _programme(row) -> dict:
    """The programme it belongs to, where it is one."""
    programmes = list(row.programmes.all())
    if len(programmes) != 1:
        return {}
    return {"programme": programmes[0].code, "programme_name": programmes[0].name}


def kind_of(row) -> str:
    """Its kind in words, of a recommendation in a list with where it stands; empty for
    articles, which have none."""
    kind = getattr(row, "kind", "")
    if status := getattr(row, "status", ""):
        stands = RecommendationStep.Status(status).label
        return TWO.join((str(row.get_kind_display()), str(stands)))
    if hasattr(kind, "label"):
        return kind.label
    return str(row.get_kind_display()) if kind else ""


def when(row) -> str:
    """Days or years in words, as far as they are known."""
    if start := getattr(row, "starts_on", None):
        return dates.date_range(start, row.ends_on or start)
    first = last = None
    for name in ("first_year", "year", "started_year"):
        first = first or getattr(row, name, None)
    for name in ("last_year", "ended_year"):
        last = last or getattr(row, name, None)
    years = dict.fromkeys(filter(None, (first, last)))
    return "–".join(dates.year(value) for value in years)


def _who(row) -> dict:
    """The first who is behind it, in the reader's language where that is official;
    not those who only take part.
    """
    for party in row.parties.all():
        if party.role in TAKE_PART:
            continue
        if not party.organisation:
            return {"who": party.country.name}
        name, language = party.organisation.official_name()
        foreign = language != get_language()
        return {
            "who": name,
            "who_lang": tag(language) if foreign else "",
            "who_dir": direction(language) if foreign else "",
        }
    return {}
