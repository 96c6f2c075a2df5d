"""What the portal says of its own search: what is in it, and how well it finds."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.search.kinds import KINDS
from oneplanet.search import asking
from oneplanet.search.documents import KIND, Request
from oneplanet.text import numbers
from oneplanet.text.languages import name_of

JUDGED = Path(__file__).parents[1] / "reference" / "judged_searches.toml"
DIFFICULTIES = {
    "inflection": _("another form of the word"),
    "spelling": _("another spelling"),
    "acronym": _("letters for words"),
    "synonym": _("another name"),
    "cross-language": _("another language"),
    "typo": _("a slip of the keys"),
    "phrase": _("words in quotes"),
    "minus": _("a word left out"),
    "prefix": _("a beginning with a star"),
    "question": _("a whole question"),
    "clitic": _("Arabic words written together"),
    "two-character": _("Chinese words of two characters"),
    "single": _("one Chinese character"),
    "traditional": _("traditional characters"),
    "elision": _("a French article with an apostrophe"),
    "oe": _("œ and oe"),
    "yo": _("ё and е"),
    "enye": _("ñ and n"),
    "code": _("a code"),
    "hidden": _("what is not public"),
    "plain": _("plain words"),
}


@cache
def judged() -> dict:
    """The judged searches: ``measured_on``; ``asked`` and ``right`` by language;
    ``failed`` by difficulty. tests/judged holds them to what the search does."""
    return tomllib.loads(JUDGED.read_text("utf-8"))


def share(right: int, asked: int) -> str:
    """Of a hundred, to a tenth, cut and never rounded up: 99.96 is no hundred."""
    return numbers.percent(Decimal(1000 * right // asked) / 10)


def score() -> dict:
    """``columns`` and ``rows`` of components/data_table.html, and the whole."""
    given = judged()
    rows = [
        [name_of(code), *_cells(given["right"][code], asked)]
        for code, asked in given["asked"].items()
    ]
    whole = sum(given["right"].values()), sum(given["asked"].values())
    rows.append([gettext("All languages"), *_cells(*whole)])
    labels = [gettext("Language"), gettext("Searches")]
    labels += [gettext("Right"), gettext("Share")]
    return {
        "columns": [{"label": text, "is_number": text != labels[0]} for text in labels],
        "rows": rows,
        "share": share(*whole),
        "measured_on": date.fromisoformat(given["measured_on"]),
        "failed": [
            {"what": DIFFICULTIES[name], "count": count}
            for name, count in given["failed"].items()
        ],
    }


def _cells(right, asked) -> list[str]:
    return [numbers.number(asked), numbers.number(right), share(right, asked)]


def kinds() -> list[dict]:
    """Each kind that has something, how much is public of it now, in one query."""
    asked = Request(
        query="",
        language=get_language() or "en",
        count=(KIND,),
        kinds=tuple(kind.name for kind in KINDS),
        limit=0,
    )
    found = asking.search(asked).counts.get(KIND, {})
    return [
        {"name": kind.name, "title": kind.title, "count": found[kind.name]}
        for kind in KINDS
        if found.get(kind.name)
    ]
