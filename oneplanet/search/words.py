"""The one place where the engine meets the analyser of the languages."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from oneplanet.search.documents import Document
from oneplanet.text import analysis
from oneplanet.text.folding import fold

TITLE_WEIGHT = 5
MOST_PLACES = 65_000  # words beyond are found, but not as part of a phrase
GAP = 16  # between two texts of a document: no phrase reaches over it
LONGEST_FORM = 40
LONGEST_ACRONYM = 6


def parse(query: str, language: str) -> analysis.Query:
    return analysis.parse(query, language)


def terms(text: str, language: str) -> list[analysis.Term]:
    return analysis.terms(text, language)


def version() -> int:
    return analysis.ANALYSER_VERSION


class Analysed(NamedTuple):
    """``weights``: term → (impact of 1 to 255, places). The impact is that of the
    text the term says most of. ``written``: (language, word as it stands) → term."""

    document: Document
    weights: dict[str, tuple[int, list[int]]]
    written: dict[tuple[str, str], str]


def analyse(document: Document, average_length: float) -> Analysed:
    impacts, places, written, base = {}, defaultdict(list), {}, 0
    for language, text in document.texts.items():
        weights, length = defaultdict(int), 0
        for part, weight in ((text.title, TITLE_WEIGHT), (text.body, 1)):
            found = analysis.terms(part, language)
            for term, place, start, end in found:
                weights[term] += weight
                places[term].append(base + place)
                written[language, part[start:end]] = term
            length += len(found)
            base += found[-1].position + GAP if found else 0
        norm = 1.2 * (0.25 + 0.75 * length / average_length)
        for term, weight in weights.items():
            impact = max(1, round(255 * weight / (weight + norm)))
            if impact > impacts.get(term, 0):
                impacts[term] = impact
    if base > MOST_PLACES:
        places = {t: [p for p in ps if p < MOST_PLACES] for t, ps in places.items()}
    weights = {term: (impact, places[term]) for term, impact in impacts.items()}
    return Analysed(document, weights, written)


def average_length(documents: Iterable[Document]) -> float:
    """Words in a text of theirs, on average."""
    lengths = [
        sum(len(analysis.terms(part, language)) for part in text)
        for document in documents
        for language, text in document.texts.items()
    ]
    return max(1, sum(lengths) / len(lengths)) if lengths else 100


def form(text: str) -> tuple[str, str] | None:
    """(folded, as shown) of a word; none of numbers and what is very short or long."""
    folded = fold(text)
    if not 2 <= len(folded) <= LONGEST_FORM or any(map(str.isdecimal, folded)):
        return None
    is_acronym = text.isupper() and len(text) <= LONGEST_ACRONYM
    return folded, (text if is_acronym else text.lower())[:LONGEST_FORM]
