"""Stems of words in Latin and Cyrillic letters, by Snowball, on folded words.

What the algorithms expect and folding took away, or what they miss and our subject
needs, is put right before them: one short list per language.
"""

import re
import threading

import Stemmer

LATIN = ("en", "fr", "es")
_NAMES = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian"}

# Words whose stem is another's: plurals that no rule makes.
_AS = {
    "en": {
        **{"analyses": "analysis", "bases": "basis", "crises": "crisis"},
        **{"gases": "gas", "indices": "index", "criteria": "criterion"},
        **{"women": "woman", "men": "man", "children": "child", "feet": "foot"},
        **{"leaves": "leaf", "lives": "life", "media": "medium", "data": "datum"},
    },
    "fr": {"yeux": "oeil", "cieux": "ciel"},
    "es": {},
    "ru": {"люди": "человек", "людей": "человек", "дети": "ребенок"},
}
# Endings that are rewritten before Snowball sees the word, in this order.
_ENDINGS = {
    # organise, organisation → organize, organization
    "en": ((re.compile(r"(?<=..)is(e|ed|er|ers|es|ing|ation|ations)$"), r"iz\1"),),
    # The accents French suffixes are known by: durabilité, développée.
    "fr": (
        (re.compile(r"(?<=...)ite(s?)$"), r"ité\1"),
        (re.compile(r"(?<=..)ee(s?)$"), r"ée\1"),
    ),
    # ciudades → ciudad; años → año, too short for Snowball; sostenibilidad → -ble
    "es": (
        (re.compile(r"(?<=..)ades$"), "ad"),
        (re.compile(r"^(..[aeo])s$"), r"\1"),
        (re.compile(r"(?<=..)bilidad$"), "ble"),
    ),
    "ru": (),
}
_PLAIN = str.maketrans("éèêëàâîïôöûüùçáíóú", "eeeeaaiioouuucaiou")
_here = threading.local()  # a Stemmer serves one thread


def stem(word: str, language: str) -> str:
    """The stem of a folded word; ``language`` is en, fr, es or ru."""
    word = _AS[language].get(word, word)
    for ending, instead in _ENDINGS[language]:
        word = ending.sub(instead, word)
    try:
        stemmer = getattr(_here, language)
    except AttributeError:
        stemmer = Stemmer.Stemmer(_NAMES[language], 0)
        setattr(_here, language, stemmer)
    return stemmer.stemWord(word).translate(_PLAIN) or word
