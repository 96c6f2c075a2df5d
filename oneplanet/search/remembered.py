"""What is like a document, remembered by this process until anything in the index
changes: pages show it beside the document each time they are asked for.
"""

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace

from oneplanet.search import asking
from oneplanet.search.documents import Key, Request
from oneplanet.search.memory import KEEPER

MOST = 5_000  # documents of which it is remembered


def alike(
    key: Key,
    telling: Callable[[], Mapping[str, int]],
    language: str,
    kinds: Sequence[str],
    most: int,
) -> list[Key]:
    """The best first, without itself. One statement; three where it is not remembered.
    ``telling`` makes its telling words."""
    memory = KEEPER.now()
    kept = memory.kept.setdefault("alike", {})
    name = (key, language, kinds, most)
    if name not in kept:
        if len(kept) >= MOST:
            kept.clear()
        given = {"like": telling(), "kinds": kinds, "limit": most + 1}
        request = Request(language=language, **given)
        found = asking.search(request, keeper=SimpleNamespace(now=lambda: memory))
        kept[name] = [hit.key for hit in found.hits if hit.key != key][:most]
    return kept[name]
