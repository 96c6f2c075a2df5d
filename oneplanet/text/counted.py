"""How many of what a text tells: its numbers, in digits or in words of its language.

For comparing texts of two languages with each other: a number is told alike in all.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from oneplanet.text.folding import fold
from oneplanet.text.numbers import parse

LANGUAGES = ("en", "fr", "es", "ru", "ar")  # the columns of the list
LIST = Path(__file__).parent / "concepts" / "numbers.txt"
LEAST = 3  # one and two are told of everything
YEARS = range(1900, 2101)
_NUMBER = r"(?<![\w.-])([0-9]{1,3}(?:[ .,٬'][0-9]{3})+(?![0-9])|[0-9]+(?:[.,٫][0-9]+)?)"
_TOKEN = re.compile(rf"{_NUMBER}|([^\W\d_]+)")
_JOINED = re.compile(r"[ -]| (?:and|et|y) |-et-")
_CLINGS = re.compile(r"^(?:[وف]?(?:بال|لل|ال|[بلك])?)")  # to an Arabic word
_HAN = "零〇一二三四五六七八九十百千万亿两"
# What may follow a single sign for it to count: 三亚 is a city.
_MEASURES = (
    "个名位人家户所座间栋条项种类次场天周届期份册套台辆吨公亩米只头棵村校省市县国"
)
_CHINESE = re.compile(
    rf"(?<![第0-9a-z.{_HAN}-])"
    rf"((?>[0-9]+(?:[.,][0-9]+)*[十百千万亿]*)|(?>[{_HAN}]{{2,}})|[{_HAN}](?=[{_MEASURES}]))"
    r"(?![年月日号0-9])"
)
_SIGNS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}


def counted(text: str, language: str) -> frozenset[int]:
    """Whole numbers from LEAST on that are no years. A text in another language than
    the six counts in digits alone."""
    text = fold(text)
    if language.startswith("zh"):
        found = map(_of_signs, _CHINESE.findall(text))
    else:
        found = (n for run in _runs(text, language) for n in _composed(run, language))
    return frozenset(int(n) for n in found if _tells(n))


def _tells(number) -> bool:
    return number >= LEAST and number not in YEARS and number == int(number)


# --- Words ----------------------------------------------------------------------------


@cache
def _words(language: str) -> dict[str, int]:
    if language not in LANGUAGES:
        return {}
    lines = LIST.read_text("utf-8").splitlines()
    rows = [line.split("|") for line in lines if line and not line.startswith("#")]
    column = LANGUAGES.index(language) + 1
    told = {fold(w): int(row[0]) for row in rows for w in row[column].split(",")}
    return {word: number for word, number in told.items() if word}


def _runs(text, language) -> Iterator[list[tuple[float, bool]]]:
    """Numbers that follow one another with nothing between; each, and whether it is
    a word."""
    run, end = [], 0
    for found in _TOKEN.finditer(text):
        value = _value(found, language)
        if value is None:
            continue
        if run and not _JOINED.fullmatch(text[end : found.start()]):
            yield run
            run = []
        run.append((value, bool(found[2])))
        end = found.end()
    yield run


def _value(found, language) -> float | None:
    if found[1]:
        try:
            return float(parse(found[1], language))
        except ValueError:
            return None
    words, word = _words(language), found[2]
    if language == "ar" and word not in words:
        word = _CLINGS.sub("", word)
    return words.get(word)


def _composed(run: Iterable, language) -> Iterator[float]:
    """What the words of a run say together: four hundred and twenty is one number,
    twelve thirty are two."""
    whole = part = 0
    in_digits = False
    for value, is_word in run:
        if is_word and value >= 1000:
            whole, part = whole + (part or 1) * value, 0
            continue
        grown = None
        if is_word and not in_digits:
            grown = _grown(part, value, language)
        if grown is None:
            yield whole + part
            whole = 0
        part, in_digits = value if grown is None else grown, not is_word
    yield whole + part


def _grown(part, value, language) -> float | None:
    """None where the word begins another number."""
    if part == 0:
        return value
    tens, units = part % 100, part % 10
    if value == 100:
        return part * 100 if part < 10 else None
    if language == "fr" and tens == 4 and value == 20:
        return part + 76
    is_teen = language == "fr" and tens in (60, 80) and value < 20
    is_turned = language == "ar" and 0 < tens < 10 and value < 100 and value % 10 == 0
    fits = is_teen or is_turned or (tens == 0 and value < 100)
    return part + value if fits or (units == 0 and value < 10) else None


# --- Chinese --------------------------------------------------------------------------


def _of_signs(text: str) -> float:
    """45, 四十五, 1.2万 and 三千二百 as numbers."""
    digits = re.match(r"[0-9.,]*", text)[0]
    whole, section, part = 0, 0, float(digits.replace(",", "")) if digits else 0
    for sign in text[len(digits) :]:
        if sign in _SIGNS:
            part = _SIGNS[sign]
        elif sign in _TENS:
            section, part = section + (part or 1) * _TENS[sign], 0
        else:
            whole, section, part = (whole + section + part) * _MYRIADS[sign], 0, 0
    return whole + section + part
