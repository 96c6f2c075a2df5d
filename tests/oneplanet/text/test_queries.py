"""What a visitor's query asks for, in six languages."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oneplanet.text.analysis import Query, Word, parse, terms, words
from oneplanet.text.analysis.queries import LONGEST_QUERY, MOST_PHRASES, MOST_WORDS
from tests.oneplanet.text.test_analysis import LANGUAGES, TEXTS


def asked(query, language="en"):
    """In the parts of a query only words as they are looked for, by their kind."""
    found = parse(query, language)
    return {
        "words": [word.surface for word in found.words],
        "phrases": [[word.surface for word in phrase] for phrase in found.phrases],
        "excluded": [[word.surface for word in phrase] for phrase in found.excluded],
        "ignored": list(found.ignored),
    }


def only(*words, phrases=(), excluded=(), ignored=()):
    return {
        "words": list(words),
        "phrases": [phrase.split() for phrase in phrases],
        "excluded": [phrase.split() for phrase in excluded],
        "ignored": list(ignored),
    }


# --- Words ---------------------------------------------------------------------------


def test_a_latin_word_is_looked_for_in_three_languages_the_readers_first():
    assert [word.terms for word in words("cities", "en")] == [("citi", "cit", "citi"[:0])[:2]]
    assert [word.terms for word in words("tables", "fr")] == [("tabl",)]
    assert [word.terms for word in words("universidades", "es")] == [
        ("univers", "universidad")
    ]


def test_a_word_of_parts_is_each_part_or_the_whole():
    assert words("re-use", "en") == [
        Word("re", ("re", "reus", "reuse"), 0, 2, False),
        Word("use", ("use", "us", "reus", "reuse"), 3, 6, True),
    ]
    assert finds("re-use", "reuse and re-use; to use it, re it")


def finds(query, text, language="en"):
    having = {term.term for term in terms(text, language)}
    return all(not having.isdisjoint(word.terms) for word in words(query, language))
