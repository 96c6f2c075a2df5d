"""What a program is told of a search: the same as its page, as plain values."""

import html

from django.conf import settings
from django.http import QueryDict
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from knowledge_hubs.search.asking import LAST_PAGE, Asked
from knowledge_hubs.search.facets import every_facet, label_in
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.results import results
from knowledge_hubs.search.vocabulary import FACETS, labels
from oneplanet.open_data.asking import Refused, refuse_unknown
from oneplanet.text.languages import tag

SORTS = ("newest", "title")
ONCE = ("q", "like", "sort", "page", "lang")  # may be given once
TAKES = (*ONCE, *FACETS)
LONGEST_LIST = 400  # letters of what is known, in a refusal


def checked(query: QueryDict, language: str) -> Asked:
    """What is asked for, with nothing passed over; of nothing everything. Raises
    Refused."""
    refuse_unknown(query, TAKES, FACETS)
    asked = Asked.of(query, language)
    if query.get("sort", "") not in ("", *SORTS):
        why = _("Results are ordered by one of these: {known}.")
        raise Refused(why.format(known=", ".join(SORTS)), "sort")
    if query.get("page", "1") != str(asked.page):
        why = _("The page is a whole number from 1 to {most}.").format(most=LAST_PAGE)
        raise Refused(why, "page")
    if query.get("like") and not (asked.like or asked.has_words):
        why = _("Name a record as results do under “like”, such as “resource:12”.")
        raise Refused(why, "like")
    _refuse_unknown_values(asked)
    return asked


def _refuse_unknown_values(asked):
    known = labels()
    for name, values in asked.chosen.items():
        for value in values:
            if not label_in(name, value, known):
                why = _("“{code}” is unknown here. Choose one of these: {known}.")
                given = {"code": value[:60], "known": _known(name, known)}
                raise Refused(why.format(**given), name)


def _known(name, known) -> str:
    codes = BY_NAME if name == "kind" else known.get(name, {})
    text = ", ".join(sorted(codes)) or "–"
    return text if len(text) <= LONGEST_LIST else text[:LONGEST_LIST] + "…"


def told(asked: Asked, query: QueryDict) -> dict:
    """The answer, but for its licence and the address of the next page."""
    found = results(asked, query)
    return {
        "query": {
            "q": asked.text,
            "like": ":".join(asked.like) if asked.like else None,
            "language": asked.language,
            "ignored": list(found.ignored),
            "did_you_mean": found.meant or None,
        },
        "total": found.total,
        "any_word": found.any_word,
        "page": found.page_of.number,
        "pages": found.page_of.paginator.num_pages,
        "results": [_result(card) for card in found.cards],
        "facets": [_facet(facet) for facet in every_facet(found.counts, asked)],
    }


def _result(card) -> dict:
    says = card["says"]
    return {
        "kind": card["found_as"],
        "kind_label": str(card["of_kind"]),
        "title": _plain(card["title"]),
        "title_language": tag(card["title_language"]),
        "title_marked": str(card["title"]),
        "text": _plain(says["text"]),
        "text_language": tag(card["text_language"]) if says["text"] else None,
        "text_marked": str(says["text"]),
        "is_meant": card["is_meant"],
        "is_chosen": card.get("is_chosen", False),
        "like": card["like"],
        "page": settings.SITE_URL + card["url"],
    }


def _plain(marked) -> str:
    return html.unescape(strip_tags(str(marked)))


def _facet(facet) -> dict:
    values = [
        {
            "value": choice.value,
            "label": choice.label,
            "count": choice.count,
            "is_selected": choice.selected,
        }
        for choice in facet.choices
    ]
    return {"name": facet.name, "label": facet.label, "values": values}
