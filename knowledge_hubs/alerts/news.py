"""What is new: when each public record was first met, noted by one hand at a time.

The index says what everybody may read now. What it holds and no row names has appeared
since the last look. Who is told what appeared after a moment is told nothing twice, and
edits make nothing new.
"""

from datetime import UTC, datetime
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from knowledge_hubs.models import Appearance
from knowledge_hubs.search.kinds import BY_NAME
from oneplanet.search import state
from oneplanet.search.documents import Key
from oneplanet.search.models import SearchDocument

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)  # was there before its kind was searched
MOST = 10_000  # records looked at for one mail, the newest
ROWS = 500  # written at once


@transaction.atomic
def notice() -> datetime:
    """Note what has appeared; the moment of it. Who comes after gets a later one."""
    state.lock()
    moment = timezone.now()
    known = set(Appearance.objects.filter(key="").values_list("kind", flat=True))
    rows = [Appearance(kind=k, since=ALWAYS) for k in BY_NAME if k not in known]
    rows += [
        Appearance(kind=kind, key=key, since=moment if kind in known else ALWAYS)
        for kind, key in _unknown(moment)
    ]
    for some in batched(rows, ROWS, strict=False):
        Appearance.objects.bulk_create(some)
    return moment


def _unknown(moment):
    """(kind, key) of what shows now and was never met."""
    met = Appearance.objects.filter(kind=OuterRef("kind"), key=OuterRef("key"))
    begun = Q(visible_from=None) | Q(visible_from__lte=moment)
    going_on = Q(visible_until=None) | Q(visible_until__gt=moment)
    rows = SearchDocument.objects.filter(begun, going_on, ~Exists(met))
    here = rows.filter(generation=state.now().generation, kind__in=BY_NAME)
    return list(here.order_by("ord").values_list("kind", "key"))


def between(moment: datetime, last: datetime, kind: str = "") -> list[Key]:
    """What appeared after a moment until another, of a kind or of all, the last first.
    What is noted meanwhile is for the next look."""
    rows = Appearance.objects.filter(since__gt=moment, since__lte=last, key__gt="")
    rows = rows.filter(kind=kind) if kind else rows
    named = rows.order_by("-since", "-pk").values_list("kind", "key")
    return [Key(*row) for row in named[:MOST]]
