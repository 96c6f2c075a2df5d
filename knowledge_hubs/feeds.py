"""Records, hubs and policies as entries of a feed."""

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from knowledge_hubs.hub_changes import with_changes
from knowledge_hubs.record_cards import BODIES
from oneplanet.feeds import MOST, NEVER, Entry
from oneplanet.open_data.changes import changed_at, history_of
from oneplanet.text.languages import shown
from reporting.models import PolicyInstrument


def changed(rows):
    """Records with the moment they last changed for readers: ``changed_at``."""
    appeared = Coalesce("publish_at", "updated_at")
    return rows.annotate(changed_at=Greatest("updated_at", appeared))


def entries(kind, rows) -> list[Entry]:
    """The records of a kind that changed last. One query."""
    return _entries(kind.name, changed(rows))


def hub_entries(hubs) -> list[Entry]:
    """The hubs that changed last, in themselves or in what they feature. One query."""
    return _entries("hub", with_changes(hubs))


def _entries(name, rows):
    newest = rows.defer("words_folded", "body", *BODIES)
    return [
        Entry(
            key=f"{name}/{row.code}",
            url=row.get_absolute_url(),
            title=shown(row, "title"),
            summary=shown(row, "lead"),
            updated=row.changed_at,
            published=row.publish_at,
        )
        for row in newest.order_by("-changed_at", "-pk")[:MOST]
    ]


def policy_entries(policies) -> list[Entry]:
    """The policies that changed last, as their history tells. One query."""
    first = history_of(PolicyInstrument).filter(id=OuterRef("pk"))
    newest = policies.defer("words_folded").annotate(
        changed_at=Coalesce(changed_at(PolicyInstrument), NEVER),
        first_at=Subquery(first.order_by("history_date").values("history_date")[:1]),
    )
    return [
        Entry(
            key=f"policy/{row.code}",
            url=row.get_absolute_url(),
            title=(row.name, row.name_language),
            summary=shown(row, "summary"),
            updated=row.changed_at,
            published=row.first_at,
        )
        for row in newest.order_by("-changed_at", "-pk")[:MOST]
    ]
