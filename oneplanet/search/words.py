"""The one place where the engine meets the analyser of the languages."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from oneplanet.search.documents import Document
from oneplanet.text import analysis
from oneplanet.text.folding import fold

TITLE_WEIGHT = 5
MOST_PLACES = 65_000  # words beyond are found, but not as part of a phrase
GAP = 16  # between two texts of a document: no phrase reaches over it
LONGEST_FORM = 40
LABELS = 5_000  # remembered as they are read
LONGEST_ACRONYM = 6
WHOLE = "="  # begins what stands for a whole title; no word does
MOST_OF_WHOLE = 4  # words of a title that may be asked for as a whole
LONGEST_WHOLE = 80


def parse(query: str, language: str) -> analysis.Query:
    return analysis.parse(query, language)


def said(text: str, language: str) -> tuple[tuple[analysis.Word, ...], ...]:
    """The phrases a text is looked for by, from a list of labels asked for often."""
    return _said(analysis, text, language)


@lru_cache(LABELS)
def _said(analyser, text, language):
    read = analyser.parse(f'"{text}"', language)
    return read.phrases or (read.words,)


def terms(text: str, language: str) -> list[analysis.Term]:
    return analysis.terms(text, language)


def version() -> int:
    return analysis.ANALYSER_VERSION


class Analysed(NamedTuple):
    """``weights``: term → (impact of 1 to 255, places). The impact is that of the
    text the term says most of. ``written``: language → word as it stands → term.
    ``titles`` stand for its short titles as a whole."""

    document: Document
    weights: dict[str, tuple[int, list[int]]]
    written: dict[str, dict[str, str]]
    titles: frozenset[str]

    @property
    def postings(self) -> dict[str, tuple[int, list[int]]]:
        return self.weights | dict.fromkeys(self.titles, (255, []))


def analyse(document: Document, average_length: float) -> Analysed:
    impacts, places, written, first = {}, defaultdict(list), {}, 0
    titles = set()
    for language, text in document.texts.items():
        own, forms = defaultdict(list), {}
        in_title, end = analysis.gather(text.title, language, own, forms, first)
        titles |= _whole(own)
        first = _after(first, end)
        titled = {term: len(spots) for term, spots in own.items()}
        in_body, end = analysis.gather(text.body, language, own, forms, first)
        first = _after(first, end)
        _weigh(own, titled, (in_title + in_body) / average_length, impacts)
        written[language] = forms
        if places:
            for term, spots in own.items():
                places[term] += spots
        else:
            places = own
    if first > MOST_PLACES:
        places = {t: [p for p in ps if p < MOST_PLACES] for t, ps in places.items()}
    weights = {term: (impact, places[term]) for term, impact in impacts.items()}
    return Analysed(document, weights, written, frozenset(titles))


def whole(query: str, language: str) -> set[str]:
    """What a title that is the query, and nothing else, is found by; empty where it is
    too long."""
    places = defaultdict(list)
    analysis.gather(query, language, places, {})
    return _whole(places)


def _whole(places) -> set[str]:
    """One term for all the words: of each the first of its stems."""
    words = {}
    for term in sorted(places, reverse=True):
        words |= dict.fromkeys(places[term], term)
    if not 1 <= len(words) <= MOST_OF_WHOLE:
        return set()
    text = WHOLE + " ".join(words[place] for place in sorted(words))
    return {text} if len(text) <= LONGEST_WHOLE else set()


def _after(first, end):
    """Where the next text of a document begins."""
    return end - 1 + GAP if end > first else first


def _weigh(places, titled, length, impacts):
    """``length`` of the text, in average ones."""
    norm = 1.2 * (0.25 + 0.75 * length)
    more, of_weight = TITLE_WEIGHT - 1, {}
    for term, spots in places.items():
        weight = len(spots)
        if term in titled:
            weight += more * titled[term]
        impact = of_weight.get(weight)
        if impact is None:
            impact = round(255 * weight / (weight + norm)) or 1
            of_weight[weight] = impact
        if impact > impacts.get(term, 0):
            impacts[term] = impact


def average_length(documents: Iterable[Document]) -> float:
    """Words in a text of theirs, on average."""
    lengths = [
        sum(len(analysis.terms(part, language)) for part in text)
        for document in documents
        for language, text in document.texts.items()
    ]
    return max(1, sum(lengths) / len(lengths)) if lengths else 100


class Written:
    """How words are written in some documents, and in how many of them."""

    def __init__(self):
        self.terms, self.numbers = {}, {}  # each by language, then by form

    def add(self, analysed: Analysed):
        for language, terms in analysed.written.items():
            self.terms.setdefault(language, {}).update(terms)
            self.numbers.setdefault(language, Counter()).update(terms.keys())

    def rows(self):
        """(language, folded, form, term, documents), in order; of several ways to
        write a word the most frequent."""
        for language in sorted(self.terms):
            numbers, rows = self.numbers[language], {}
            for text, term in self.terms[language].items():
                folded, form = _form(text)
                known = rows.get(folded)
                if folded and (not known or known[-1] < numbers[text]):
                    rows[folded] = (language, folded, form, term, numbers[text])
            yield from (rows[folded] for folded in sorted(rows))


def _form(text: str) -> tuple[str, str]:
    """A word folded, and as it is shown; neither of numbers and of what is very short
    or long."""
    folded = fold(text)
    if not 2 <= len(folded) <= LONGEST_FORM or any(map(str.isdecimal, folded)):
        return "", ""
    is_acronym = text.isupper() and len(text) <= LONGEST_ACRONYM
    return folded, (text if is_acronym else text.lower())[:LONGEST_FORM]
