"""What pages tell of merges: what was merged into a record, and where one went."""

from dataclasses import dataclass

from django.db.models import Prefetch

from reporting.models import (
    ActivityMerge,
    ActivityVersion,
    MergePartner,
    VersionFile,
    VersionLink,
)


@dataclass(frozen=True, slots=True)
class United:
    """A record merged into another: the merge, the version told of (the one that was
    public, else the last submitted), what came along."""

    merge: ActivityMerge
    version: ActivityVersion
    partners: list[MergePartner]
    files: list[VersionFile]
    links: list[VersionLink]

    @property
    def is_told(self) -> bool:
        """Whether the public reads anything of it."""
        came_along = self.partners or self.files or self.links
        return bool(self.merge.was_public or came_along)


def merged_into(activity) -> list[United]:
    """The records merged into this one, in that order. One query, where there are any
    five more."""
    return united(ActivityMerge.objects.standing().filter(kept=activity))


def united(merges) -> list[United]:
    organisations = MergePartner.objects.select_related("organisation")
    files = VersionFile.objects.select_related("stored")
    rows = merges.select_related("gone__organisation", "by").prefetch_related(
        Prefetch("partners", organisations), Prefetch("files", files), "links"
    )
    versions = _versions(rows)
    return [
        United(
            row,
            versions[row.gone_id],
            list(row.partners.all()),
            list(row.files.all()),
            list(row.links.all()),
        )
        for row in rows
    ]


def _versions(rows) -> dict:
    """Key of a merged record → the version told of."""
    gone = [row.gone_id for row in rows]
    if not gone:
        return {}
    sealed = ActivityVersion.objects.filter(activity__in=gone).exclude(sealed_at=None)
    sealed = sealed.select_related("activity").order_by("number")
    told = {version.activity_id: version for version in sealed}
    public = sealed.exclude(publications=None).distinct()
    return told | {version.activity_id: version for version in public}
