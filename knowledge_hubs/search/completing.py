"""What is offered while somebody types.

Words are completed by the engine. Chinese has none to complete, and pairs of characters
say nothing: there whole names are offered that hold what was typed.
"""

from itertools import chain, islice

from knowledge_hubs.search.vocabulary import names_in
from oneplanet.search.suggesting import suggest, that_find
from oneplanet.text.analysis.chinese import SIMPLE
from oneplanet.text.analysis.scanning import HAN_SIGN

CHINESE = "zh-hans"
LOOKED_AT = 12  # names, of which the best are offered
MOST = 8


def suggestions(typed: str, language: str) -> list[str]:
    """What was typed with its end completed, in ways that find something."""
    if not HAN_SIGN.search(typed[-1:]):
        return suggest(typed, language) if typed else []
    before, _space, last = typed.rpartition(" ")
    found = that_find(islice(_names_with(last), LOOKED_AT), CHINESE)
    return [f"{before} {name}".strip() for name in found[:MOST]]


def _names_with(part: str):
    """The names that begin so, then those that hold it; in each the shortest first."""
    wanted = part.translate(SIMPLE)
    plain = {name: name.translate(SIMPLE) for name in names_in(CHINESE)}
    names = sorted((n for n in plain if wanted in plain[n]), key=lambda n: (len(n), n))
    begun = [name for name in names if plain[name].startswith(wanted)]
    return chain(begun, (name for name in names if name not in begun))
