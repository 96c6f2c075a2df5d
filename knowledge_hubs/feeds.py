"""Records as entries of a feed."""

from django.db.models.functions import Coalesce, Greatest

from knowledge_hubs.record_cards import BODIES
from oneplanet.feeds import MOST, Entry
from oneplanet.text.languages import shown


def changed(rows):
    """Records with the moment they last changed for readers: ``changed_at``."""
    appeared = Coalesce("publish_at", "updated_at")
    return rows.annotate(changed_at=Greatest("updated_at", appeared))


def entries(kind, rows) -> list[Entry]:
    """The records that changed last. One query."""
    newest = changed(rows).defer("words_folded", "body", *BODIES)
    return [
        Entry(
            key=f"{kind.name}/{row.code}",
            url=row.get_absolute_url(),
            title=shown(row, "title"),
            summary=shown(row, "lead"),
            updated=row.changed_at,
            published=row.publish_at,
        )
        for row in newest.order_by("-changed_at", "-pk")[:MOST]
    ]
