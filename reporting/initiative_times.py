"""Since when initiatives are public, and until when they were.

An initiative is public while its approved version and one of its activities both are
(Initiative.objects.public()); no row says so, so the moments are read from both.
"""

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    When,
)
from django.db.models.functions import Greatest, Least

from reporting.models import (
    Initiative,
    InitiativePublication,
    InitiativeVersion,
    Publication,
)

_OPEN, _MINE = Q(until_at=None), OuterRef("pk")
ACTIVITIES, APPROVALS = "version__initiative", "initiative"


def public_versions():
    """The version the public reads of each, with ``changed_at``: since when both it and
    an activity that names the initiative are public."""
    joined = Publication.objects.filter(_OPEN, version__initiative=OuterRef(APPROVALS))
    return (
        InitiativeVersion.objects.current()
        .public()
        .annotate(
            changed_at=Greatest(
                F("publications__from_at"), _moment(joined, ACTIVITIES, Min("from_at"))
            )
        )
    )


def no_longer_public():
    """Those that were public and are not now, with ``withdrawn_at``."""
    named = Publication.objects.filter(version__initiative=_MINE)
    approvals = InitiativePublication.objects.filter(initiative=_MINE)
    left = _moment(named, ACTIVITIES, Max("until_at"))
    ended = _moment(approvals, APPROVALS, Max("until_at"))
    is_approved, is_named = (Exists(rows.filter(_OPEN)) for rows in (approvals, named))
    withdrawn_at = Case(
        When(is_approved, then=left),
        When(is_named, then=ended),
        default=Least(left, ended),
    )
    return (
        Initiative.objects.exclude(is_approved & is_named)
        .filter(Exists(_together(approvals)))
        .annotate(withdrawn_at=withdrawn_at)
    )


def _moment(publications, name, moment):
    """The first or last moment of the publications of one initiative."""
    rows = publications.order_by().values(name).annotate(moment=moment)
    return Subquery(rows.values("moment"), output_field=DateTimeField())


def _together(approvals):
    """Those approvals during which one of the activities was public."""
    activities = Publication.objects.filter(
        _OPEN | Q(until_at__gt=OuterRef("from_at")),
        version__initiative=OuterRef(APPROVALS),
    )
    begun_before_its_end = activities.filter(from_at__lt=OuterRef("until_at"))
    return approvals.filter((_OPEN & Exists(activities)) | Exists(begun_before_its_end))
