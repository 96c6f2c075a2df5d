"""What else there is to read beside a record: what editors tied to it first, then what
the search finds like it.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from knowledge_hubs import kinds
from knowledge_hubs.gathering import gather_beside
from knowledge_hubs.models import (
    Campaign,
    CaseStudy,
    Event,
    Recommendation,
    Resource,
)
from knowledge_hubs.search.likeness import words_of as telling_words_of
from knowledge_hubs.search.one_kind import in_languages
from knowledge_hubs.search.reported import ACTIVITIES
from oneplanet.search.documents import Key, Text
from oneplanet.search.remembered import alike
from programmes.models import Coalition, Term, WorkingGroup

MOST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Related:
    """One section of cards at the end of a page."""

    id: str
    title: str
    cards: list[dict]


@dataclass(frozen=True, slots=True)
class Beside:
    """``sections`` are what editors chose, ``alike`` cards of what is like it;
    ``all_url`` leads to all of that, of every kind."""

    sections: list[Related] = field(default_factory=list)
    alike: list[dict] = field(default_factory=list)
    all_url: str = ""


def words_of(record) -> dict[str, list]:
    """Programmes, sectors, themes and countries of a record. Three queries."""
    terms = Term.objects.filter(
        Q(pk__in=record.sectors.values("pk")) | Q(pk__in=record.tags.values("pk"))
    )
    found = {"sector": [], "tag": []}
    for term in terms:
        found[term.vocabulary].append(term)
    return {
        "programmes": list(record.programmes.all()),
        "sectors": found["sector"],
        "tags": found["tag"],
        "countries": list(record.countries.all()),
    }


def beside_record(record) -> Beside:
    """Two queries; four where what is like it is not remembered."""
    kind = kinds.BY_MODEL[type(record)]
    chosen = _CHOSEN.get(type(record), lambda record: {})(record)
    is_public = record.publishing_state == "public"
    key = Key(kind.name, str(record.pk))
    keys = (
        _alike(key, in_languages(record, "title", "lead", "body")) if is_public else []
    )
    return _beside(key, chosen, keys)


def beside_policy(policy, shown) -> Beside:
    """Records like a policy, without those ``shown`` on its page already. Two queries;
    four where it is not remembered."""
    key = Key("policy", str(policy.pk))
    texts = in_languages(policy, "summary")
    texts = {code: Text(policy.name, text.title) for code, text in texts.items()}
    found = _beside(key, {}, _alike(key, texts, MOST_ALIKE + len(shown)))
    cards = [card for card in found.alike if card["url"] not in shown]
    return Beside(alike=cards[:MOST_ALIKE], all_url=found.all_url)


def beside_activity(version) -> Beside:
    """Activities like a public one. Two queries; four where it is not remembered."""
    key = Key(ACTIVITIES.name, str(version.activity_id))
    texts = {version.language: Text(version.title, version.summary)}
    keys = _alike(key, texts, among=(ACTIVITIES.name,))
    shown = ACTIVITIES.shown([key.id for key in keys]) if keys else {}
    cards = [shown[key.id].card for key in keys if key.id in shown]
    return Beside(alike=cards, all_url=_all_url(key))


RECORDS = tuple(kind.name for kind in kinds.KINDS)


def _alike(key, texts, most=MOST_ALIKE, among=RECORDS) -> list[Key]:
    language = get_language() or "en"
    return alike(key, lambda: telling_words_of(key, texts), language, among, most)


def _beside(key, chosen, keys) -> Beside:
    ids = {}
    for kind, pk in keys:
        ids.setdefault(kind, []).append(pk)
    cards = gather_beside(chosen, ids)
    sections = [
        Related(
            kind.name,
            kind.title,
            [
                card
                for (tied, name, _pk), card in cards.items()
                if tied and name == kind.name
            ],
        )
        for kind in chosen
    ]
    return Beside(
        sections=[section for section in sections if section.cards],
        alike=[cards[False, *key] for key in keys if (False, *key) in cards],
        all_url=_all_url(key),
    )


def _all_url(key) -> str:
    return f"{reverse('knowledge_hubs:search')}?{urlencode({'like': ':'.join(key)})}"


# What editors tied to a record: kind → a condition, in the order of the page.
_CHOSEN = {
    Resource: lambda row: {
        kinds.COALITION: Q(resources=row),
        kinds.WORKING_GROUP: Q(resources=row),
        kinds.RECOMMENDATION: Q(resources=row),
        kinds.CASE_STUDY: Q(resources=row),
    },
    Coalition: lambda row: {
        kinds.RESOURCE: Q(coalitions=row),
        kinds.CAMPAIGN: Q(coalition=row),
    },
    WorkingGroup: lambda row: {
        kinds.RESOURCE: Q(working_groups=row),
        kinds.EVENT: Q(working_group=row),
    },
    Campaign: lambda row: {kinds.COALITION: Q(pk=row.coalition_id)},
    CaseStudy: lambda row: {kinds.RESOURCE: Q(case_studies=row)},
    Recommendation: lambda row: {kinds.RESOURCE: Q(recommendations=row)},
    Event: lambda row: {kinds.WORKING_GROUP: Q(pk=row.working_group_id)},
}
