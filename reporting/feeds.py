"""Public activities and initiatives as entries of a feed."""

from django.db.models import F, OuterRef, Subquery

from oneplanet.feeds import MOST, Entry
from reporting.cards import shortened
from reporting.models import Publication


def entries(versions) -> list[Entry]:
    """The activities whose public version is newest, of current versions. One query."""
    mine = Publication.objects.filter(activity=OuterRef("activity"))
    first = mine.order_by("from_at").values("from_at")[:1]
    newest = (
        versions.for_cards()
        .annotate(changed_at=F("publications__from_at"), first_at=Subquery(first))
        .order_by("-changed_at", "-pk")
    )
    return [_entry(version) for version in newest[:MOST]]


def initiative_entries(versions) -> list[Entry]:
    """The same of initiatives, of public_versions(). One query."""
    newest = versions.for_cards().order_by("-changed_at", "-pk")
    return [_entry(version) for version in newest[:MOST]]


def _entry(version):
    reported = version.identity
    organisation = reported.organisation
    return Entry(
        key=f"{version.OF}/{reported.code}",
        url=reported.get_absolute_url(),
        title=(version.title, version.language),
        summary=(shortened(version.summary), version.language),
        updated=version.changed_at,
        published=getattr(version, "first_at", None),
        author=(organisation.name, organisation.name_language),
    )
