"""The numbers of a text in any of the six languages, and those the report gives."""

import re
import unicodedata

from tests.fact_tables import facts, listed, paragraphs

# Digits that are part of a name: the framework, the illness, a gas, a document.
NAMES = re.compile("10YFP|COVID-19|2019冠状病毒病|CO2|(?:[A-Z]+/)+[0-9/]+")
ISOLATES = re.compile("[\u2066-\u2069\u200e\u200f\u061c]")
GROUPED = re.compile("(?<=\\d)[\u00a0\u202f٬,](?=\\d{3}(?!\\d))")
NUMBER = re.compile(r"\d+(?:[./]\d+|\.[a-z]\b)*")


def in_text(text: str) -> set[str]:
    """Every number written in digits: 3,255 and ٣٬٢٥٥ as "3255", 1,5 as "1.5"."""
    latin = "".join(
        str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in text
    )
    latin = NAMES.sub("", ISOLATES.sub("", latin))
    return set(
        NUMBER.findall(re.sub(r"(?<=\d)[٫,](?=\d)", ".", GROUPED.sub("", latin)))
    )


def in_figures(figures) -> set[str]:
    """The numbers of published figures, and the years of their periods."""
    values = {
        f"{abs(value).normalize():f}"
        for figure in figures
        for value in (figure.number, figure.low, figure.high)
        if value is not None
    }
    return values | {n for figure in figures for n in re.findall(r"\d+", figure.period)}


def of_paragraphs(cell: str) -> set[str]:
    """What the report gives in the places a record cites."""
    known = {row["place"]: listed(row["numbers"]) for row in facts("paragraph_numbers")}
    return {number for place in listed(paragraphs(cell)) for number in known[place]}
