"""Words of a record quoted elsewhere: whose they are, and whether they still stand in
it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import CharField, Model, TextField

from knowledge_hubs.models import RECORDS, BlockItem
from oneplanet.desk import column, translated_fields
from oneplanet.publishing import Publishable
from oneplanet.rich_text import in_words
from oneplanet.text.languages import NAMES, shown
from reporting.models import ActivityVersion, PolicyInstrument


@dataclass(frozen=True, slots=True)
class Quoted:
    """A public record that is quoted: its title with the language of that, its page,
    and what it says in each language."""

    title: str
    language: str
    url: str
    texts: dict[str, str]

    def says(self, words: str, language: str) -> bool:
        """Whether the words stand in it, however lines and blanks fall."""
        return _even(words) in self.texts.get(language, "")


def quoted_by(items: Iterable[BlockItem], *, public=True) -> dict[tuple, Quoted]:
    """What items quote from, by the name of its column and its key. One query for each
    kind of record; with ``public`` what readers see alone."""
    keys = {}
    for item in items:
        if place := place_of(item):
            keys.setdefault(place[0], set()).add(place[1])
    found = {}
    for name, wanted in keys.items():
        for row in _rows(name, wanted, public):
            key = row.activity_id if isinstance(row, ActivityVersion) else row.pk
            found[name, key] = _quoted(row)
    return found


def place_of(item) -> tuple[str, int] | None:
    """The column in which an item names a record, and the key of that."""
    keys = ((name, getattr(item, f"{name}_id")) for name in RECORDS)
    return next(((name, key) for name, key in keys if key), None)


def strange(item) -> list[str]:
    """Languages in which what an item quotes does not stand in its record."""
    record = quoted_by([item], public=False).get(place_of(item))
    given = {code: getattr(item, column("quote", code)) for code in NAMES}
    return [
        code
        for code, words in given.items()
        if words and not (record and record.says(words, code))
    ]


def _rows(name, keys, public):
    if name == "activity":
        versions = ActivityVersion.objects.current().filter(activity__in=keys)
        return versions.select_related("activity")
    model = BlockItem._meta.get_field(name).related_model
    rows = model.objects.filter(pk__in=keys)
    return rows.published() if public and issubclass(model, Publishable) else rows


def _quoted(row: Model) -> Quoted:
    if isinstance(row, ActivityVersion):
        told = {row.language: " ".join(_own_words(row))}
        url = row.activity.get_absolute_url()
        return Quoted(row.title, row.language, url, _evened(told))
    texts = {
        code: " ".join(
            in_words(getattr(row, column(name, code)))
            for name in translated_fields(type(row))
        )
        for code in NAMES
    }
    if isinstance(row, PolicyInstrument):
        texts[row.name_language] = f"{row.name} {texts.get(row.name_language, '')}"
        title = (row.name, row.name_language)
    else:
        title = shown(row, "title")
    return Quoted(*title, row.get_absolute_url(), _evened(texts))


def _own_words(version):
    for field in version._meta.concrete_fields:
        if isinstance(field, CharField | TextField) and not field.choices:
            yield getattr(version, field.attname) or ""


def _evened(texts) -> dict[str, str]:
    return {code: _even(text) for code, text in texts.items()}


def _even(text: str) -> str:
    return " ".join(text.split())
