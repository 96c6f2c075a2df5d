"""What the words of a query mean besides: values of facets they are the labels of, and
the same said in other words and languages. Record 28 says what comes of it.
"""

from collections.abc import Iterable
from typing import NamedTuple

from oneplanet.search import words

MOST_LABELS = 12  # of a query, each with all it means
MOST_SAID = 24  # other ways to say them
LONGEST_LABEL = 12  # words


class Meaning(NamedTuple):
    """One thing and what it is called: ``labels`` as (language, text), ``values`` as
    (facet, value). ``is_said``: whoever writes one of its labels means it, so a query
    for one finds texts with another; and with what is ``said_too``, which is looked for
    and means nothing where somebody asks for it."""

    labels: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...] = ()
    is_said: bool = False
    said_too: tuple[tuple[str, str], ...] = ()


class Meanings:
    """All that has a label, found by the words of a query. Made once for many."""

    def __init__(self, meanings: Iterable[Meaning]):
        self.tree = {}
        for meaning in meanings:
            labels = [
                (code, form) for code, text in meaning.labels for form in _forms(text)
            ]
            meaning = meaning._replace(labels=tuple(labels))
            for language, text in labels:
                self._add(text, language, meaning)

    def _add(self, text, language, meaning):
        label = words.parse(text, language).words
        if not 0 < len(label) <= LONGEST_LABEL:
            return
        node = self.tree
        for word in label:
            node = node.setdefault(word.terms[0], {})
        node.setdefault(None, []).append(meaning)

    def of(self, query: str, language: str) -> dict[str, dict]:
        """``meanings`` and ``other_words`` of a Request with this query."""
        asked = words.parse(query, language).words
        values, said = {}, {}
        for start, end, meanings in self._found(asked)[:MOST_LABELS]:
            key = " ".join(word.surface for word in asked[start:end])
            if key in values:
                continue
            values[key] = [pair for meaning in meanings for pair in meaning.values]
            others = [(*one.labels, *one.said_too) for one in meanings if one.is_said]
            room = MOST_SAID - sum(map(len, said.values()))
            said[key] = list(dict.fromkeys(sum(others, ())))[: max(room, 0)]
        return {"meanings": values, "other_words": said}

    def _found(self, asked):
        """(first, one past the last, meanings) of all labels in a query; the longest
        first."""
        found = {}
        for start in range(len(asked)):
            nodes = [self.tree]
            for end in range(start, len(asked)):
                terms = asked[end].terms
                nodes = [n[term] for n in nodes for term in terms if term in n]
                for node in nodes:
                    found.setdefault((start, end + 1), []).extend(node.get(None, ()))
        kept = ((start, end, some) for (start, end), some in found.items() if some)
        return sorted(kept, key=lambda one: (one[0] - one[1], one[0]))


def _forms(label: str):
    """As it is written; if it ends with brackets, without them."""
    yield label
    before, bracket, after = label.replace("（", "(").partition("(")
    if bracket and before.strip():
        yield before.strip()
