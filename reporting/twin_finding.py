"""Which records are likely twins of one, among what a person may read."""

from typing import NamedTuple

from django.db.models import Exists, OuterRef

from programmes.models import roles_of
from reporting.models import ActivityVersion, Publication
from reporting.twins.judging import Judgement

SHOWN = 5


class Twin(NamedTuple):
    """A version that is likely of the same activity, and why."""

    version: ActivityVersion
    judgement: Judgement


class Twins(list):
    """The likeliest, at most SHOWN; ``rest`` are the numbers of the activities that
    are likely too."""

    def __init__(self, twins=(), rest=()):
        super().__init__(twins)
        self.rest = frozenset(rest)


def twins_of(version, *, user, among=None) -> Twins:
    """Likely twins of a version, draft or sealed, among what this person may read (of
    the versions given, or all), the likeliest first, one of an activity. What they may
    not read is as if it were not there. Three queries, and five for the lists of a
    draft."""
    if not version.title and not version.started_on:
        return Twins()
    among = ActivityVersion.objects.all() if among is None else among
    likely = version.likely_twins(among.visible_to(user))
    first, rest = likely[:SHOWN], likely[SHOWN:]
    versions = ActivityVersion.objects.filter(pk__in=[one.version for one in first])
    rows = {row.pk: row for row in with_address(versions, user)} if first else {}
    twins = (Twin(rows[one.version], one.judgement) for one in first)
    return Twins(twins, rest=(one.activity for one in rest))


def with_address(versions, user) -> list[ActivityVersion]:
    """For cards; each knows as ``address`` where this person reads its record. Only of
    versions they may read."""
    public = Publication.objects.filter(activity=OuterRef("activity"), until_at=None)
    rows = list(versions.for_cards().annotate(is_public=Exists(public)))
    mine = roles_of(user).organisations
    for row in rows:
        is_own = row.activity.is_written_by(mine)
        inside = "record" if is_own else "review"
        row.address = row.activity.page("detail" if row.is_public else inside)
    return rows
