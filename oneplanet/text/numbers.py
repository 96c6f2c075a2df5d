"""Numbers as each of the six languages writes them, and as people type them.

Between thousands French has the narrow no-break space (U+202F): its printers ask for
it and browsers format French numbers with it, so a number made by a script matches.
Russian and Spanish have the plain no-break space (U+00A0) for the same two reasons.
Only int and Decimal go in and only Decimal comes out; a float is a mistake.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from oneplanet.text.said import filled

NO_BREAK, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"
LATIN = "0123456789"
ARABIC_INDIC, PERSIAN, FULL_WIDTH = "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"
LONGEST = 60  # characters of a number or date as typed


@dataclass(frozen=True, slots=True)
class Style:
    """How one language writes numbers.

    ``grouped_from`` is the least number of digits that are grouped. ``typed_groups``
    are those of the two signs , and . that people of this language group with: alone
    before three digits such a sign groups, the other one always marks decimals.
    """

    group: str
    decimal: str
    typed_groups: str = ""
    grouped_from: int = 4
    percent: str = "%"
    percent_gap: str = ""
    word_gap: str = NO_BREAK  # between a number and its unit
    between: str = "–"  # between the ends of a range
    between_percents: str = "–"
    digits: str = LATIN


STYLES = {
    "ar": Style("٬", "٫", typed_groups=",", percent="٪", digits=ARABIC_INDIC),
    "zh-hans": Style(
        ",", ".", typed_groups=",", word_gap="", between="至", between_percents="%至"
    ),
    "en": Style(",", ".", typed_groups=","),
    "fr": Style(NARROW, ",", percent_gap=NARROW),
    "ru": Style(NO_BREAK, ",", percent_gap=NO_BREAK),
    "es": Style(NO_BREAK, ",", typed_groups=".", grouped_from=5, percent_gap=NO_BREAK),
}
_DIGITS = {s.digits: str.maketrans(LATIN, s.digits) for s in STYLES.values()}


def style_of(language: str | None = None) -> Style:
    """The style of a language, else of the active one, else English."""
    return STYLES.get(language or get_language() or "en", STYLES["en"])


def digits(text: object, language: str | None = None) -> str:
    """The text with its Latin digits written in the language's own."""
    own = style_of(language).digits
    return str(text) if own == LATIN else str(text).translate(_DIGITS[own])


def number(value: int | Decimal, language: str | None = None) -> str:
    """3,255 as the language writes it. Zeros at the end of decimals are dropped."""
    style = style_of(language)
    text = _plain(value)
    if text.isdecimal() and len(text) < style.grouped_from:  # most are
        return digits(text, language)
    whole = text.lstrip("-").partition(".")[0]
    grouped = f"{Decimal(text):,f}" if len(whole) >= style.grouped_from else text
    signs = {",": style.group, ".": style.decimal, "-": MINUS}
    return digits(grouped.translate(str.maketrans(signs)), language)


number_lazy = lazy(number, str)


def percent(value: int | Decimal, language: str | None = None) -> str:
    """49 (of a hundred) as 49%, 49 % or ٤٩٪."""
    style = style_of(language)
    return number(value, language) + style.percent_gap + style.percent


def share(part, whole) -> int | None:
    """``part`` of ``whole`` in per cent, rounded. Never all of it where something is
    missing, never nothing where something is there: 1 of 300 is 1, 299 of 300 is 99.
    None of nothing."""
    if not whole:
        return None
    rounded = int(Decimal(part) * 100 / Decimal(whole) + Decimal("0.5"))
    return min(max(rounded, 1), 99) if 0 < part < whole else rounded


def bytes_in_words(value: int, language: str | None = None) -> str:
    """A number of bytes as 880 kB; from ten of a unit on without decimals."""
    size, unit = Decimal(value), "B"
    for larger in ("kB", "MB"):
        if size >= Decimal("999.5"):
            size, unit = size / 1000, larger
    size = round(size, 1) if size < 10 else round(size)
    return f"{number(size, language)}{NO_BREAK}{unit}"


def for_input(value: int | Decimal, language: str | None = None) -> str:
    """As an input field shows it: Latin digits, ungrouped, the language's decimals.

    :func:`parse` reads it back unchanged in the same language.
    """
    mark = style_of(language).decimal
    return _plain(value).replace(".", mark if mark in ",." else ".")


for_input_lazy = lazy(for_input, str)


def _plain(value) -> str:
    """Digits, perhaps a leading - and a . with decimals that do not end in 0."""
    if type(value) is int:
        return str(value)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"a number is an int or a Decimal, not {type(value).__name__}")
    value = Decimal(value)
    if not value.is_finite():
        raise ValueError(f"{value} cannot be written")
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


