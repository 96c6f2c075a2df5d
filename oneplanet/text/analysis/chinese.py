"""Chinese: characters made simplified, and words found by pairs of characters.

No dictionary parts the words: a segmenter loses half of what is looked for, because it
parts a query and a text in different places.
"""

import re
from functools import cache
from pathlib import Path

from oneplanet.text.analysis.pieces import MOST_KNOWN
from oneplanet.text.analysis.scanning import HAN, HAN_SIGN
from oneplanet.text.folding import fold

_TABLE = Path(__file__).with_name("traditional.txt")
_PARTED = re.compile(f"[^{HAN}]")


class _Simple(dict):
    """Code point → folded, simplified character, worked out when it is first met."""

    def __missing__(self, code):
        plain = fold(chr(code))
        simple = _simplified().get(plain, plain)
        if len(self) < MOST_KNOWN:
            self[code] = simple
        return simple


SIMPLE = _Simple()


def characters(run: str) -> list[tuple[str, int, int]]:
    """The characters of a run, simplified, each with where it stands in the run."""
    simple = simplified(run)
    if simple:
        return [(sign, n, n + 1) for n, sign in enumerate(simple)]
    return [
        (simple, *sign.span())
        for sign in HAN_SIGN.finditer(run)
        if (simple := sign[0].translate(SIMPLE))
    ]


def simplified(run: str) -> str:
    """The whole run; empty where its characters don't stand one for one."""
    simple = run.translate(SIMPLE)
    return "" if len(simple) != len(run) or _PARTED.search(run) else simple


@cache
def _simplified() -> dict[str, str]:
    """Traditional character → simplified one, read when the first run is met."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {sign: simple for simple, signs in rows for sign in signs}
