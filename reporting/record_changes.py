"""Since when a public record reads as it does, with who stands behind it and takes part
in it.

Organisations made one, and two again, change what is read of them in records in which
nothing else has changed.
"""

from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest

from programmes.models import last_merge_of
from reporting.models import MergePartner, Participation


def changed_with_parts():
    """Of a current version of an activity."""
    public = F("publications__from_at")
    return _latest(
        public, last_merge_of("activity__organisation"), _joined(), _came_along()
    )


def changed_with_owner(public):
    """Of a current version of an initiative, public since ``public``."""
    return _latest(public, last_merge_of("initiative__organisation"))


def _joined():
    """When an organisation last joined the activity, left it or, while in it, was one
    with another."""
    taken = Participation.objects.filter(outcome=Participation.Outcome.TAKEN)
    return _last(
        taken.filter(activity=OuterRef("activity")),
        Coalesce("ended_at", _latest(F("decided_at"), last_merge_of("organisation"))),
    )


def _came_along():
    """The same of those that came with a record merged into it."""
    return _last(
        MergePartner.objects.filter(merge__kept=OuterRef("activity")),
        Coalesce(
            "merge__undone_at",
            _latest(F("merge__at"), last_merge_of("organisation")),
        ),
    )


def _last(rows, moment):
    rows = rows.annotate(moment=moment).order_by("-moment").values("moment")[:1]
    return Subquery(rows, output_field=DateTimeField())


def _latest(first, *others):
    """``others`` may be None; what databases make of that in GREATEST differs."""
    return Greatest(first, *(Coalesce(other, first) for other in others))
