"""The one place where the engine meets the analyser of the languages."""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from oneplanet.search.documents import Document
from oneplanet.text import analysis
from oneplanet.text.folding import fold

TITLE_WEIGHT = 5
MOST_PLACES = 65_000  # words beyond are found, but not as part of a phrase
GAP = 16  # between two texts of a document: no phrase reaches over it
LONGEST_TERM, LONGEST_FORM = 80, 40


def parse(query: str, language: str):
    return analysis.parse(query, language)


def version() -> int:
    return analysis.ANALYSER_VERSION


class Analysed(NamedTuple):
    document: Document
    weights: dict[str, tuple[int, list]]  # as of weigh
    forms: list  # as of forms


def analyse(document: Document, average_length: float) -> Analysed:
    weights = weigh(document, average_length)
    return Analysed(document, weights, list(forms(document)))


def weigh(document: Document, average_length: float) -> dict[str, tuple[int, list]]:
    """term → (impact of 1 to 255, places), of all its texts; the impact is that of
    the text the term says most of."""
    found = defaultdict(lambda: [0, []])
    base = 0
    for language, text in document.texts.items():
        weights, length = defaultdict(int), 0
        for part, weight in ((text.title, TITLE_WEIGHT), (text.body, 1)):
            last = 0
            for term, place, *_ in analysis.terms(part, language):
                term, last = term[:LONGEST_TERM], place
                weights[term] += weight
                if base + place < MOST_PLACES:
                    found[term][1].append(base + place)
                length += 1
            base += last + GAP
        norm = 1.2 * (0.25 + 0.75 * length / average_length)
        for term, weight in weights.items():
            impact = max(1, round(255 * weight / (weight + norm)))
            found[term][0] = max(found[term][0], impact)
    return {t: (impact, sorted(set(p))) for t, (impact, p) in found.items()}


def average_length(documents) -> float:
    """Words in a text of theirs, on average."""
    lengths = [
        sum(len(analysis.terms(part, language)) for part in text)
        for document in documents
        for language, text in document.texts.items()
    ]
    return max(1, sum(lengths) / len(lengths)) if lengths else 100


def forms(document: Document):
    """(language, folded, form, term) of each word as it is written."""
    for language, text in document.texts.items():
        seen = set()
        for part in text:
            seen.update(analysis.surface_words(part, language))
        for form in sorted(seen):
            known = _form(form, language)
            if known:
                yield language, *known


@lru_cache(maxsize=100_000)
def _form(form: str, language: str) -> tuple[str, str, str] | None:
    folded, terms = fold(form), analysis.terms(form, language)
    if not terms or not 2 <= len(folded) <= LONGEST_FORM:
        return None
    return folded, form[:LONGEST_FORM], terms[0].term[:LONGEST_TERM]
