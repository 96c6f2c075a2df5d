"""What a text speaks of, named alike whichever of the six languages it is in.

Two lists beside this file say what things and cities are called; a text is walked
along its analysed words, so that forms of a word count as the word. For comparing texts
of two languages with each other, never for showing.
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from oneplanet.text import analysis
from oneplanet.text.analysis.chinese import characters
from oneplanet.text.analysis.scanning import STRETCHES

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")  # the columns of the lists
LISTS = ("words", "places")
FOLDER = Path(__file__).parent
COMMON = {"What is done", "How far and when"}  # sections said of nearly everything


class Spoken(NamedTuple):
    """What a text speaks of: ``words`` and ``places`` by their English names."""

    words: frozenset[str]
    places: frozenset[str]


class Step(NamedTuple):
    """All that one word of a text may be, or a Chinese character; ``is_name`` where it
    may be a name: it begins with a capital letter, or its script has none."""

    terms: tuple[str, ...]
    is_name: bool = True


class Concept(NamedTuple):
    """One line of a list; ``labels`` by language."""

    name: str
    list: str
    is_common: bool
    labels: dict[str, tuple[str, ...]]


def spoken_of(text: str, language: str) -> Spoken:
    """``language`` is a code of the portal; a text in another speaks of nothing."""
    tree = _tree(language.partition("-")[0])
    found = {name: set() for name in LISTS}
    for steps in _runs(text, language):
        for concept in _walked(tree, steps):
            found[concept.list].add(concept.name)
    return Spoken(*(frozenset(found[name]) for name in LISTS))


@cache
def common_words() -> frozenset[str]:
    """Names of what nearly every report speaks of: they tell little."""
    return frozenset(concept.name for concept in concepts() if concept.is_common)


@cache
def concepts() -> tuple[Concept, ...]:
    """All lines of both lists. Raises ValueError for a line without six columns."""
    return tuple(line for name in LISTS for line in _read(name))


def _read(name) -> Iterator[Concept]:
    section = ""
    for line in (FOLDER / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("# ---"):
            section = line.strip("# -")
        elif line and not line.startswith("#"):
            cells = [
                tuple(filter(None, map(str.strip, cell.split(","))))
                for cell in line.split("|")
            ]
            labels = dict(zip(LANGUAGES, cells, strict=True))
            yield Concept(labels["en"][0], name, section in COMMON, labels)


@cache
def _tree(language: str) -> dict:
    """The labels of a language, step by step; what ends at a node is under None."""
    tree = {}
    for concept in concepts():
        for label in concept.labels.get(language, ()):
            node = tree
            for steps in _runs(label, language):
                for step in steps:
                    node = node.setdefault(step.terms[0], {})
            node.setdefault(None, []).append(concept)
    return tree


def _runs(text, language) -> Iterator[list[Step]]:
    """The steps of a text: words as they are analysed, or of Chinese the characters of
    one run."""
    if language.startswith("zh"):
        for stretch in STRETCHES.finditer(text):
            if stretch.lastgroup == "run":
                yield [Step((sign[0],)) for sign in characters(stretch[0])]
        return
    terms = sorted(analysis.terms(text, language), key=_position)
    groups = (list(together) for _place, together in groupby(terms, key=_position))
    yield [
        Step(tuple(term.term for term in group), not text[group[0].start].islower())
        for group in groups
    ]


def _position(term) -> int:
    return term.position


def _walked(tree, steps) -> Iterator[Concept]:
    """Cities only where the text writes a name: "bons" is not Bonn."""
    for start in range(len(steps)):
        nodes, is_name = [tree], False
        for step in steps[start:]:
            nodes = [n[term] for n in nodes for term in step.terms if term in n]
            if not nodes:
                break
            is_name = is_name or step.is_name
            for node in nodes:
                for concept in node.get(None, ()):
                    if is_name or concept.list != "places":
                        yield concept
