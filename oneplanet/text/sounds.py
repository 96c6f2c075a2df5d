"""Names written in other letters: the same consonants in Latin, Cyrillic and Arabic."""

import re
from functools import lru_cache

from oneplanet.text.folding import fold

SHORTEST = 3  # consonants; fewer are shared by chance

# What is written with several letters, first; then letter by letter. Vowels, and what
# languages leave out or write as vowels (h, w, y), say nothing.
_TOGETHER = (
    ("tsch", "x"), ("tch", "x"), ("sch", "x"), ("sh", "x"), ("ch", "x"), ("zh", "x"),
    ("ph", "f"), ("th", "t"), ("kh", ""), ("gh", "g"), ("dj", "g"), ("дж", "g"),
    ("qu", "k"), ("ck", "k"), ("ce", "s"), ("ci", "s"), ("cy", "s"), ("ts", "s"),
)  # fmt: skip
_ALIKE = {
    "b": "bpбпبپ",
    "f": "fvфвفڤ",
    "k": "ckqкقك",
    "g": "gjгغجگ",
    "x": "xжшщчشچ",
    "s": "szсзцصزظذثس",
    "d": "dдدض",
    "t": "tтتط",
    "l": "lлل",
    "m": "mмم",
    "n": "nñнن",
    "r": "rрر",
}
_SOUNDS = {letter: sound for sound, letters in _ALIKE.items() for letter in letters}
_AGAIN = re.compile(r"(.)\1+")


@lru_cache(maxsize=4096)
def consonants(word: str) -> str:
    """The consonants of a name as one sound each, "" where they are fewer than
    SHORTEST: Nairobi, Найроби and نيروبي are all "nrb"."""
    letters = fold(word)
    for written, sound in _TOGETHER:
        letters = letters.replace(written, sound)
    sounds = "".join(_SOUNDS.get(letter, "") for letter in letters)
    sounds = _AGAIN.sub(r"\1", sounds)
    return sounds if len(sounds) >= SHORTEST else ""
