"""What goes into the index, what it is asked, what it answers: plain rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

KIND, LANGUAGE = "kind", "language"  # facets every document has of itself


class Key(NamedTuple):
    """What a document is called outside: its kind and its key there."""

    kind: str
    id: str


class Text(NamedTuple):
    title: str
    body: str = ""


@dataclass(frozen=True)
class Document:
    """One record of the portal, with its text in one language or in several.

    It is found by each of its texts and is one result all the same. ``visible_from``
    and ``visible_until`` bound when it is shown; it may be indexed before.
    """

    kind: str
    id: str
    texts: Mapping[str, Text]  # by language
    date: date
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    visible_from: datetime | None = None
    visible_until: datetime | None = None

    @property
    def key(self) -> Key:
        return Key(self.kind, self.id)

    def all_facets(self):
        """(facet, value), each once, with its kind and its languages."""
        yield KIND, self.kind
        for language in self.texts:
            yield LANGUAGE, language
        for facet, values in self.facets.items():
            for value in dict.fromkeys(values):
                yield facet, value


@dataclass(frozen=True)
class Request:
    """``selected`` narrows: any value of a facet, of every facet named. ``kinds``
    narrows too, but is no choice of the reader: no count ignores it. ``meanings``:
    what a term of the query means besides, as (facet, value): documents with that
    value have the word too, whatever the language of their texts. Several words mean
    something by their surfaces, parted by spaces. ``other_words``: the same said
    otherwise, as (language, text): documents with that phrase have the words too.
    ``weights``: kind → what its scores are multiplied by. ``like``: instead of a
    query, the words of a document (likeness.telling_words) that others share;
    ``besides`` is that document, which is no result. ``only``: of what is found, these
    documents and no others.
    """

    query: str = ""
    language: str = "en"
    selected: Mapping[str, Sequence[str]] = field(default_factory=dict)
    count: Sequence[str] = ()
    kinds: Sequence[str] = ()
    meanings: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    other_words: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    like: Mapping[str, int] = field(default_factory=dict)
    besides: Key | None = None
    newest_first: bool = False
    offset: int = 0
    limit: int = 20
    at: datetime | None = None  # now
    only: Sequence[Key] | None = None


class Hit(NamedTuple):
    key: Key
    score: float  # 0 where nothing was asked
    is_meant: bool = False  # one of the words at least by its meaning alone


@dataclass(frozen=True)
class Answer:
    """``counts``: facet → value → documents, without zeros; each facet counted as if
    nothing of itself were selected. ``any_word``: no document has all the words, so
    these have some. ``unknown``: words of the query no document has."""

    total: int
    hits: list[Hit]
    counts: dict[str, dict[str, int]]
    any_word: bool = False
    unknown: tuple[str, ...] = ()
