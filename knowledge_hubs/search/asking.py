"""What somebody asks for, read from the address: any address is a question."""

from dataclasses import dataclass, field

from django.http import QueryDict

from knowledge_hubs.search.vocabulary import FACETS
from oneplanet.search.documents import Key
from oneplanet.text.analysis import Query, parse
from oneplanet.text.fields import readable

MAX_LENGTH = 200
MOST_CHOSEN = 40  # values of one facet
LONGEST_VALUE = 120
LONGEST_FIND = 60
LAST_PAGE = 500
PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """``text`` as typed, for the field; ``read`` as the engine reads it. ``chosen``:
    facet → values, those of a facet nobody knows left out. ``like``: instead of words,
    the record that results are to be like. ``inside`` and ``find``: the facet all of
    whose values are shown, and what is looked for among them.
    """

    text: str
    language: str
    read: Query
    chosen: dict[str, list[str]] = field(default_factory=dict)
    newest_first: bool = False
    by_title: bool = False
    page: int = 1
    is_cut: bool = False
    like: Key | None = None
    inside: str = ""
    find: str = ""
    is_map: bool = False

    @classmethod
    def of(cls, query: QueryDict, language: str) -> "Asked":
        whole = readable(query.get("q", "")[: 2 * MAX_LENGTH]).strip()
        text = whole[:MAX_LENGTH]
        read = parse(text, language)
        chosen = {name: _values(query.getlist(name)) for name in FACETS}
        has_words = bool(read.wanted or read.excluded)
        inside = query.get("in", "")
        return cls(
            text=text,
            language=language,
            read=read,
            chosen={name: values for name, values in chosen.items() if values},
            newest_first=query.get("sort") == "newest",
            by_title=query.get("sort") == "title",
            page=_page(query.get("page", "")),
            is_cut=read.is_cut or len(whole) > MAX_LENGTH,
            like=None if has_words else _key(query.get("like", "")),
            inside=inside if inside in FACETS else "",
            find=readable(query.get("find", "")[:LONGEST_FIND]).strip(),
            is_map=query.get("view") == "map",
        )

    @property
    def sort(self) -> str:
        """As the address says it; "" for the best first."""
        return "newest" if self.newest_first else "title" if self.by_title else ""

    @property
    def has_words(self) -> bool:
        return bool(self.read.wanted or self.read.excluded)

    @property
    def is_ranked(self) -> bool:
        """Whether one result can be better than another."""
        return self.has_words or bool(self.like)

    @property
    def kept(self) -> dict[str, str]:
        """What an address of this search says besides what is chosen and the page."""
        like = ":".join(self.like) if self.like else ""
        view = "map" if self.is_map else ""
        said = {"q": self.text, "like": like, "sort": self.sort, "view": view}
        return {name: value for name, value in said.items() if value}

    def __bool__(self):
        return self.is_ranked or bool(self.chosen)


def _values(given) -> list[str]:
    values = dict.fromkeys(value.replace("\x00", "")[:LONGEST_VALUE] for value in given)
    return list(filter(None, values))[:MOST_CHOSEN]


def _key(given: str) -> Key | None:
    """A record as addresses name it, kind and number; None of anything else."""
    kind, _colon, number = given.partition(":")
    is_number = number.isascii() and number.isdecimal() and len(number) <= len("9" * 18)
    return Key(kind, str(int(number))) if is_number else None


def _page(given: str) -> int:
    is_number = given.isascii() and given.isdecimal() and len(given) <= len("500")
    return min(max(int(given), 1), LAST_PAGE) if is_number else 1
