"""Where a fact stands, in words for readers: documents, days, paragraphs."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from oneplanet.templatetags import page
from oneplanet.text.dates import date_words
from oneplanet.text.lists import COMMA, TWO
from oneplanet.text.numbers import digits
from programmes.models import SourceDocument

PLACES = {
    "Annex I": gettext_lazy("Annex I"),
    "Annex II": gettext_lazy("Annex II"),
    "cover": pgettext_lazy("of a document", "cover"),
}
IN_WORDS = re.compile("[a-z]{2}")  # “SDG metadata”, unlike “E/2021/56”


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows that one document listed on one day; either may be unknown."""

    document: SourceDocument | None
    listed_on: date | None
    rows: list


def by_source(rows) -> list[Listed]:
    """Listed rows (their document at hand), apart by document and day."""
    groups = {}
    for row in rows:
        groups.setdefault((row.document, row.listed_on), []).append(row)
    return [Listed(document, day, found) for (document, day), found in groups.items()]


def cited(text: str) -> str:
    """“6, 28–29, Annex I, fn 8” as “paragraphs 6, 28–29, Annex I, footnote 8”."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    notes = [part.removeprefix("fn ") for part in parts if part.startswith("fn ")]
    numbers = [part for part in parts if part[0].isdigit()]
    words = [
        str(PLACES.get(part, part))
        for part in parts
        if part not in numbers and not part.startswith("fn ")
    ]
    if numbers:
        form = ngettext("paragraph {numbers}", "paragraphs {numbers}", _count(numbers))
        words.insert(0, form.format(numbers=_listed(numbers)))
    if notes:
        form = ngettext("footnote {numbers}", "footnotes {numbers}", _count(notes))
        words.append(form.format(numbers=_listed(notes)))
    return COMMA.join(words)


def _count(numbers):
    """A range counts as two: enough to know one from several."""
    return sum(2 if "–" in number else 1 for number in numbers)


def _listed(numbers):
    return digits(COMMA.join(numbers))


def place(symbol: str, paragraph: str) -> str:
    """E/2021/56, paragraph 10."""
    parts = filter(None, (symbol, cited(paragraph)))
    return TWO.join(parts)


def named(symbol: str, paragraph: str = ""):
    """A document and the place in it. Symbols that are no signs are English words, and
    marked so on a page in another language.
    """
    if paragraph or not IN_WORDS.search(symbol):
        return place(symbol, paragraph)
    return page.in_language(symbol, "en")


def listed_in(document, day: date | None, paragraphs: str = "") -> str:
    """The sentence that says who listed something and when; empty where unknown.

    ``document`` is a SourceDocument or its symbol.
    """
    symbol = str(document or "")
    if symbol and day:  # some symbols end in their day
        symbol = symbol.removesuffix(f", {date_words(day, 'en')}")
    if symbol and day and paragraphs:
        sentence = _("As listed in {document}, {day}: {paragraphs}.")
    elif symbol and day:
        sentence = _("As listed in {document}, {day}.")
    elif symbol:
        sentence = _("As listed in {document}.")
    elif day:
        sentence = _("As listed on {day}.")
    else:
        return ""
    return format_html(
        sentence,
        document=_apart(named(symbol, "" if day else paragraphs)),
        day=page.date_words(day),
        paragraphs=_apart(cited(paragraphs)),
    )


def published_in(document: SourceDocument, title: str) -> str:
    """The sentence under published figures; ``title`` as the page prints it."""
    day = document.published_on
    sentence = (
        _("As published in {document}, {day}: {title}.")
        if day
        else _("As published in {document}: {title}.")
    )
    return format_html(
        sentence,
        document=_apart(named(document.symbol)),
        day=page.date_words(day),
        title=format_html("<cite>{}</cite>", title),
    )


def anchor(document: SourceDocument) -> str:
    """The id of the note on a page that names a document whole."""
    return f"source-{slug(document)}"


def slug(document: SourceDocument) -> str:
    """The name of a document in addresses."""
    return slugify(document.symbol)


def _apart(words):
    return format_html("<bdi>{}</bdi>", words)
