"""Which records are likely twins of one, among what a person may read."""

from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, prefetch_related_objects

from programmes.models import roles_of
from reporting.models import ActivityVersion, Publication, TwinKey
from reporting.twins.judging import Judgement, judge
from reporting.twins.kept import LISTS, MADE_BY, as_profile, profile_of_version
from reporting.twins.keys import keys_sought
from reporting.twins.profile import Profile
from reporting.workflow import State

SOUGHT = 200  # that share the most keys
LOOKED_AT = 80  # of them, those the person may read
SHOWN = 5


class Twin(NamedTuple):
    """A version that is likely of the same activity, and why."""

    version: ActivityVersion
    judgement: Judgement


def twins_of(version, *, user) -> list[Twin]:
    """Likely twins of a version, draft or sealed, among what this person may read, the
    likeliest first, one of an activity. What they may not read is as if it were not
    there. Three queries, and five for the lists of a draft."""
    if not version.title and not version.started_on:
        return []
    profile, activity = _profile(version), version.activity_id
    found = {}
    for pk, of, said in _readable(profile, activity, user):
        judgement = judge(profile, as_profile(said))
        if judgement.is_likely and judgement.chance > _chance(found.get(of)):
            found[of] = (pk, judgement)
    likely = sorted(found.values(), key=lambda one: (-one[1].chance, one[0]))[:SHOWN]
    versions = ActivityVersion.objects.filter(pk__in=[pk for pk, _why in likely])
    rows = {row.pk: row for row in with_address(versions, user)} if likely else {}
    return [Twin(rows[pk], judgement) for pk, judgement in likely]


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


def _profile(version) -> Profile:
    """As it is kept, of what is sealed; of a draft made now."""
    if not version.is_draft:
        kept = getattr(version, "twin_profile", None)
        if kept and kept.made_by == MADE_BY:
            return as_profile(kept.said)
    prefetch_related_objects([version], *LISTS)
    return profile_of_version(version)


def _chance(found) -> float:
    return found[1].chance if found else 0.0


def _readable(profile, activity, user):
    """(version, activity, what is kept of it) of those that share the most keys."""
    alike = (
        TwinKey.objects.filter(key__in=keys_sought(profile))
        .values_list("profile")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "profile")[:SOUGHT]
    )
    ids = [pk for pk, _shared in alike]
    if not ids:
        return []
    versions = ActivityVersion.objects.filter(pk__in=ids).exclude(activity=activity)
    readable = versions.visible_to(user).newest_or_public()
    readable = readable.exclude(activity__state=State.WITHDRAWN)
    rows = {row[0]: row for row in readable.values_list(*WANTED)}
    return [rows[pk] for pk in ids if pk in rows][:LOOKED_AT]


WANTED = ("pk", "activity", "twin_profile__said")
