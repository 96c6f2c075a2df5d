"""What of a record is compared with others. No database in this module."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from oneplanet.text import analysis
from oneplanet.text.analysis.stop_words import is_stop_word
from oneplanet.text.concepts import spoken_of
from oneplanet.text.counted import counted
from oneplanet.text.folding import fold
from oneplanet.text.sounds import consonants

LONGEST = 3_000  # letters of summary and results that are read
SHORTEST = 4  # letters of a word in the name of an organisation that tells something
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_END = re.compile(r"[.!?:;]\s*$")
_NUMBER = re.compile(r"\d+")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}
_ASIDE = re.compile(r"[(（].*?[)）]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CLINGS = re.compile("^[وف]?(?:[بلك]?ال|لل|[بلك])?")  # to an Arabic word
_PHASES = {"first phase": 1, "second phase": 2, "third phase": 3}


class Filed(NamedTuple):
    """How a record is classified: codes, each set as chosen. ``organisations`` are who
    reports it and its partners, by key or folded name; ``reporter`` is the first.
    ``called`` is how the name of who reports sounds, ``partners`` how theirs do
    (sounds_of)."""

    programme: str = ""
    type: str = ""
    countries: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    reporter: str = ""
    organisations: frozenset[str] = frozenset()
    called: str = ""
    partners: frozenset[str] = frozenset()


UNFILED = Filed()


@dataclass(frozen=True, slots=True)
class Profile:
    """A record, made ready to be compared. ``terms`` and ``title`` are analysed words
    of its language; ``speaks`` and ``places`` are the same in all (spoken_of);
    ``names`` consonants of proper names; ``editions`` years and phases of its title;
    ``numbers`` how many of what it tells (counted).
    """

    language: str
    title: frozenset[str]
    terms: frozenset[str]
    title_speaks: frozenset[str]
    speaks: frozenset[str]
    places: frozenset[str]
    names: frozenset[str]
    editions: frozenset[int]
    numbers: frozenset[int]
    starts: date | None
    ends: date | None
    filed: Filed = UNFILED


def profile_of(
    *, language: str, title: str, text: str, starts=None, ends=None, filed=UNFILED
) -> Profile:
    """``text`` is what it says besides its title; only LONGEST letters are read."""
    text = text[:LONGEST]
    said, told = spoken_of(title, language), spoken_of(text, language)
    return Profile(
        language=language,
        title=frozenset(_terms(title, language)),
        terms=frozenset(_terms(f"{title}\n{text}", language)),
        title_speaks=said.words,
        speaks=said.words | told.words,
        places=said.places | told.places,
        names=frozenset(names_in(f"{title}. {text}", language)),
        editions=frozenset(_editions(title, said.words)),
        numbers=counted(f"{title}. {text}", language),
        starts=starts,
        ends=ends,
        filed=filed,
    )


def _terms(text, language) -> Iterable[str]:
    return (
        term.term
        for term in analysis.terms(text, language)
        if not is_stop_word(fold(text[term.start : term.end]), language)
    )


def names_in(text: str, language: str) -> Iterable[str]:
    """Consonants of what looks like a proper name: words with a capital letter that
    begin no sentence; all words of Arabic, which has none, with and without what
    clings to them."""
    has_capitals = not language.startswith(("ar", "zh"))
    for found in _WORD.finditer(text):
        word = found[0]
        before = text[max(0, found.start() - 3) : found.start()]
        is_first = found.start() == 0 or _END.search(before)
        is_upper = word[0].isupper() and (not is_first or word.isupper())
        if (is_upper or not has_capitals) and (sounds := consonants(word)):
            yield sounds
            if (bare := _CLINGS.sub("", word)) != word and (sounds := consonants(bare)):
                yield sounds


def sounds_of(name: str) -> str:
    """The words of an organisation's name in whichever letters, parted by spaces, what
    stands in brackets left out; of Chinese each two signs that follow one another."""
    return " ".join(sorted(set(_sounds(_ASIDE.sub("", name)))))


def _sounds(name) -> Iterable[str]:
    for word in _WORD.findall(name):
        if _CHINESE.search(word):
            yield from (word[n : n + 2] for n in range(len(word) - 1))
        elif len(word) >= SHORTEST or word.isupper():
            yield consonants(word) or fold(word)


def _editions(title, speaks) -> Iterable[int]:
    yield from (int(number) for number in _NUMBER.findall(title) if len(number) < 9)
    yield from (_PHASES[word] for word in speaks & _PHASES.keys())
    for word in _WORD.findall(title):
        if word.isupper() and word.lower() in _ROMAN:
            yield _ROMAN[word.lower()]
