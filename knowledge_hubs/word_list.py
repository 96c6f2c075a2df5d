"""The glossary as a page prints it: in the order of the reader's language."""

from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.translation import get_language

from knowledge_hubs.models import GlossaryTerm
from oneplanet.text import languages
from oneplanet.text.folding import fold

OTHER = "#"  # stands for words that begin with no letter


@dataclass(frozen=True, slots=True)
class Entry:
    """A word as the reader's language has it; ``others`` are (language code, word,
    abbreviation) in the other five, as far as they are known.
    """

    term: GlossaryTerm
    word: str
    language: str
    key: str  # what it is put in order by
    others: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Words under one letter; "" where the script has none."""

    letter: str
    entries: list[Entry]

    @property
    def id(self) -> str:
        return f"letter-{'other' if self.letter == OTHER else self.letter}"


def word_list(query: str = "") -> list[Group]:
    """Words that have all of ``query`` in any language, by letter. Two queries."""
    wanted = fold(query).split()
    terms = GlossaryTerm.objects.select_related("document").prefetch_related("see_also")
    entries = [
        _entry(term)
        for term in terms
        if all(word in _found_by(term) for word in wanted)
    ]
    entries.sort(key=lambda entry: (entry.key, entry.term.pk))
    return [
        Group(letter, list(rows))
        for letter, rows in groupby(entries, lambda entry: _letter(entry.key))
    ]


def letters(groups: list[Group]) -> list[Group]:
    """Those the page leads to: none where words stand under no letters."""
    return [group for group in groups if group.letter]


def _entry(term):
    word, language = languages.shown(term, "word")
    return Entry(term, word, language, _key(word), _others(term, language))


def _others(term, language):
    found = (
        (
            code,
            getattr(term, f"word_{column}") or "",
            getattr(term, f"abbreviation_{column}") or "",
        )
        for code, column in _COLUMNS.items()
        if code != language
    )
    return [other for other in found if other[1]]


_COLUMNS = {code: code.replace("-", "_") for code, _name in settings.LANGUAGES}
_PARTS = ("word", "abbreviation", "meaning")


def _found_by(term) -> str:
    texts = (
        getattr(term, f"{part}_{column}")
        for part in _PARTS
        for column in _COLUMNS.values()
    )
    return fold(" ".join(filter(None, texts)))


def _key(word: str) -> str:
    """Folded, from its first letter or digit on; in Arabic without the article."""
    folded = fold(word)
    start = next((at for at, char in enumerate(folded) if char.isalnum()), 0)
    key = folded[start:]
    return key.removeprefix("ال") if get_language() == "ar" else key


def _letter(key: str) -> str:
    """The letter it stands under: digits together, Chinese under none."""
    if get_language() == "zh-hans":
        return ""
    first = key[:1]
    return first.upper() if first.isalpha() else OTHER
