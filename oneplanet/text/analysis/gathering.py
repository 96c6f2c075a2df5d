"""The terms of a text gathered for the index: what documents.terms says of it, several
times as fast, since a rebuild reads millions of words and most of them often.
"""

from oneplanet.text.analysis.chinese import simplified
from oneplanet.text.analysis.documents import latin_of, of_run
from oneplanet.text.analysis.numbers import of_number
from oneplanet.text.analysis.pieces import LONGEST
from oneplanet.text.analysis.scanning import STRETCHES
from oneplanet.text.analysis.written import pieces_of_word

# Stretches remembered, each in some 300 bytes: more than six languages use often. A
# process that saves single records comes nowhere near.
MOST_KNOWN = 120_000
_known = {}


def gather(text: str, language: str, places: dict, forms: dict, first=0):
    """Put each term's places into ``places`` (a defaultdict of lists), counted from
    ``first``, and into ``forms`` each word as it is written with a term of it.

    (how many terms, one past the last place)
    """
    languages = latin_of(language)
    _forget()
    of_words, of_numbers = _known.setdefault(languages, {}), _known.setdefault((), {})
    position, number = first, 0
    for run, digits, word in STRETCHES.findall(text):
        if word:
            found = of_words.get(word)
            if found is None:
                found = _read(word, pieces_of_word(word, languages), of_words)
        elif run and (simple := simplified(run)):
            _gather_run(run, simple, position, places, forms)
            position += max(len(run) - 1, 1)
            number += len(run)
            continue
        elif run:
            found = _read(run, of_run(run), {})
        else:
            found = of_numbers.get(digits)
            if found is None:
                found = _read(digits, of_number(digits), of_numbers)
        for term, step, form in found[0]:
            places[term].append(position + step)
            forms[form] = term
        position += found[1]
        number += len(found[0])
    return number, position


def _forget():
    if sum(map(len, _known.values())) > MOST_KNOWN:
        _known.clear()


def _read(stretch, pieces, known):
    """(term, step, form) of each piece, and how many places they take."""
    parts = tuple((p.term, p.step, stretch[p.start : p.end]) for p in pieces)
    found = parts, 1 + max((piece.step for piece in pieces), default=-1)
    if len(stretch) <= LONGEST:
        known[stretch] = found
    return found


def _gather_run(run, simple, position, places, forms):
    for at in range(len(run) - 1):
        pair = simple[at : at + 2]
        places[pair].append(position + at)
        forms[run[at : at + 2]] = pair
    last = simple[-1]
    places[last].append(position + max(len(run) - 2, 0))
    forms[run[-1]] = last
