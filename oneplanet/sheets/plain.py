"""A table as text (CSV): in which letters it was saved, and what parts its cells.

Both are found by its heads: ``knows(head)`` tells whether a column is called so. What
cannot be made out so is asked, never guessed: that would damage names in silence.
"""

import csv
import re

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy, pgettext_lazy

from oneplanet.text.languages import set_apart
from oneplanet.text.said import filled

DELIMITERS = {
    ",": pgettext_lazy("between cells", "commas"),
    ";": pgettext_lazy("between cells", "semicolons"),
    "\t": pgettext_lazy("between cells", "tabs"),
}
LETTERS = {
    "utf-8": gettext_lazy("Unicode (UTF-8)"),
    "windows-1252": gettext_lazy("Western European (Windows-1252)"),
    "windows-1251": gettext_lazy("Cyrillic (Windows-1251)"),
    "windows-1256": gettext_lazy("Arabic (Windows-1256)"),
    "gb18030": gettext_lazy("Chinese (GB18030)"),
}
OLD = {  # their own letters
    "windows-1252": re.compile("[\u00c0-\u017f]"),
    "windows-1251": re.compile("[\u0400-\u04ff]"),
    "windows-1256": re.compile("[\u0600-\u06ff]"),
    "gb18030": re.compile("[\u4e00-\u9fff]"),
}
_WIDE = ("utf-16-le", "utf-16-be")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_SEP = re.compile(r"\ufeff?sep=([,;\t])\r?\n?", re.IGNORECASE)
_FOREIGN = re.compile(r"[\w’'-]*[^\W\d_a-zA-Z][\w’'-]*")
_FIRST = 20_000  # characters in which the heads stand
_SAMPLES = 3


class NotText(Exception):
    """The letters cannot be read; with readings, they can in several ways."""

    def __init__(self, readings=None):
        self.readings = readings or {}
        super().__init__()


def decoded(content: bytes, knows, chosen="") -> tuple[str, str]:
    """The text, and the old letters it was found to be in, or "". Raises NotText."""
    if chosen and not content.startswith(_MARKS):
        return _strictly(content, chosen), ""
    if content.startswith(_MARKS):
        return _strictly(content, "utf-16"), ""
    for wide in _WIDE if b"\0" in content[:_FIRST] else ():
        text = _perhaps(content, wide)
        if text and any(map(knows, heads_of(text, knows)[1])):
            return text, ""
    text = _perhaps(content, "utf-8-sig")
    if text is not None:
        return text, ""
    return _in_old_letters(content, knows)


def _in_old_letters(content, knows):
    """A head that is known, with letters of their own, proves which they are."""
    texts = {code: _perhaps(content, code) for code in OLD}
    texts = {code: text for code, text in texts.items() if text is not None}
    proven = [
        code
        for code, text in texts.items()
        if any(OLD[code].search(h) and knows(h) for h in heads_of(text, knows)[1])
    ]
    if len(proven) == 1:
        return texts[proven[0]], proven[0]
    raise NotText({code: sample_of(text) for code, text in texts.items()})


def _strictly(content, encoding) -> str:
    text = _perhaps(content, "utf-8-sig" if encoding == "utf-8" else encoding)
    if text is None:
        raise NotText
    return text


def _perhaps(content, encoding) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def sample_of(text) -> str:
    """A few of its words that are read otherwise in other letters."""
    found = dict.fromkeys(word[:20] for word in _FOREIGN.findall(text[:_FIRST]))
    return " ".join(list(found)[:_SAMPLES])


def asked(readings) -> str:
    """What to say where the letters can be read in several ways."""
    text = gettext_lazy(
        "The letters of the file are not Unicode, and its first row does not tell "
        "which they are. They can be read so: %(ways)s. Upload it again and say in "
        "which letters it was saved, or save it as “CSV UTF-8” or as a workbook (XLSX)."
    )
    return filled(text, ways=_ways(readings))


def _said_ways(readings) -> str:
    return " · ".join(
        f"{LETTERS[code]}: “{set_apart(text)}”" for code, text in readings.items()
    )


_ways = lazy(_said_ways, str)


# --- What parts the cells -------------------------------------------------------------


def heads_of(text, knows) -> tuple[str, list[str]]:
    """The sign that parts the cells of the first row, and that row: the one by which
    most heads are known, else that makes the most cells."""
    first = text.removeprefix("\ufeff")[:_FIRST]
    found = {sign: _first_row(first, sign) for sign in DELIMITERS}
    best = max(found, key=lambda sign: (sum(map(knows, found[sign])), len(found[sign])))
    return best, found[best]


def _first_row(text, sign) -> list[str]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=sign)
    try:
        return [cell.strip() for cell in next(reader, [])]
    except csv.Error:
        return []


def parted(text, knows) -> tuple[str, str]:
    """The text, and the sign between its cells. Some programs name it in a line of its
    own, which goes."""
    if named := _SEP.match(text):
        return text[named.end() :], named[1]
    return text, heads_of(text, knows)[0]
