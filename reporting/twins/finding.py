"""Which records are likely twins of one."""

from typing import NamedTuple

from django.db.models import Count

from reporting.models import ActivityVersion, TwinKey, TwinProfile
from reporting.twins.judging import Judgement, judge
from reporting.twins.keeping import as_profile
from reporting.twins.keys import keys_sought
from reporting.twins.profile import Profile

LOOKED_AT = 60  # that share the most keys
SHOWN = 5


class Twin(NamedTuple):
    """A version that is likely of the same activity, and why."""

    version: int
    judgement: Judgement


def twins_of(profile: Profile, *, user, but=None) -> list[Twin]:
    """Likely twins among what the person may read, the likeliest first; not of the
    activity ``but``. Two queries."""
    alike = (
        TwinKey.objects.filter(key__in=keys_sought(profile))
        .values_list("profile")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "profile")[: LOOKED_AT * 2]
    )
    ids = [pk for pk, _shared in alike]
    if not ids:
        return []
    readable = ActivityVersion.objects.visible_to(user).exclude(activity=but)
    rows = TwinProfile.objects.filter(pk__in=ids, version__in=readable)
    said = dict(rows.values_list("pk", "said"))
    found = [
        Twin(pk, judge(profile, as_profile(said[pk]))) for pk in ids if pk in said
    ]
    likely = [twin for twin in found if twin.judgement.is_likely]
    return sorted(likely, key=lambda one: (-one.judgement.chance, one.version))[:SHOWN]
