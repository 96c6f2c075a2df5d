"""Keeps what twins are found by beside the versions that have none yet: of before this
was kept, or made in another way. What is submitted is kept by the submission itself."""

from itertools import batched

from django.db.models import Exists, OuterRef

from reporting.models import ActivityVersion, TwinProfile

AT_ONCE = 200
NEEDED = ("activity__programme", "activity__organisation", "type")


def keep_missing(limit: int | None = None) -> int:
    """Of all that should have one, at most so many; how many they were."""
    made = TwinProfile.objects.made_today().filter(version=OuterRef("pk"))
    compared = ActivityVersion.objects.newest_or_public()
    missing = compared.exclude(Exists(made)).order_by("pk")[:limit]
    ids = list(missing.values_list("pk", flat=True))
    for some in batched(ids, AT_ONCE):
        rows = ActivityVersion.objects.filter(pk__in=some).select_related(*NEEDED)
        TwinProfile.objects.keep(list(rows))
    return len(ids)


def keep_some() -> int:
    """As many as one scheduled run has time for."""
    return keep_missing(AT_ONCE * 10)