# --- Published figures --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FigureParts:
    """A published figure in the order it is read: qualifier, number, gap, unit.

    ``qualifier`` is empty for an exact figure and a range. ``gap`` and ``space`` are
    what the language puts between number and unit, and after the qualifier. The
    whole, for a title or a screen reader, is ``str(parts)``.
    """

    qualifier: str
    number: str
    gap: str
    unit: str
    space: str

    def __str__(self):
        first = self.qualifier + self.space if self.qualifier else ""
        return first + self.number + self.gap + self.unit


def figure(figure, text, language: str | None = None) -> FigureParts:
    """The parts of a figure with number or low and high, qualifier and its words.

    ``text.unit_label`` is the unit as written after this number; a unit × is set
    before it.
    """
    style = style_of(language)
    unit = (text.unit_label or "").strip()
    is_percent = unit.startswith(("%", "٪"))
    if figure.number is None:
        between = style.between_percents if is_percent else style.between
        ends = (number(figure.low, language), number(figure.high, language))
        shown = between.join(ends)
    else:
        shown = number(figure.number, language)
    if unit.startswith("×"):
        shown, unit = "×" + shown, unit[1:].strip()
    says_more = figure.number is not None and figure.qualifier != "exact"
    return FigureParts(
        qualifier=str(figure.get_qualifier_display()) if says_more else "",
        number=shown,
        gap=(style.percent_gap if is_percent else style.word_gap) if unit else "",
        unit=unit,
        space=" " if style.word_gap else "",
    )


# --- Reading ------------------------------------------------------------------------

# What may stand invisibly in pasted text, and other forms of the same signs.
_INVISIBLE = [0x61C, *range(0x200B, 0x2010), *range(0x202A, 0x202F), 0xFEFF]
_INVISIBLE += range(0x2060, 0x2070)
_SAME = {"-": "−–‐‑﹣－", "+": "＋", "'": "’‘ʼ＇", ",": "，،", ".": "．"}
_TYPED = dict.fromkeys(_INVISIBLE) | {
    ord(form): sign for sign, forms in _SAME.items() for form in forms
}
_SCRIPTS = [frozenset(s) for s in (LATIN, ARABIC_INDIC, PERSIAN, FULL_WIDTH)]
_TO_LATIN = str.maketrans(ARABIC_INDIC + PERSIAN + FULL_WIDTH, LATIN * 3)
_SIGNED = re.compile(r"([+-]?)([0-9 ',.٬٫]+)")
_WHOLE = re.compile(r"[0-9]*|[0-9]{1,3}([ ',.٬])[0-9]{3}(?:\1[0-9]{3})*")


def tidy(text: str) -> str:
    """Typed text with single spaces, plain dashes and apostrophes, Latin digits.

    Raises ValueError when it is too long for a number or a date, or mixes digits of
    two scripts.
    """
    if len(text) > LONGEST:
        raise ValueError("too long")
    text = " ".join(text.translate(_TYPED).split())
    if sum(not script.isdisjoint(text) for script in _SCRIPTS) > 1:
        raise ValueError("digits of two scripts")
    return text.translate(_TO_LATIN)


def as_typed_in(other: str, text: str) -> str:
    """What somebody typed in another language, as the active one writes that number."""
    try:
        return for_input(parse(text, other))
    except ValueError:
        return text


def parse(text: str, language: str | None = None) -> Decimal:
    """The number somebody typed, in any of the six languages' ways.

    1,234 and 1.234 mean what they mean to readers of the language: a thousand where
    that sign groups (, in English, Chinese and Arabic; . in Spanish), else one and a
    bit. Raises ValueError, worded (lazily) for the reader.
    """
    style = style_of(language)
    try:
        signed = _SIGNED.fullmatch(tidy(text))
        sign, body = signed.groups() if signed else ("", "")
        whole, fraction = _split(body, style)
        if not _WHOLE.fullmatch(whole) or not (whole or fraction):
            raise ValueError("not a number")
    except ValueError:
        example = for_input_lazy(Decimal("1234.5"), language)
        message = _("Write a number in digits, for example %(example)s.")
        raise ValueError(filled(message, example=example)) from None
    whole = "".join(mark for mark in whole if mark in LATIN) or "0"
    return Decimal(f"{sign}{whole}.{fraction}" if fraction else sign + whole)


def _split(body: str, style: Style) -> tuple[str, str]:
    """What stands before and after the decimal sign. ValueError on loose ends."""
    marks = [mark for mark in body if mark not in LATIN]
    if not marks or not _marks_decimals(marks, body, style):
        return body, ""
    whole, _mark, fraction = body.rpartition(marks[-1])
    if not fraction:
        raise ValueError("nothing after the decimal sign")
    return whole, fraction


def _marks_decimals(marks: list[str], body: str, style: Style) -> bool:
    last = marks[-1]
    if last == "٫":
        return True
    if last not in ",." or marks.count(last) > 1:
        return False
    if len(marks) > 1 or last not in style.typed_groups:
        return True
    whole, _mark, fraction = body.partition(last)
    return len(fraction) < 3 or whole in ("", "0")
