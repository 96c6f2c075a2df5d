"""What likely twins are found by.

Profiles and keys are made from sealed versions, and made anew when the way they are
made changes: nothing in them is content, all may be thrown away.
"""

import json
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import Count, prefetch_related_objects
from django.db.models.functions import Cast

from reporting.twins.judging import Judgement, judge
from reporting.twins.kept import (
    LISTS,
    MADE_BY,
    as_kept,
    as_profile,
    profile_of_version,
)
from reporting.twins.keys import keys_of, keys_sought
from reporting.twins.profile import Profile
from reporting.workflow import State

SOUGHT = 200  # that share the most keys
LOOKED_AT = 80  # of them, those that may be told


class Likely(NamedTuple):
    """A version that is likely of the same activity, both by number, and why."""

    version: int
    activity: int
    judgement: Judgement


class TwinProfileQuerySet(models.QuerySet):
    def made_today(self):
        """Those made as profiles are made now."""
        return self.filter(made_by=MADE_BY)

    def likely(self, version, among) -> list[Likely]:
        """Of these versions those that are likely of the same activity as this one,
        draft or sealed: the likeliest first, one of an activity, at most LOOKED_AT.
        Two queries, and four for the lists of a draft."""
        profile, found = _profile(version), {}
        others = among.exclude(activity=version.activity_id).newest_or_public()
        others = others.exclude(activity__state=State.WITHDRAWN)
        for pk, activity, said in self._most_alike(profile, others):
            other = as_profile(json.loads(said))
            known, judgement = found.get(activity), judge(profile, other)
            is_better = known is None or judgement.chance > known.judgement.chance
            if judgement.is_likely and is_better:
                found[activity] = Likely(pk, activity, judgement)
        return sorted(found.values(), key=lambda one: (-one.judgement.chance, one[0]))

    def _most_alike(self, profile, versions) -> list[tuple]:
        """(version, activity, what is kept of it, as text: more are read than looked
        at) of those that share the most keys and are kept as profiles are made now."""
        alike = (
            TwinKey.objects.filter(key__in=keys_sought(profile))
            .values_list("profile")
            .annotate(shared=Count("pk"))
            .order_by("-shared", "profile")[:SOUGHT]
        )
        ids = [pk for pk, _shared in alike]
        if not ids:
            return []
        wanted = ("pk", "activity", Cast("twin_profile__said", models.TextField()))
        kept = versions.filter(pk__in=ids, twin_profile__made_by=MADE_BY)
        rows = {row[0]: row for row in kept.values_list(*wanted)}
        return [rows[pk] for pk in ids if pk in rows][:LOOKED_AT]

    @transaction.atomic
    def keep(self, versions) -> int:
        """Write what these sealed versions are found by; how many they were."""
        prefetch_related_objects(versions, *LISTS)
        profiles, keys = [], []
        for version in versions:
            profile = profile_of_version(version)
            row = TwinProfile(version=version, made_by=MADE_BY, said=as_kept(profile))
            profiles.append(row)
            keys += [TwinKey(profile=row, key=key) for key in sorted(keys_of(profile))]
        self.filter(pk__in=[row.pk for row in profiles]).delete()
        self.bulk_create(profiles)
        TwinKey.objects.bulk_create(keys, batch_size=2000)
        return len(profiles)

    def follow(self, version):
        """Of a version just sealed. Those of its activity before it go, but for the
        public one, which is read as long as nothing newer is approved."""
        if version.number > 1:
            mine = type(version).objects.filter(activity=version.activity_id)
            older = self.filter(version__in=mine)
            older.exclude(version__in=mine.current()).delete()
        self.keep([version])


def _profile(version) -> Profile:
    """As it is kept, of what is sealed; of a draft made now."""
    if not version.is_draft:
        kept = getattr(version, "twin_profile", None)
        if kept and kept.made_by == MADE_BY:
            return as_profile(kept.said)
    prefetch_related_objects([version], *LISTS)
    return profile_of_version(version)


class TwinProfile(models.Model):
    """A sealed version, ready to be compared with others (reporting.twins.profile)."""

    version = models.OneToOneField(
        "reporting.ActivityVersion",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="twin_profile",
    )
    made_by = models.PositiveSmallIntegerField()  # kept.MADE_BY of that time
    said = models.JSONField()

    objects = TwinProfileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"version {self.version_id}"


class TwinKey(models.Model):
    """Something twins have in common: when and where, who and when, the title."""

    profile = models.ForeignKey(TwinProfile, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["key", "profile"], name="twinkey_of")]

    def __str__(self):
        return self.key
