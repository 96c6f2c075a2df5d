"""An analyser tests can foresee: words are runs of letters, a plural "s" goes.

`"…"` is a phrase, `-` excludes, a star makes a beginning; every word of three letters
may be one. Words of a CHINESE run are written with dots: a.b.c.d.
"""

import re

from oneplanet.text.analysis import Query, Term, Word

ANALYSER_VERSION = 1


def _stem(word):
    word = word.lower()[:64]
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def terms(text, language):
    found = enumerate(re.finditer(r"\w+", text))
    return [Term(_stem(m[0]), place, *m.span()) for place, m in found]


def gather(text, language, places, forms, first=0):
    found = terms(text, language)
    for term, place, start, end in found:
        places[term].append(first + place)
        forms[text[start:end]] = term
    return len(found), first + len(found)


def _words(text, *, star="", run=0):
    return tuple(
        Word(m[0], (_stem(m[0]),), *m.span(), len(m[0]) >= 3, bool(star), run)
        for m in re.finditer(r"\w+", text)
    )


def parse(query, language):
    words, phrases, excluded = (), (), ()
    for match in re.finditer(r'(-?)"([^"]*)"|-(\w+)|([\w.]+)(\*?)', query):
        minus, phrase, without, plain, star = match.groups()
        if plain:
            run = match.start() + 1 if "." in plain else 0
            words += _words(plain, star=star, run=run)
        elif without or minus:
            excluded += (_words(without or phrase),)
        elif phrase:
            phrases += (_words(phrase),)
    return Query(words, phrases, excluded, (), False)
