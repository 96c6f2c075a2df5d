"""What a page of results says of the documents of a benchmark, which no records stand
behind: their own titles and texts, and a label for each value.
"""

from contextlib import contextmanager
from unittest.mock import patch

from knowledge_hubs.search import facets, results
from knowledge_hubs.search.one_kind import Shown
from knowledge_hubs.search.vocabulary import labels
from oneplanet.search.documents import Document
from oneplanet.search.memory import KEEPER
from oneplanet.search_bench import corpus


@contextmanager
def drawn(found: dict):
    """Within it results are drawn of the documents ``found`` has by their keys; what it
    lacks is put into it as None, and not drawn."""

    def made(keys):
        return {key: (key, _shown(found.setdefault(key))) for key in keys}

    with (
        patch.object(results, "_made", made),
        patch.object(facets, "labels", _labels),
    ):
        KEEPER.memory.kept.pop("shown", None)
        yield found
    KEEPER.memory.kept.pop("shown", None)


def _shown(document: Document | None) -> Shown | None:
    if document is None:
        return None
    (language, text), *_others = document.texts.items()
    card = {
        "url": f"/{document.kind}/{document.id}/",
        "title": text.title,
        "programme": "SFS",
        "programme_name": "Sustainable food systems",
        "kind": "Tools",
        "who": "An organisation",
        "where": "Kenya",
        "when": str(document.date.year),
    }
    return Shown(card, language, document.texts)


def _labels() -> dict[str, dict[str, str]]:
    known = dict(labels())
    for facet, (values, _each) in corpus.FACETS.items():
        known[facet] = {f"v{n}": f"A value of some length {n}" for n in range(values)}
    return known
