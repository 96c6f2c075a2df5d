"""What a search finds, in a hub: the state of the portal's search page as its address
says it, kept in one form, and the first of what it finds in the reader's language.
"""

from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from knowledge_hubs.blocks.given import Given
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.results import answer
from knowledge_hubs.search.vocabulary import FACETS, label_of, labels
from oneplanet.search.documents import KIND

IN_THE_ADDRESS = ("q", *FACETS, "sort")
OTHERS = ("page",)  # said by the address of a page, and left out


@dataclass(frozen=True, slots=True)
class Found:
    """The first cards, how many there are, and where all of them are."""

    cards: list[str]
    total: int
    url: str


def fill(_given: Given, blocks) -> dict[int, Found | None]:
    """Three queries for each search, and one for each kind that is found, however many
    searches found it."""
    language = get_language() or "en"
    found, ids = {}, defaultdict(set)
    for block in blocks:
        asked = Asked.of(QueryDict(block.query), language)
        found[block.pk] = answer(asked, block.how_many)
        for hit in found[block.pk].hits[: block.how_many]:
            ids[hit.key.kind].add(hit.key.id)
    shown = {kind: BY_NAME[kind].shown(sorted(of)) for kind, of in ids.items()}
    return {block.pk: _of(block, found[block.pk], shown) for block in blocks}


def _of(block, found, shown) -> Found | None:
    cards = [
        shown[hit.key.kind][hit.key.id].card | {"of_kind": BY_NAME[hit.key.kind].title}
        for hit in found.hits[: block.how_many]
        if hit.key.id in shown[hit.key.kind]
    ]
    if not cards:
        return None
    name = "components/record_card.html"
    drawn = [render_to_string(name, {"card": card}) for card in cards]
    return Found(drawn, found.total, address(block.query))


def address(query: str) -> str:
    """Of the page that shows all of it, in the reader's language."""
    return f"{reverse('knowledge_hubs:search')}?{query}"


# --- What an editor gives -------------------------------------------------------------


def read(given: str) -> str:
    """An address of the search page, what follows its question mark, or words: the
    state of the search in one form. Refuses, in words, what asks for nothing and what
    the search does not know."""
    query = QueryDict(_query(given.strip()))
    _check_names(query)
    asked = Asked.of(query, get_language() or "en")
    if asked.is_cut:
        raise ValidationError(_("It asks for too much at once. Please shorten it."))
    if not asked:
        raise ValidationError(
            _("It asks for nothing: write words, or choose something to narrow by.")
        )
    _check_values(asked)
    pairs = [("q", asked.text)] if asked.text else []
    for name in FACETS:
        pairs += [(name, value) for value in asked.chosen.get(name, ())]
    return urlencode(pairs + ([("sort", asked.sort)] if asked.sort else []))


def _query(given) -> str:
    if given.startswith(("http://", "https://", "/", "?")):
        parts = _parts(given)
        if parts is None or (parts.path and not _is_search(parts)):
            raise ValidationError(
                _("This is no address of the search page of this portal.")
            )
        return parts.query
    first = given.partition("&")[0].partition("=")
    if first[1] and first[0] in IN_THE_ADDRESS:
        return given
    return urlencode({"q": given})


def _parts(address):
    """None where a bracket stays open."""
    try:
        return urlsplit(address)
    except ValueError:
        return None


def _is_search(parts) -> bool:
    ours = urlsplit(settings.SITE_URL).netloc
    if parts.netloc and parts.netloc != ours:
        return False
    pages = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            pages.add(reverse("knowledge_hubs:search"))
    return unquote(parts.path) in pages


def _check_names(query):
    unknown = [name for name in query if name not in (*IN_THE_ADDRESS, *OTHERS)]
    if unknown:
        raise ValidationError(
            _("The search knows no “%(name)s”.") % {"name": unknown[0][:60]}
        )


def _check_values(asked):
    known = labels()
    for name, values in asked.chosen.items():
        for value in values:
            if not (value in BY_NAME if name == KIND else label_of(name, value, known)):
                words = {"facet": FACETS[name], "value": value}
                raise ValidationError(
                    _("%(facet)s: there is no “%(value)s” to narrow by.") % words
                )
