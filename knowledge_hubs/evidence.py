"""Which records point to which address or keep which file: one list. From it comes what
is checked, what is on the work list, and where each is mended.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Self

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import Edition, Event, Recording, Resource, doi_address
from oneplanet.links.rules import host_of
from programmes.models import Organisation
from reporting.models import (
    Activity,
    ActivityVersion,
    FileCheck,
    LinkCheck,
    VersionFile,
    VersionLink,
)

AT_ONCE = 500  # rows written together


@dataclass(frozen=True)
class Use:
    """One record that points to an address or keeps a file."""

    what: str  # the kind of record, in words
    title: str
    language: str  # of the title; empty: the reader's
    url: str  # its page
    mend_url: str  # where the address is written
    is_ours: bool  # whether editors mend it; otherwise its organisation does


@dataclass(frozen=True)
class Source:
    """A column of addresses, or of files, of public records of a ``model``; ``record``
    is the path from a row to its record."""

    rows: Callable[[], QuerySet]
    column: str
    use: Callable[[object], Use]
    model: type
    record: str = "pk"

    def of(self, record) -> Self:
        """What it holds of one record alone."""
        return replace(self, rows=lambda: self.rows().filter(**{self.record: record}))

    def holds(self, value) -> Exists:
        return Exists(self.rows().order_by().filter(**{self.column: value}))

    def values(self):
        return self.rows().order_by().values_list(self.column, flat=True).distinct()


# --- Records of the library and the network -------------------------------------------


def _of_record(row) -> Use:
    page = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    mend_url = reverse(page, args=[row.pk])
    what = row._meta.verbose_name
    return Use(what, str(row), "", row.get_absolute_url(), mend_url, True)


def _websites(model) -> Source:
    def rows():
        return model.objects.published().exclude(website="")

    return Source(rows, "website", _of_record, model)


def _websites_of_organisations():
    return Organisation.objects.exclude(website="")


def _editions():
    return Edition.objects.filter(
        resource__in=_public_ids(Resource.objects.published())
    )


def _public_ids(rows):
    return rows.order_by().values("pk")


def _addresses_of_editions():
    return _editions().exclude(url="").select_related("resource")


def _dois_of_editions():
    rows = _editions().exclude(doi="").annotate(n_doi=doi_address())
    return rows.select_related("resource")


def _files_of_editions():
    return _editions().exclude(stored=None).select_related("resource")


def _recordings(column) -> Source:
    """Of public events: the recording, or what helps who cannot hear it."""

    def rows():
        events = _public_ids(Event.objects.published())
        found = Recording.objects.filter(event__in=events).exclude(**{column: ""})
        return found.select_related("event")

    return Source(rows, column, lambda row: _of_record(row.event), Event, "event")


# --- What partners reported -----------------------------------------------------------


def _of_activity(row) -> Use:
    version, activity = row.version, row.version.activity
    return Use(
        what=_("activity"),
        title=version.title,
        language=version.language,
        url=activity.get_absolute_url(),
        mend_url=activity.page("record"),
        is_ours=False,
    )


def _of_public_activities(model):
    current = _public_ids(ActivityVersion.objects.current())
    return model.objects.filter(version__in=current).select_related("version__activity")


# --- The list -------------------------------------------------------------------------


def _of_edition(row) -> Use:
    return _of_record(row.resource)


_RESOURCE = (_of_edition, Resource, "resource")
_ACTIVITY = (_of_activity, Activity, "version__activity")
OUR_ADDRESSES = (
    Source(_addresses_of_editions, "url", *_RESOURCE),
    Source(_dois_of_editions, "n_doi", *_RESOURCE),
    *(_websites(kind.model) for kind in KINDS),
    Source(_websites_of_organisations, "website", _of_record, Organisation),
    *(_recordings(name) for name in ("url", "captions_url", "transcript_url")),
)
ADDRESSES = (
    *OUR_ADDRESSES,
    Source(lambda: _of_public_activities(VersionLink), "url", *_ACTIVITY),
)
FILES = (
    Source(_files_of_editions, "stored__sha256", *_RESOURCE),
    Source(lambda: _of_public_activities(VersionFile), "stored__sha256", *_ACTIVITY),
)


def links_in_use() -> QuerySet:
    """Addresses some public record points to now."""
    return LinkCheck.objects.filter(_any(ADDRESSES, OuterRef("address")))


def ours() -> Q:
    """Of an address: editors mend it. What reports alone hold, their organisations
    mend in a new version, and are told."""
    return _any(OUR_ADDRESSES, OuterRef("address"))


def links_to_mend() -> QuerySet:
    """Dead ones that wait for an editor, the longest dead first."""
    return LinkCheck.objects.dead().filter(ours()).order_by("failing_since", "pk")


def dead_links_of(record) -> list[LinkCheck]:
    """Of one record, as far as the public reads it. One query, none for a kind without
    addresses."""
    own = [s.of(record.pk) for s in OUR_ADDRESSES if s.model is type(record)]
    if not own:
        return []
    dead = LinkCheck.objects.dead().filter(_any(own, OuterRef("address")))
    return list(dead.order_by("failing_since", "pk"))


def files_in_use() -> QuerySet:
    return FileCheck.objects.filter(_any(FILES, OuterRef("sha256")))


def _any(sources, value) -> Q:
    return reduce(or_, (Q(source.holds(value)) for source in sources))


def uses_of(values: Iterable[str], sources=ADDRESSES) -> dict[str, list[Use]]:
    """For each address, or hash of a file, the public records with it, each once. One
    query for each source."""
    found = {value: {} for value in values}
    for source in sources:
        named = {f"{source.column}__in": list(found)}
        for row in source.rows().filter(**named).annotate(n_value=F(source.column)):
            use = source.use(row)
            found[row.n_value][use.url] = use
    return {value: list(uses.values()) for value, uses in found.items()}


# --- What is checked ------------------------------------------------------------------


def gather_links() -> None:
    """Know every address in use, and forget those no public record points to now."""
    known = set(LinkCheck.objects.values_list("address", flat=True))
    used = {address for source in ADDRESSES for address in source.values()}
    new = [LinkCheck(address=a, host=host_of(a)) for a in sorted(used - known)]
    LinkCheck.objects.bulk_create(new, batch_size=AT_ONCE, ignore_conflicts=True)
    forgotten = sorted(known - used)
    for begin in range(0, len(forgotten), AT_ONCE):
        some = forgotten[begin : begin + AT_ONCE]
        LinkCheck.objects.filter(address__in=some).delete()
