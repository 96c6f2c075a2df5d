"""When a hub last changed for its readers: by itself, in a block, or because a record
it features changed, came or went.

Never earlier than what is read; later where a change of a record shows in no hub.
"""

from datetime import UTC, datetime

from django.db.models import (
    Case,
    DateTimeField,
    F,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Greatest, Now

from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import BlockItem, Hub, HubBlock, HubFigure
from oneplanet.open_data.changes import changed_at, history_of
from programmes.models import FigureText

PARTS = (
    (HubBlock, "hub_id"),
    (HubFigure, "hub_id"),
    (BlockItem, "block__hub_id"),
)
MOMENTS = (
    *(
        f"{kind.name}__{column}"
        for kind in KINDS
        for column in ("updated_at", "publish_at", "expire_at")
    ),
    "activity__publications__from_at",
    "activity__publications__until_at",
)
LONG_AGO = Value(datetime(1970, 1, 1, tzinfo=UTC), output_field=DateTimeField())


def with_changes(hubs, name="changed_at") -> QuerySet:
    """Public hubs with the moment under this name."""
    own = changed_at(Hub, *PARTS, own="updated_at")
    others = (
        "publish_at",
        _featured(),
        _mended(BlockItem, "block__hub"),
        _mended(HubFigure, "hub"),
    )
    moments = [Coalesce(other, own) for other in others]
    return hubs.annotate(**{name: Greatest(own, *moments)})


def _featured():
    """The last moment of all that the items of a hub name."""
    items = BlockItem.objects.filter(block__hub=OuterRef("pk")).order_by()
    last = Max(Greatest(*map(_passed, MOMENTS)))
    found = items.values("block__hub").annotate(last=last).values("last")
    return Subquery(found, output_field=DateTimeField())


def _mended(model, hub):
    """When a figure that rows of a hub name was last replaced, to mend a misprint."""
    named = model.objects.filter(**{hub: OuterRef(OuterRef("pk"))})
    mending = history_of(FigureText).filter(figure__replaces__in=named.values("figure"))
    found = mending.order_by("-history_date").values("history_date")[:1]
    return Subquery(found, output_field=DateTimeField())


def _passed(path):
    """A moment that has come, or one of long ago."""
    when = When(**{f"{path}__lte": Now()}, then=F(path))
    return Case(when, default=LONG_AGO, output_field=DateTimeField())
