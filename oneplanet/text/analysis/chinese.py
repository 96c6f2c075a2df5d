"""Chinese: characters made simplified, and words found by pairs of characters.

No dictionary parts the words: a segmenter loses half of what is looked for, because it
parts a query and a text in different places.
"""

from functools import cache
from pathlib import Path

from oneplanet.text.analysis.scanning import HAN_SIGN
from oneplanet.text.folding import fold

_TABLE = Path(__file__).with_name("traditional.txt")


def characters(run: str) -> list[tuple[str, int, int]]:
    """The characters of a run, simplified, each with where it stands in the run."""
    simple = _simplified()
    found = []
    for sign in HAN_SIGN.finditer(run):
        plain = fold(sign[0])
        found.append((simple.get(plain, plain), *sign.span()))
    return found


@cache
def _simplified() -> dict[str, str]:
    """Traditional character → simplified one, read when the first run is met."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if not line.startswith("#"))
    return {sign: simple for simple, signs in rows for sign in signs}
