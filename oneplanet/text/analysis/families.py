"""Words that only a list brings together, read from the text files beside this one: a
line is one word in its forms, as people write them; what begins with # is a remark.
"""

from pathlib import Path

from oneplanet.text.folding import fold

_FOLDER = Path(__file__).parent


def families(name: str) -> list[list[str]]:
    """The forms of each word, folded, that by which the others are known first."""
    lines = (_FOLDER / f"{name}-words.txt").read_text(encoding="utf-8").splitlines()
    words = (fold(line).split() for line in lines if not line.startswith("#"))
    return [list(dict.fromkeys(forms)) for forms in words if forms]
