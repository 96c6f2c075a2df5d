"""In which of the six languages a text is: by its letters, and where these are Latin by
its commonest words.
"""

import re
from collections import Counter

from oneplanet.text.analysis.stop_words import STOP_WORDS
from oneplanet.text.folding import fold

LOOKED_AT = 20_000  # letters
FEWEST_LETTERS = 40
FEWEST_WORDS = 5  # common ones, to believe it
SCRIPTS = {
    "ar": re.compile("[\u0620-\u064a\u0671-\u06d3]"),
    "ru": re.compile("[\u0400-\u04ff]"),
    "zh-hans": re.compile("[\u4e00-\u9fff]"),
    "": re.compile("[A-Za-z\u00c0-\u024f]"),
}
WEIGHT = {"zh-hans": 3}  # a character says as much as several letters
LATIN = ("en", "fr", "es")


def language_of(text: str) -> str:
    """Its code; nothing where it is too short or none of them."""
    text = text[:LOOKED_AT]
    found = {
        code: len(script.findall(text)) * WEIGHT.get(code, 1)
        for code, script in SCRIPTS.items()
    }
    code = max(found, key=found.get)
    if found[code] < FEWEST_LETTERS:
        return ""
    return code or _latin(text)


def _latin(text) -> str:
    """Words that several languages share say nothing."""
    counted = Counter()
    for word in re.findall(r"[a-z]+", fold(text)):
        of = [code for code in LATIN if word in STOP_WORDS[code]]
        if len(of) == 1:
            counted[of[0]] += 1
    best = counted.most_common(1)
    return best[0][0] if best and best[0][1] >= FEWEST_WORDS else ""
