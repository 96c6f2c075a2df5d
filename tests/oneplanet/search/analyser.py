"""A stand-in for the analyser of the languages: so plain that tests can foresee it.

Words are runs of letters in lower case; a plural "s" goes. `"…"` is a phrase, `-`
excludes, a last word of three letters may be the beginning of one.
"""

import re
from typing import NamedTuple

ANALYSER_VERSION = 1


class Term(NamedTuple):
    term: str
    position: int
    start: int
    end: int


class Word(NamedTuple):
    surface: str
    terms: tuple[str, ...]
    start: int
    end: int
    is_prefix_ok: bool


class Query(NamedTuple):
    words: list[Word]
    phrases: list[list[Word]]
    excluded: list[Word]


def _stem(word):
    word = word.lower()
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def terms(text, language):
    found = enumerate(re.finditer(r"\w+", text))
    return [Term(_stem(m[0]), place, *m.span()) for place, m in found]


def surface_words(text, language):
    yield from re.findall(r"\w+", text)


def _words(text, at, *, is_last=False):
    return [
        Word(m[0], (_stem(m[0]),), at + m.start(), at + m.end(), False)
        for m in re.finditer(r"\w+", text)
    ]


def parse(query, language):
    words, phrases, excluded = [], [], []
    for match in re.finditer(r'"([^"]*)"|-(\w+)|(\w+)(\*?)', query):
        phrase, minus, plain, star = match.groups()
        if plain:
            (word,) = _words(plain, match.start())
            is_prefix_ok = len(plain) >= 3 and bool(star)
            words.append(word._replace(is_prefix_ok=is_prefix_ok))
        elif minus:
            excluded += _words(minus, match.start() + 1)
        elif phrase:
            phrases.append(_words(phrase, match.start() + 1))
    return Query(words, phrases, excluded)
