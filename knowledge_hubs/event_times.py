"""Which events are to come and which have passed, as far as their days are known."""

from django.db.models import F, Q, QuerySet

from knowledge_hubs.models import HubBlock
from oneplanet.text import dates

Period = HubBlock.Period


def has_passed(event, today) -> bool:
    if event.starts_on:
        return (event.ends_on or event.starts_on) < today
    year = event.last_year or event.first_year
    return year is None or year < today.year


def of_period(rows: QuerySet, block: HubBlock) -> list[QuerySet]:
    """The events a block shows: a list for those to come and one for the past, each
    with the nearest first; of an event without a day the year says which."""
    year = dates.today().year
    last_day = Q(ends_on__gte=dates.today()) | Q(
        ends_on=None, starts_on__gte=dates.today()
    )
    last_year = Q(last_year__gte=year) | Q(last_year=None, first_year__gte=year)
    coming = last_day | (Q(starts_on=None) & last_year)
    is_known = Q(starts_on__isnull=False) | Q(first_year__isnull=False)
    nearest = (F("starts_on").asc(nulls_last=True), "first_year", "order", "pk")
    lists = {
        Period.COMING: rows.filter(coming).order_by(*nearest),
        Period.PAST: rows.filter(is_known).exclude(
            pk__in=rows.order_by().filter(coming).values("pk")
        ),
    }
    return [rows for period, rows in lists.items() if block.period in ("", period)]
