"""A query as it was probably meant: words nobody writes, in the way others are written.

A word that finds nothing gives way to the nearest that does. One that finds something,
but that nobody writes so, may be a slip all the same, having the stem of a right word:
it gives way to a word that differs in the middle, since at the end words differ by
their grammar. Of Chinese, where pairs of characters are looked for, one wrong character
makes two pairs unknown.
"""

from functools import partial

from django.utils import timezone

from oneplanet.search import finding, suggesting, words
from oneplanet.search.documents import Request
from oneplanet.search.memory import KEEPER
from oneplanet.text.folding import fold

MOST_MENDED = 4  # words of a query
BEGINNING_SO = 400  # pairs looked at
ALIKE = 3  # letters at both ends of two words that differ by a slip


def mended(query: str, language: str, *, unknown=None, keeper=KEEPER) -> str | None:
    """The whole query with its slips mended; None where there is nothing to mend.
    ``unknown`` are the words that find nothing, where an Answer has just said so."""
    memory = keeper.now() if unknown is None else keeper.memory or keeper.now()
    visible = memory.visible(timezone.now())
    asked = words.parse(query, language).wanted
    if unknown is None:
        found = finding.find(memory, visible, Request(query, language)).words
        unknown = {word.surface for word in found if not word.said}
    numbers = {word.surface: word.surface not in unknown for word in asked}
    changes = _of_runs(memory, visible, asked, numbers)
    changes += _of_words(memory, asked, numbers, language)
    text = query
    for start, end, better in sorted(changes, reverse=True):
        text = text[:start] + better + text[end:]
    is_whole = len(words.parse(text, language).wanted) == len(asked)  # no common word
    return text if changes and is_whole else None


def _of_words(memory, asked, numbers, language):
    """(start, end, instead) of the first words that nobody writes so."""
    asked = [word for word in asked if word.is_prefix_ok and not word.is_prefix]
    asked = [word for word in asked if word.surface in numbers]
    written = suggesting.written(memory, [word.surface for word in asked])
    changes = []
    for word in [w for w in asked if w.surface not in written][:MOST_MENDED]:
        is_like = partial(_is_slip, word.surface) if numbers[word.surface] else None
        better = suggesting.nearest(memory, word.surface, language, is_like)
        if better:
            changes.append((word.start, word.end, better))
    return changes


def _is_slip(word, better):
    better = fold(better)
    return word[:ALIKE] == better[:ALIKE] and word[-ALIKE:] == better[-ALIKE:]


def _of_runs(memory, visible, asked, numbers):
    """The same of the first character that stands in two unknown pairs of a run."""
    for first, second in zip(asked, asked[1:], strict=False):
        is_run = first.run and first.run == second.run
        if (
            is_run
            and not numbers.get(first.surface)
            and not numbers.get(second.surface)
        ):
            before, after = first.surface[0], second.surface[-1]
            better = suggesting.between(memory, visible, before, after, BEGINNING_SO)
            return [(second.start, first.end, better)] if better else []
    return []
