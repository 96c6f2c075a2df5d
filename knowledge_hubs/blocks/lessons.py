"""Lessons as editors sum them up, each with the records' own words that show it."""

from dataclasses import dataclass, field

from knowledge_hubs.blocks.given import Given
from knowledge_hubs.excerpts import place_of, quoted_by
from knowledge_hubs.models import BlockItem
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import in_every_language, shown


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words of a record and its title, both HTML in their own language. Where they are
    no longer in it, the record has changed since."""

    words: str
    title: str
    url: str
    still_stands: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    item: BlockItem
    excerpts: list[Excerpt] = field(default_factory=list)


def fill(_given: Given, blocks) -> dict[int, list[Lesson]]:
    """One query for each kind of record that is quoted."""
    items = {block.pk: list(block.items.all()) for block in blocks}
    records = quoted_by(item for rows in items.values() for item in rows)
    return {pk: _lessons(rows, records) for pk, rows in items.items()}


def _lessons(items, records) -> list[Lesson]:
    """A row without a lesson of its own shows the one above it."""
    lessons = []
    for item in items:
        if in_every_language(item, "title"):
            lessons.append(Lesson(item))
        record = records.get(place_of(item))
        if lessons and record and in_every_language(item, "quote"):
            lessons[-1].excerpts.append(_excerpt(item, record))
    return lessons


def _excerpt(item, record) -> Excerpt:
    words, language = shown(item, "quote")
    return Excerpt(
        in_language(words, language),
        in_language(record.title, record.language),
        record.url,
        record.says(words, language),
    )
