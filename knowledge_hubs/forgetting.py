"""Forgets what was searched for: rare words soon, all others after a year."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Coalesce

from knowledge_hubs.models import AskedQuery, QueryDay
from oneplanet.text import dates

RARE = 3  # searches; fewer are rare, and may be about one person
RARE_FOR = timedelta(days=30)
KEPT_FOR = timedelta(days=400)
AT_ONCE = 1000  # queries; the rest an hour later


@transaction.atomic
def forget_searches() -> int:
    """Remove what waits and was rarely asked, and what nobody has asked for long; how
    many. What editors have settled stays, with the counts of the time it is kept for.
    """
    today = dates.today()
    QueryDay.objects.filter(day__lt=today - KEPT_FOR).delete()
    rows = AskedQuery.objects.waiting().annotate(
        times=Coalesce(Sum("days__searches"), 0)
    )
    rare = rows.filter(times__lt=RARE, last_on__lt=today - RARE_FOR)
    old = rows.filter(last_on__lt=today - KEPT_FOR)
    keys = [some.values_list("pk", flat=True)[:AT_ONCE] for some in (rare, old)]
    gone = set().union(*keys)
    forget_wholly(gone)
    return len(gone)


def forget_wholly(keys):
    """With their history, to which deleting adds a line with their words."""
    AskedQuery.objects.filter(pk__in=keys).delete()
    AskedQuery.history.filter(id__in=keys).delete()
