"""Words of the glossary in a source, with what they are called in the language."""

import re
from dataclasses import dataclass

from django.utils.html import strip_tags

from knowledge_hubs.models import GlossaryTerm
from oneplanet.desk import SOURCE, column

MOST = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A word as the glossary has it, and in the language; "" where it has none."""

    word: str
    translated: str


def words_in(texts, code, *, besides=None) -> list[Found]:
    """In the order of the alphabet of their sources; one query. ``besides`` is the row
    that is translated, which may be a word itself.
    """
    whole = " ".join(strip_tags(text) for text in texts)
    names = [
        column(name, language)
        for name in ("word", "abbreviation")
        for language in (SOURCE, code)
    ]
    itself = besides.pk if isinstance(besides, GlossaryTerm) else None
    rows = GlossaryTerm.objects.exclude(pk=itself)
    found = []
    for word, its, short, its_short in rows.values_list(*names):
        if word and _stands(word, whole, re.IGNORECASE):
            found.append(Found(word, its or ""))
        elif short and _stands(short, whole):
            found.append(Found(short, its_short or its or ""))
    return sorted(found, key=lambda each: each.word.casefold())[:MOST]


def _stands(word, whole, flags=0) -> bool:
    """As a word of its own, or as several of it."""
    return bool(re.search(rf"\b{re.escape(word)}(?:e?s)?\b", whole, flags))
