"""What the index suggests: words that begin so, words nearly so.

All of it is looked up among what is visible now: what was withdrawn suggests nothing.
"""

import re
from collections.abc import Iterable

from django.utils import timezone

from oneplanet.search import finding, postings, statements
from oneplanet.search.documents import Request
from oneplanet.search.memory import KEEPER
from oneplanet.search.models import SearchForm
from oneplanet.text.folding import fold
from oneplanet.text.languages import NAMES, OWN_LETTERS

LOOKED_AT = 40  # forms, of which the best are suggested
SHORTEST_MENDED, LONGEST_MENDED = 4, 24
ALPHABETS = ("abcdefghijklmnopqrstuvwxyzñ", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
ALPHABETS += ("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي",)
LETTERS = {"ru": re.compile("[а-я]"), "ar": re.compile("[\u0620-\u06ff]")}
# The index of forms begins with the language: where none is named it is read whole.
OF_ANY_LANGUAGE, LANGUAGES = "generation = %s AND language IN (*)", list(NAMES)


def suggest(beginning: str, language: str, limit: int = 8, *, keeper=KEEPER):
    """What was typed with its last word completed, in ways that find something; those
    that find most first."""
    memory = keeper.now()
    before, _space, last = beginning[-200:].rpartition(" ")
    folded = fold(last)
    if not folded:
        return []
    visible = memory.visible(timezone.now())
    among = finding.find(memory, visible, Request(before, language)).hits
    where = (
        "generation = %s AND language IN (*) AND folded >= %s AND folded < %s "
        "ORDER BY documents DESC, folded LIMIT %s"
    )
    span = (folded, folded + "\U0010ffff", LOOKED_AT)
    forms = _forms(where, memory.generation, _written_in(folded, language), *span)
    return [f"{before} {form}".strip() for form in _best(memory, among, forms)[:limit]]


def that_find(phrases: Iterable[str], language: str, *, keeper=KEEPER) -> list[str]:
    """Of some phrases those whose words all stand in a document; those that find most
    first. Two statements each."""
    memory = keeper.now()
    visible = memory.visible(timezone.now())
    found = {}
    for phrase in phrases:
        result = finding.find(memory, visible, Request(phrase, language))
        found[phrase] = 0 if result.any_word else len(result.hits)
    return sorted(filter(found.get, found), key=lambda phrase: -found[phrase])


def nearest(memory, word: str, language: str, is_like=None) -> str | None:
    """The word one letter away that most documents have, of those that are like it."""
    near = _near(word)
    if not near:
        return None
    where = (
        "generation = %s AND language IN (*) AND folded IN (*) "
        "ORDER BY documents DESC, folded LIMIT %s"
    )
    languages = [language] if language == "en" else [language, "en"]
    forms = _forms(where, memory.generation, languages, near, LOOKED_AT)
    forms = [(form, term) for form, term in forms if not is_like or is_like(form)]
    best = _best(memory, memory.visible(timezone.now()), forms)
    # One seldom errs in the first letter.
    best.sort(key=lambda form: fold(form)[0] != word[0])
    return best[0] if best else None


def written(memory, surfaces: list[str]) -> set[str]:
    """Those of some folded words that stand so in a document, of any language."""
    if not surfaces:
        return set()
    where = f"{OF_ANY_LANGUAGE} AND folded IN (*)"
    given = memory.generation, LANGUAGES, surfaces
    found = statements.select(SearchForm, "folded", where, *given)
    return {folded for (folded,) in found}


def between(memory, visible, before: str, after: str, most: int) -> str | None:
    """The character that makes pairs with both: Chinese, from what is written so."""
    where = (
        f"{OF_ANY_LANGUAGE} AND folded >= %s AND folded < %s "
        "ORDER BY documents DESC, folded LIMIT %s"
    )
    among = memory.generation, LANGUAGES
    span = (before, before + "\U0010ffff", most)
    forms = [f for f in _forms(where, *among, *span) if len(f[1]) == 2]
    signs = [form[1] for form in _best(memory, visible, forms)]
    if not signs:
        return None
    where = f"{OF_ANY_LANGUAGE} AND folded IN (*) ORDER BY documents DESC, folded"
    pairs = [sign + after for sign in signs]
    best = _best(memory, visible, _forms(where, *among, pairs))
    return best[0][0] if best else None


def _written_in(word: str, language: str) -> list[str]:
    """The languages a word may be of: the reader's, and that of its own letters."""
    own = next((code for code, sign in LETTERS.items() if sign.match(word)), "en")
    is_foreign = own in OWN_LETTERS or language in OWN_LETTERS
    return list(dict.fromkeys([language, own])) if is_foreign else [language]


def _forms(where, *given) -> list[tuple[str, str]]:
    return statements.select(SearchForm, "form, term", where, *given)


def _best(memory, among, forms) -> list[str]:
    """Of the forms of each term the first, by how many documents have it; those that
    none has are left out."""
    by_term = {}
    for form, term in forms:
        by_term.setdefault(term, form)
    rows = postings.read(memory.generation, by_term)
    found = {term: len(postings.union(r) & among) for term, r in rows.items()}
    terms = [term for term in by_term if found.get(term)]
    return [by_term[term] for term in sorted(terms, key=lambda term: -found[term])]


def _near(word: str) -> list[str]:
    """All that one letter more, less, other or exchanged makes of it."""
    if not SHORTEST_MENDED <= len(word) <= LONGEST_MENDED:
        return []
    letters = next((a for a in ALPHABETS if set(word) & set(a)), "")
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    near = {a + b[1:] for a, b in parts if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in parts if len(b) > 1}
    # Its first letter nobody exchanges for another: youth is not meant to be south.
    near |= {a + letter + b[1:] for a, b in parts if a and b for letter in letters}
    near |= {a + letter + b for a, b in parts for letter in letters}
    return sorted(near - {word})
