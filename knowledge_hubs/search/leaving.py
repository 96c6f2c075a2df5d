"""What was found, to take along: as entries of a feed, as rows of a file."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.db.models import Q
from django.utils.translation import get_language

from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.kinds import BY_NAME
from knowledge_hubs.search.one_kind import UNDATED, Shown
from knowledge_hubs.search.results import answer
from oneplanet import feeds
from oneplanet.open_data.tables import safe
from oneplanet.search import state
from oneplanet.search.documents import Key
from oneplanet.search.models import SearchDocument

MOST = 1000  # rows of a file
LONGEST = 400  # letters of a text in it
LONGEST_WORD = 40
COLUMNS = ("kind", "title", "language", "text", "day", "address")


@dataclass(frozen=True, slots=True)
class Row:
    """One result. ``day`` is None where it has none that counts."""

    key: Key
    shown: Shown
    day: datetime | None

    @property
    def text(self) -> tuple[str, str]:
        """The beginning of its text, and the language that is in."""
        texts = {
            code: text.body for code, text in self.shown.texts.items() if text.body
        }
        if not texts:
            return "", self.shown.language
        code = next(c for c in (get_language(), "en", *texts) if c in texts)
        return _beginning(" ".join(texts[code][: 2 * LONGEST].split())), code


def _beginning(text: str) -> str:
    """No more letters than fit, ended between two words where it has any."""
    if len(text) <= LONGEST:
        return text
    kept = text[: LONGEST - 1]
    at = kept.rfind(" ", LONGEST - LONGEST_WORD)
    return f"{kept[:at] if at > 0 else kept}…"


def rows(asked: Asked, most: int) -> list[Row]:
    """The first results, in their order. One query more than a page of them."""
    hits = answer(replace(asked, page=1), most).hits
    ids = defaultdict(list)
    for hit in hits:
        ids[hit.key.kind].append(hit.key.id)
    shown = {name: BY_NAME[name].shown(of_kind) for name, of_kind in ids.items()}
    days = _days(ids)
    return [
        Row(key, shown[key.kind][key.id], days.get(key))
        for key, *_score in hits
        if key.id in shown[key.kind]
    ]


def _days(ids) -> dict[Key, datetime]:
    if not ids:
        return {}
    named = Q()
    for kind, of_kind in ids.items():
        named |= Q(kind=kind, key__in=of_kind)
    found = SearchDocument.objects.filter(named, generation=state.now().generation)
    return {
        Key(kind, key): datetime.combine(date, time(), UTC)
        for kind, key, date in found.values_list("kind", "key", "date")
        if date != UNDATED
    }


def entries(asked: Asked) -> list[feeds.Entry]:
    """The newest results as entries of a feed."""
    return [
        feeds.Entry(
            key=f"search/{row.key.kind}/{row.key.id}",
            url=row.shown.card["url"],
            title=(str(row.shown.card["title"]), row.shown.language),
            summary=row.text,
            updated=row.day or feeds.NEVER,
        )
        for row in rows(replace(asked, newest_first=True), feeds.MOST)
    ]


def table(asked: Asked, site: str) -> list[dict]:
    """Rows of a file, under COLUMNS."""
    return [
        {
            "kind": row.key.kind,
            "title": str(row.shown.card["title"]),
            "language": row.shown.language,
            "text": row.text[0],
            "day": row.day.date().isoformat() if row.day else "",
            "address": site + row.shown.card["url"],
        }
        for row in rows(asked, MOST)
    ]


def cells(row: dict) -> list[str]:
    """A row of a file as a spreadsheet may hold it."""
    return [safe(row[name]) for name in COLUMNS]
