"""Rows of activities for people who work on them."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from reporting.cards import own_card, with_places
from reporting.models import ActivityMerge, ActivityVersion, HistoryEntry
from reporting.report_completeness import with_completeness


def newest_versions(activities):
    """Of each activity the version last begun; activities in the order of their begin.

    ``comment`` is that of the last step taken, "" or None where there is none;
    ``complete`` says in per cent how complete it is; ``merged_into`` is the code of the
    record it was merged into, or None.
    """
    merges = ActivityMerge.objects.standing().filter(gone=OuterRef("activity"))
    steps = HistoryEntry.objects.filter(activity=OuterRef("activity"))
    last = steps.order_by("-at", "-pk").values("comment")[:1]
    newest = ActivityVersion.objects.newest_of(activities)
    return (
        with_completeness(with_places(newest.for_cards()))
        .annotate(
            comment=Subquery(last), merged_into=Subquery(merges.values("kept__code"))
        )
        .order_by("-activity__created_at", "-activity")
    )


def rows(versions) -> list[dict]:
    """Cards of newest_versions() with their state, each with its comment and how
    complete it is."""
    return [
        {"card": _card(v), "comment": v.comment, "complete": v.complete}
        for v in versions
    ]


def _card(version) -> dict:
    label = _("Merged into %(code)s") % {"code": version.merged_into}
    merged = {"state_label": label} if version.merged_into else {}
    return own_card(version) | merged
