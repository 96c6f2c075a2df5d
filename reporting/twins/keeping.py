"""Keeps what twins are found by beside the sealed versions."""

from dataclasses import asdict
from datetime import date
from itertools import batched

from django.db import transaction
from django.db.models import Exists, OuterRef

from oneplanet.text.analysis import ANALYSER_VERSION
from oneplanet.text.folding import fold
from reporting.models import ActivityVersion, Publication, TwinKey, TwinProfile
from reporting.twins.keys import keys_of
from reporting.twins.profile import Filed, Profile, profile_of

MADE_BY = 100 * 1 + ANALYSER_VERSION  # the first is raised with any change of profiles
AT_ONCE = 200
NEEDED = ("activity__programme", "activity__organisation", "type")
LISTS = ("countries", "sectors", "stages", "partners__organisation")


def profile_of_version(version) -> Profile:
    """Of a version, draft or sealed. Four queries, none where its lists are there."""
    filed = Filed(
        programme=version.activity.programme.code if version.activity.programme else "",
        type=version.type.code if version.type else "",
        countries=frozenset(country.code for country in version.countries.all()),
        sectors=frozenset(term.code for term in version.sectors.all()),
        stages=frozenset(stage.code for stage in version.stages.all()),
        reporter=version.activity.organisation.code,
        organisations=frozenset(
            (version.activity.organisation.code, *_partners(version))
        ),
    )
    return profile_of(
        language=version.language,
        title=version.title,
        text=f"{version.summary}\n{version.results}",
        starts=version.started_on,
        ends=version.ended_on,
        filed=filed,
    )


def _partners(version):
    for row in version.partners.all():
        yield row.organisation.code if row.organisation else fold(row.name)


# --- As it is kept --------------------------------------------------------------------


def as_kept(profile: Profile) -> dict:
    """In plain values: sets as sorted lists, days as texts."""
    said = asdict(profile) | {"filed": profile.filed._asdict()}
    return {name: _plain(value) for name, value in said.items()}


def _plain(value):
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value


def as_profile(said: dict) -> Profile:
    filed = {name: _fit(value) for name, value in said["filed"].items()}
    plain = {name: _fit(value) for name, value in said.items() if name != "filed"}
    for name in ("starts", "ends"):
        plain[name] = plain[name] and date.fromisoformat(plain[name])
    return Profile(**plain, filed=Filed(**filed))


def _fit(value):
    return frozenset(value) if isinstance(value, list) else value


# --- Writing --------------------------------------------------------------------------


def keep(versions) -> int:
    """Write what these sealed versions are found by; how many they were."""
    profiles, keys = [], []
    for version in versions:
        profile = profile_of_version(version)
        row = TwinProfile(version=version, made_by=MADE_BY, said=as_kept(profile))
        profiles.append(row)
        keys += [TwinKey(profile=row, key=key) for key in sorted(keys_of(profile))]
    with transaction.atomic():
        TwinProfile.objects.filter(pk__in=[row.pk for row in profiles]).delete()
        TwinProfile.objects.bulk_create(profiles)
        TwinKey.objects.bulk_create(keys, batch_size=2000)
    return len(profiles)


def keep_one(version) -> None:
    """Of a version just sealed; those before it go, but for the public one."""
    older = TwinProfile.objects.filter(version__activity=version.activity_id)
    older.exclude(version__in=ActivityVersion.objects.current()).delete()
    keep([version])


def keep_missing(limit: int | None = None) -> int:
    """Of all that should have one and have none, or one made another way; how many."""
    made = TwinProfile.objects.filter(version=OuterRef("pk"), made_by=MADE_BY)
    missing = _compared().exclude(Exists(made)).order_by("pk")[:limit]
    ids = list(missing.values_list("pk", flat=True))
    for some in batched(ids, AT_ONCE):
        rows = ActivityVersion.objects.filter(pk__in=some).select_related(*NEEDED)
        keep(rows.prefetch_related(*LISTS))
    return len(ids)


def _compared():
    """The newest sealed version of each activity, and the public one."""
    versions = ActivityVersion.objects.exclude(sealed_at=None)
    newer = versions.filter(activity=OuterRef("activity"), number__gt=OuterRef("number"))
    public = Publication.objects.filter(version=OuterRef("pk"), until_at=None)
    return versions.filter(Exists(public) | ~Exists(newer))
