"""Numbers and days that another reader would read otherwise, and how they were read
here: 1,234 is a thousand and more to some, one and a bit to others; 03/04/2026 is in
April to most and in March to some.
"""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

from oneplanet.text import dates
from oneplanet.text.numbers import STYLES, for_input, parse


def remark(text: str, language: str | None = None) -> str:
    """How a typed number was read, in words; "" where everybody reads it alike, or it
    is no number. ``language`` is the one it was read in, the active one if not given.
    """
    try:
        read = parse(text, language)
    except ValueError:
        return ""
    others = _readings(text)
    if others == {read}:
        return ""
    words = {"typed": text.strip(), "read": for_input(read)}
    if read == read.to_integral_value():
        return _("“%(typed)s” was read as the whole number %(read)s.") % words
    words |= {
        "low": for_input(read.to_integral_value(ROUND_FLOOR)),
        "high": for_input(read.to_integral_value(ROUND_CEILING)),
        "whole": for_input(max(others, key=abs)),
    }
    text = _(
        "“%(typed)s” was read with decimals: more than %(low)s, less than %(high)s. If "
        "you mean the whole number, write %(whole)s."
    )
    return text % words


_IN_DIGITS = re.compile(r"(\d{1,2})\s*[-/؍]\s*\d{1,2}\s*[-/؍]\s*\d{4}|(\d\d)\d{6}")


def day_remark(text: str, language: str | None = None) -> str:
    """How a typed day was read, in words; "" where its month could be no other, or it
    is no day. Days are read alike in every ``language``; so are those with dots.
    """
    match = _IN_DIGITS.fullmatch(text.strip())
    if not match:
        return ""
    try:
        day = dates.parse(text)
    except ValueError:
        return ""
    is_by_day = int(match[1] or match[2]) == day.day
    if not is_by_day or day.day > 12 or day.day == day.month:
        return ""
    words = {"typed": text.strip(), "day": dates.date_words(day)}
    return _("“%(typed)s” was read as %(day)s.") % words


def _readings(text) -> set[Decimal]:
    """What readers of the six languages take it for."""
    readings = set()
    for language in STYLES:
        try:
            readings.add(parse(text, language))
        except ValueError:
            continue
    return readings
