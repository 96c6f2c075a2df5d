"""Rows of activities for people who work on them."""

from django.db.models import OuterRef, Subquery

from reporting.cards import own_card, with_places
from reporting.models import ActivityVersion, HistoryEntry
from reporting.report_completeness import with_completeness


def newest_versions(activities):
    """Of each activity the version last begun; activities in the order of their begin.

    ``comment`` is that of the last step taken, "" or None where there is none;
    ``complete`` says in per cent how complete it is.
    """
    steps = HistoryEntry.objects.filter(activity=OuterRef("activity"))
    last = steps.order_by("-at", "-pk").values("comment")[:1]
    newest = ActivityVersion.objects.newest_of(activities)
    return (
        with_completeness(with_places(newest.for_cards()))
        .annotate(comment=Subquery(last))
        .order_by("-activity__created_at", "-activity")
    )


def rows(versions) -> list[dict]:
    """Cards of newest_versions() with their state, each with its comment and how
    complete it is."""
    return [
        {"card": own_card(v), "comment": v.comment, "complete": v.complete}
        for v in versions
    ]
