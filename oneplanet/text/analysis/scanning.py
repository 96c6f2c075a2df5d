"""Where words begin and end, in texts that mix the scripts of the six languages.

Everything here finds stretches of the text as it was given, so that offsets are those
of the reader's text; folding comes after. The expressions take each character at most
twice, whatever the text.
"""

import re

# Chinese characters with their marks of repetition, radicals as PDFs hold them, kana.
HAN = (
    "\u2e80-\u2fdf\u3005\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
# What stands inside words and is not written: marks, soft hyphens, bidi controls.
MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0487\u0610-\u061a\u061c\u064b-\u065f\u0670"
    "\u06d6-\u06dd\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff\u1ab0-\u1abd"
    "\u1dc0-\u1dff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20dc\ufe00-\ufe0f"
    "\ufe20-\ufe2f\ufeff"
)
APOSTROPHES = "'’‘‛ʼ′`´"
HYPHENS = "‐‑-"
_LETTERS = rf"[^\W_{HAN}]++"
_WORD = rf"{_LETTERS}(?:[{MARKS}]++(?:{_LETTERS})?)*+"
# Between two letters or digits these part a word without ending it. A hyphen may be
# followed by the end of a line: that is how PDFs hold words that were broken.
_JOINT = rf"(?:[{APOSTROPHES}.@_&]|[{HYPHENS}](?:\r?\n)?)"
_PARTED = "[ \u00a0\u2009\u202f]"  # spaces that group digits
_NUMBER = (
    rf"(?<!\w)(?:\d{{1,3}}(?:{_PARTED}\d{{3}}(?!\d)){{1,5}}+(?:[.,٫]\d++)?"
    rf"|\d++(?:[.,٬٫'’]\d++){{1,12}}+)(?![.,٬٫'’{HYPHENS}]?\w)"
)
# Lines of Chinese text are broken anywhere.
_RUN = rf"[{HAN}](?:[{MARKS}]*+(?:\r?\n)?[{HAN}])*+"

# Every word, number and run of Chinese characters; the group that matched says which.
STRETCHES = re.compile(
    rf"(?P<run>{_RUN})|(?P<number>{_NUMBER})|(?P<word>{_WORD}(?:{_JOINT}{_WORD})*+)"
)
PARTS = re.compile(_WORD)
HAN_SIGN = re.compile(f"[{HAN}]")
