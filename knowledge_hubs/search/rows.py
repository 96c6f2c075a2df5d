"""Kinds in large tables: found through their folded columns, drawn a page at a time."""

from django.db.models import Q
from django.utils.translation import get_language

from knowledge_hubs.record_cards import short_cards
from oneplanet.text.languages import direction, tag
from programmes.models import Organisation
from reporting.cards import card, initiative_card, with_places
from reporting.models import ActivityVersion, InitiativeVersion


def records_of(model):
    """What finds published records of one kind."""

    def find(words):
        found = model.objects.published()
        for word in words:
            found = found.filter(words_folded__contains=word)
        return found

    return find


def record_cards(found) -> list[dict]:
    """One query."""
    return short_cards(found)


def activities(words):
    """Public versions, newest first."""
    found = ActivityVersion.objects.current()
    for word in words:
        in_title, in_summary = (
            Q(**{f"{name}_folded__contains": word}) for name in ("title", "summary")
        )
        found = found.filter(in_title | in_summary)
    return found.newest_first()


def activity_cards(found) -> list[dict]:
    """Two queries: which they are, and those."""
    ids = list(found.values_list("pk", flat=True))
    versions = with_places(ActivityVersion.objects.for_cards()).in_bulk(ids)
    return [card(versions[pk]) for pk in ids]


def initiatives(words):
    """Public versions by their titles, those begun last first."""
    found = InitiativeVersion.objects.listed()
    for word in words:
        found = found.filter(title_folded__contains=word)
    return found


def initiative_cards(found) -> list[dict]:
    """One query."""
    return [initiative_card(version) for version in with_places(found)]


def organisations(words):
    return Organisation.objects.called(words)


def organisation_cards(found) -> list[dict]:
    """Two queries."""
    listed = found.select_related("type", "country").prefetch_related("other_names")
    return [_of_organisation(row) for row in listed]


def _of_organisation(row):
    name, language = row.official_name()
    foreign = language != get_language()
    return {
        "url": row.get_absolute_url(),
        "title": f"{name} ({row.acronym})" if row.acronym else name,
        "lang": tag(language) if foreign else "",
        "dir": direction(language) if foreign else "",
        "programme": "NET",
        "kind": row.type.label,
        "where": row.country.name if row.country else "",
        "is_sample": row.is_sample,
    }
