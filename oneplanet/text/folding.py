"""Folding: the one form in which texts are compared, searched and put in order.

SQLite folds only ASCII and PostgreSQL follows the server's collation, so both compare
what this function wrote into a column of its own.
"""

import unicodedata

from django.db import models

_KEPT = {"й", "ñ"}
_LETTERS = {
    # Latin
    **{"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h"},
    **{"ŧ": "t", "ı": "i", "þ": "th"},
    # Arabic, and the same letters from Persian and Urdu keyboards
    **{"ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ہ": "ه", "ھ": "ه", "ە": "ه", "ک": "ك"},
    "ـ": "",
    # Letters and signs that show nothing
    **dict.fromkeys("\u115f\u1160\u2800", " "),
    # Signs that stand for one another
    **dict.fromkeys("’‘‛ʼʻʹ′`´", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
}
_IGNORED = {"Cc", "Cf", "Cs"}  # controls, bidi and zero-width marks, half surrogates
_VARIANTS = {"\u034f", *map(chr, range(0xFE00, 0xFE10)), "\u180b", "\u180c", "\u180d"}
_VARIANTS |= {"\u17b4", "\u17b5", *map(chr, range(0xE0100, 0xE01F0))}


def fold(text: str | None) -> str:
    """Lower case, without accents and Arabic marks, white space made single.

    ``й`` and ``ñ`` stay letters of their own, ``ё`` counts as ``е``; hamza on a
    carrier, tatweel and the two forms of ya and ta marbuta are levelled; all digits
    become Latin ones, full-width and joined letters plain ones, ß becomes ss; curly
    apostrophes, quotes and dashes straight ones; what is invisible goes. Folding
    again changes nothing. At most three times as long as the text.
    """
    composed = unicodedata.normalize("NFC", text or "")
    return " ".join(composed.translate(_FOLDED).split())


class _Folded(dict):
    """Code point → folded character, worked out when it is first met."""

    MOST = 30_000  # remembered; more than any mix of our languages has

    def __missing__(self, code):
        plain = _plain(chr(code))
        if len(plain) > 3:  # ﷺ and its like: one sign for a phrase
            plain = chr(code).casefold()
        if len(self) < self.MOST:
            self[code] = plain
        return plain


_FOLDED = _Folded()


def _plain(char: str) -> str:
    if char in _KEPT:
        return char
    if char in _LETTERS:
        return _LETTERS[char]
    if char.isspace():
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    if unicodedata.combining(char) or char in _VARIANTS:
        return ""
    if unicodedata.category(char) in _IGNORED:
        return ""
    for plainer in (
        char.casefold(),
        unicodedata.normalize("NFKC", char),
        unicodedata.normalize("NFD", char),
    ):
        if plainer != char:
            return "".join(map(_plain, plainer))
    return char


class FoldedField(models.TextField):
    """The folded twin of another text column, written whenever it is saved.

    Compared and sorted by code point on both databases. As with ``auto_now``, what
    names its columns (``update``, ``bulk_update``, ``update_fields``) must name both.
    """

    def __init__(self, *, source: str, **kwargs):
        self.source = source
        kwargs |= {"editable": False, "default": "", "blank": True}
        super().__init__(**kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for key in ("editable", "default", "blank"):
            kwargs.pop(key, None)
        return name, path, args, kwargs | {"source": self.source}

    def db_parameters(self, connection):
        collation = "C" if connection.vendor == "postgresql" else None
        return super().db_parameters(connection) | {"collation": collation}

    def pre_save(self, model_instance, add):
        if not hasattr(model_instance, self.source):
            return getattr(model_instance, self.attname)  # a row of a history
        value = fold(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value
