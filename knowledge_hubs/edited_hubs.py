"""How far an editor of single hubs reaches: their hubs, and in these what is public."""

from django.db.models import Q

from knowledge_hubs.models import RECORDS, BlockItem, Hub
from reporting.models import Activity, Publication


def public(rows):
    """What everybody may read of these; the same rows, where that is all of them."""
    if rows.model is Activity:
        open_now = Publication.objects.filter(until_at=None)
        return rows.filter(pk__in=open_now.values("activity"))
    return rows.published() if hasattr(rows, "published") else rows


def hidden_items():
    """Items that name what is not public: editors of a hub see none."""
    hidden = Q()
    for name in RECORDS:
        rows = BlockItem._meta.get_field(name).related_model._default_manager.all()
        shown = public(rows)
        if shown is not rows:
            named = Q(**{f"{name}__isnull": False})
            hidden |= named & ~Q(**{f"{name}__in": shown.values("pk")})
    return BlockItem.objects.filter(hidden)


def theirs(rows, to_hub: str, user):
    """Those that are of their hubs; ``to_hub`` is the way to the hub of a row."""
    rows = rows.filter(**{f"{to_hub}__in": Hub.objects.edited_by(user).values("pk")})
    if rows.model is BlockItem:
        return rows.exclude(pk__in=hidden_items().values("pk"))
    return rows
