"""What a kind of result is: which of its rows are public, what each says in which
language, what it is filed under, and how it is drawn.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import (
    CharField,
    Model,
    OuterRef,
    Prefetch,
    QuerySet,
    StringAgg,
    Subquery,
    Value,
)
from django.utils.translation import get_language

from knowledge_hubs.models import Hub
from oneplanet import rich_text
from oneplanet.remember import for_a_minute
from oneplanet.search.documents import Document, Text
from oneplanet.text import languages
from programmes.models import OrganisationMerge

UNDATED = date(1970, 1, 1)  # what does not grow old comes last among the newest
KEPT_FACETS = 120  # letters of a value
SHORT = 400  # rows of a short kind that are remembered; more are read when shown


@dataclass(frozen=True, slots=True)
class Found:
    """What a row is found by. ``texts``: language → title and text, shown and marked;
    ``also``: names found with it, in whichever language, and not shown; ``inside``:
    language → what its files say, not shown either."""

    texts: Mapping[str, Text]
    facets: Mapping[str, Iterable[str]]
    day: date = UNDATED
    also: str = ""
    inside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """One result: its card, the language of its title, and its texts to mark."""

    card: dict
    language: str
    texts: Mapping[str, Text]


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """``name`` stands in addresses, ``title`` is its plural.

    ``rows`` are what the index holds (a record that waits for its day among them),
    ``seen`` narrows them to what everybody may read now. ``with_lists`` brings what
    ``found`` reads of a row; ``draw`` makes results of a queryset, of each by its id.
    ``follows``: model → from one of its rows to the ids of records it is part of, as a
    path of attributes or a function. ``weight``: what its scores are multiplied by,
    more for what explains a subject, less for single numbers. ``is_short``: editors
    keep few of it, so that results of all of them are remembered.
    """

    name: str
    title: str
    model: type[Model]
    rows: Callable[[], QuerySet]
    with_lists: Callable[[QuerySet], QuerySet]
    found: Callable[[Model], Found]
    draw: Callable[[QuerySet], dict[str, Shown]]
    follows: Mapping[type[Model], str | Callable]
    seen: Callable[[QuerySet], QuerySet] = lambda rows: rows
    id_column: str = "pk"
    weight: float = 1
    is_short: bool = False

    def public(self, ids=None) -> QuerySet:
        rows = self.rows()
        return rows if ids is None else rows.filter(**{f"{self.id_column}__in": ids})

    def documents(self, ids) -> Iterator[Document]:
        """Of those that are public; their lists in a query each."""
        if ids:
            yield from map(self._document, self.with_lists(self.public(ids)))

    def _document(self, row) -> Document:
        found = self.found(row)
        facets = {name: _kept(values) for name, values in found.facets.items()}
        return Document(
            kind=self.name,
            id=str(getattr(row, self.id_column)),
            texts=_with_files(_with_names(found.texts, found.also), found.inside),
            date=found.day,
            facets={name: values for name, values in facets.items() if values},
            visible_from=getattr(row, "publish_at", None),
            visible_until=getattr(row, "expire_at", None),
        )

    def shown(self, ids) -> dict[str, Shown]:
        """Results to show, by id, of what the index has found just now. Of a short kind
        no query, where nothing came into it within the minute."""
        kept = _remembered(self) if self.is_short else {}
        asked = [pk for pk in ids if pk not in kept]
        drawn = self.drawn(asked) if asked else {}
        return drawn | {pk: kept[pk] for pk in ids if pk in kept}

    def drawn(self, ids) -> dict[str, Shown]:
        """The same of records that were named and not found: as they are now. What may
        not be seen any more is not among them."""
        return self.draw(self.seen(self.public(ids)))

    def may_be_seen(self, pk) -> bool:
        """By everybody, now."""
        return self.seen(self.public([pk])).exists()

    def ids_of(self, row) -> Iterable:
        """Ids of the records this row of whichever model is part of."""
        way = self.follows.get(type(row))
        if way is None:
            return ()
        if callable(way):
            return way(row)
        for name in way.split("."):
            row = getattr(row, name)
        return () if row is None else (row,)


@for_a_minute
def _remembered(kind: Kind) -> dict[str, Shown]:
    """What was taken away since is found no more: the index follows at once."""
    return kind.draw(kind.seen(kind.public())[:SHORT])


def _kept(values) -> list[str]:
    return [str(value)[:KEPT_FACETS] for value in dict.fromkeys(values) if value]


def _with_names(texts, also) -> dict[str, Text]:
    """A record without any text is found by its names alone."""
    texts = {code: text for code, text in texts.items() if text.title or text.body}
    texts = texts or {"en": Text("")}
    if not also:
        return texts
    first = next(iter(texts))
    title, body = texts[first]
    return texts | {first: Text(title, f"{body}\n\n{also}")}


def _with_files(texts, inside) -> dict[str, Text]:
    """A file in another language makes the record one that has something in it."""
    for code, said in inside.items():
        title, body = texts.get(code, Text(""))
        texts = texts | {code: Text(title, f"{body}\n\n{said}")}
    return texts


def in_languages(row, title: str, *body: str) -> dict[str, Text]:
    """The translated fields of a row as texts, in each language that has any."""
    found = {}
    for code in languages.NAMES:
        column = code.replace("-", "_")
        given = (getattr(row, f"{name}_{column}", "") for name in (title, *body))
        said = [rich_text.in_words(text) for text in given]
        if any(said):
            found[code] = Text(said[0], "\n\n".join(filter(None, said[1:])))
    return found


def marked(code: str) -> dict:
    """What a card says of the language of its title, where it is not the reader's."""
    foreign = code != (get_language() or "en")
    return {
        "lang": languages.tag(code) if foreign else "",
        "dir": languages.direction(code) if foreign else "",
    }


def day_in(year: int | None) -> date:
    """The middle of a year; of an unknown one no day that counts."""
    return date(year, 7, 1) if year and 1900 <= year <= 2200 else UNDATED


def places(countries) -> dict:
    """What a list of countries, read with their regions, is filed under."""
    regions = [c.reporting_region.code for c in countries if c.reporting_region]
    return {"country": [c.code for c in countries], "region": regions}


def with_hubs(rows, column: str, outer="pk"):
    """Rows that know as ``hub_codes`` the hubs that feature them; ``column`` of an item
    names such a record."""
    path = f"blocks__items__{column}"
    hubs = Hub.objects.filter(is_draft=False, **{path: OuterRef(outer)}).order_by()
    codes = StringAgg("code", Value(" "), output_field=CharField())
    joined = hubs.values(path).annotate(codes=codes)
    return rows.annotate(hub_codes=Subquery(joined.values("codes")))


def with_names(path: str) -> tuple:
    """What prefetch_related takes so that names_of() can read organisations that
    sealed rows lead to."""
    merges = OrganisationMerge.objects.open().select_related("kept")
    merges = merges.prefetch_related("kept__other_names")
    is_now = Prefetch(f"{path}__merged_away", merges, to_attr="is_now")
    return f"{path}__other_names", is_now


def names_of(organisation) -> list[str]:
    """All its names; where it was read with_names(), also those of the one it has been
    merged into. Reads ``other_names``."""
    if organisation is None:
        return []
    others = [other.name for other in organisation.other_names.all()]
    names = [organisation.name, organisation.acronym, *others]
    for merge in getattr(organisation, "is_now", ()):
        names += names_of(merge.kept)
    return list(dict.fromkeys(names))
