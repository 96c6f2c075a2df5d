"""One page of what was found: its cards, the facets with their counts, what else the
reader may have meant.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.http import urlencode

from knowledge_hubs.search.asking import LAST_PAGE, PER_PAGE, Asked
from knowledge_hubs.search.choosing import chosen_for
from knowledge_hubs.search.country_map import CountryMap, country_map
from knowledge_hubs.search.facets import Facet, facets_of, titles
from knowledge_hubs.search.kinds import BY_NAME, WEIGHTS
from knowledge_hubs.search.likeness import record_of, words_of
from knowledge_hubs.search.marking import Marker
from knowledge_hubs.search.one_kind import Shown
from knowledge_hubs.search.said import Said, said_of
from knowledge_hubs.search.vocabulary import FACETS, meant_by
from knowledge_hubs.translating.machines import machine_translated
from oneplanet.remember import many
from oneplanet.search import asking, mending
from oneplanet.search.documents import Answer, Hit, Key, Request
from oneplanet.search.memory import KEEPER
from oneplanet.text.folding import fold
from reporting.facets import tokens

REMEMBERED = 2_000  # results, in all languages
BY_TITLE = 500  # results that can be put in the order of their titles


@dataclass(frozen=True, slots=True)
class Results:
    """``page_of`` holds the cards. ``any_word``: nothing has all the words, so these
    have some. ``meant``: another spelling, as a whole query."""

    total: int
    page_of: Page
    facets: list[Facet]
    chosen: list[dict]
    any_word: bool = False
    meant: str = ""
    ignored: tuple[str, ...] = ()
    lead: tuple[dict, ...] = ()  # what editors chose for these words
    like: dict | None = None  # the card of the record they are like
    map: CountryMap | None = None  # in place of the cards
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    # For the forms of the page: what is asked besides, and what is chosen.
    asked_besides: dict = field(default_factory=dict)
    kept: list = field(default_factory=list)
    clear_url: str = ""

    @property
    def cards(self) -> list[dict]:
        return [*self.lead, *self.page_of.object_list]

    @property
    def kinds(self) -> str:
        """Of the cards, for what counts which are opened."""
        return " ".join(card["found_as"] for card in self.cards)

    @property
    def first_place(self) -> int:
        """Of the cards; what editors chose has place 0."""
        return self.page_of.start_index() - len(self.lead) if self.total else 0

    @property
    def has_countries(self) -> bool:
        return bool(self.counts.get("country"))

    @property
    def has_titles(self) -> bool:
        """Whether they can be put in the order of their titles."""
        return self.total <= BY_TITLE


def results(asked: Asked, query: QueryDict) -> Results:
    """Three queries of the engine, one for the labels, one for what editors say of the
    words, and one (two for organisations) for each kind on the page; of what is
    like a record one for it in place of the words, and one to leave it out."""
    like = record_of(asked.like) if asked.like else None
    most = 0 if asked.is_map else PER_PAGE
    said = said_of(asked.text, asked.language) if asked.has_words else Said()
    found = answer(asked, most, like=like, said=said)
    last = max(1, -(-_count(asked, found) // PER_PAGE))
    if asked.page > last:
        asked = replace(asked, page=last)
        found = answer(asked, most, like=like, said=said)
    facets = facets_of(found.counts, asked, query)
    in_countries = found.counts.get("country", {})
    chosen = None if asked.is_map else chosen_for(asked, said)
    lead = _drawn(asked, found, [Hit(chosen, 0)]) if chosen else []
    lead = [card | {"is_chosen": True} for card in lead]
    found = _without(found, chosen) if lead else found
    return Results(
        total=found.total,
        lead=tuple(lead),
        page_of=_page(asked, found),
        facets=facets,
        chosen=tokens(facets, query),
        any_word=found.any_word,
        meant=meant(asked, found),
        ignored=asked.read.ignored if asked.read.words else (),
        like=like and like.card,
        map=country_map(in_countries, asked, query) if asked.is_map else None,
        counts=found.counts,
        asked_besides=asked.kept,
        kept=[(name, v) for name, values in asked.chosen.items() for v in values],
        clear_url=f"?{urlencode(asked.kept)}",
    )


def _without(found: Answer, chosen: Key) -> Answer:
    """What leads the page is not shown in it again; it is a result all the same."""
    hits = [hit for hit in found.hits if hit.key != chosen]
    is_all = found.total == len(found.hits)
    is_more = is_all and len(hits) == len(found.hits)
    return replace(found, hits=hits, total=found.total + is_more)


def _count(asked, found) -> int:
    return min(found.total, BY_TITLE if asked.by_title else LAST_PAGE * PER_PAGE)


def answer(
    asked: Asked,
    most=PER_PAGE,
    *,
    like: Shown | None = None,
    said: Said | None = None,
    only=None,
) -> Answer:
    """What the engine says: the page asked for, or the first ``most``; of these keys
    ``only``, where some are given. By title: all there are to put in order. ``like`` is
    the record asked for and ``said`` what editors say of the words, where known."""
    if asked.like and not (like := like or record_of(asked.like)):
        return Answer(0, [], {})
    if asked.by_title and most:
        asked, most = replace(asked, page=1), max(most, BY_TITLE)
    return asking.search(
        Request(
            query=asked.text if asked.has_words else "",
            language=asked.language,
            selected=asked.chosen,
            count=tuple(FACETS),
            kinds=tuple(BY_NAME),
            weights=WEIGHTS,
            newest_first=asked.newest_first,
            offset=(asked.page - 1) * PER_PAGE,
            limit=most,
            only=only,
            **(_meant_by(asked, said) if asked.has_words else {}),
            **({"like": words_of(asked.like, like.texts)} if like else {}),
            besides=asked.like,
        )
    )


def _meant_by(asked, said):
    said = said or said_of(asked.text, asked.language)
    return meant_by(asked.text, asked.language, said)


class _Counted:
    """A list of which one page is known."""

    def __init__(self, count, cards):
        self.count, self.cards = lambda: count, cards

    def __len__(self):
        return self.count()

    def __getitem__(self, part):
        return self.cards


def _page(asked, found) -> Page:
    rows = _Counted(_count(asked, found), cards(asked, found))
    return Paginator(rows, PER_PAGE).get_page(asked.page)


def cards(asked: Asked, found: Answer) -> list[dict]:
    """What was found, in its order, drawn kind by kind."""
    return _drawn(asked, found, found.hits)


def _drawn(asked, found, hits) -> list[dict]:
    shown = _shown([hit.key for hit in hits])
    hits = [hit for hit in hits if hit.key in shown]  # still there
    if asked.by_title:
        hits.sort(key=lambda hit: fold(str(shown[hit.key].card["title"])))
        hits = hits[(asked.page - 1) * PER_PAGE : asked.page * PER_PAGE]
    marker, drawn, kinds = Marker(asked.read, found.unknown), [], titles()
    machines = machine_translated()
    for (name, pk), _score, is_meant in hits:
        card = marker.card(shown[name, pk])
        card |= {"of_kind": kinds[name], "is_meant": is_meant, "found_as": name}
        card["is_by_machine"] = (BY_NAME[name].model._meta.label_lower, pk) in machines
        card |= {"like": f"{name}:{pk}", "like_url": f"?like={name}%3A{quote(pk, '')}"}
        card["title_language"] = shown[name, pk].language
        drawn.append(card)
    return drawn


def _shown(keys) -> dict[Key, Shown]:
    """What is to be shown of them, remembered with the index as it is: whatever
    changes in it, all of it is made anew. So is remembered what is not to be shown."""
    kept = KEEPER.memory.kept.setdefault("shown", {})
    rows = many(kept, keys, _made, most=REMEMBERED)
    return {key: shown for key, shown in rows if shown}


def _made(keys) -> dict[Key, tuple[Key, Shown | None]]:
    ids, found = defaultdict(list), {key: (key, None) for key in keys}
    for name, pk in keys:
        ids[name].append(pk)
    for name, of_kind in ids.items():
        for pk, shown in BY_NAME[name].shown(of_kind).items():
            key = Key(name, pk)
            found[key] = key, shown
    return found


# --- Another spelling -----------------------------------------------------------------


def meant(asked: Asked, found: Answer) -> str:
    """The query with its slips mended, on the first page of what it found."""
    if not asked.has_words or asked.page > 1:
        return ""
    better = mending.mended(asked.text, asked.language, unknown=found.unknown)
    return better or ""
