"""What is public, counted twice over: net, each record once; gross, each record once
for every organisation of the network that took part (record 45). Plain rows.

Who took part: who reports the record, organisations its public version names as
partners, those that joined it, and those named with it when another record was merged
into it. An organisation merged into another counts as that one. Names that are no
organisation of the network count in nobody's total.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F, Value
from django.utils.translation import gettext as _

from oneplanet.text.folding import fold
from programmes.models import Country, Organisation, OrganisationMerge, Programme
from reporting.models import (
    ActivityVersion,
    MergePartner,
    Participation,
    Publication,
    VersionPartner,
)
from reporting.models.participation import DID


@dataclass(frozen=True, slots=True)
class Line:
    """``net`` and ``gross`` of one organisation, programme or country, or of all. An
    organisation's net is what it reports itself."""

    name: str
    net: int
    gross: int
    code: str = ""
    language: str = ""

    @property
    def difference(self) -> int:
        return self.gross - self.net


@dataclass(frozen=True, slots=True)
class Totals:
    """Of one year, or of all. ``parts`` are, by record, the organisations that took
    part, by key, with what each did; who reports it first, and without."""

    whole: Line
    organisations: list[Line]
    programmes: list[Line]
    countries: list[Line]
    parts: dict[int, dict]
    bodies: dict[int, Organisation]

    @property
    def joint(self) -> list[int]:
        """Records of more than one organisation."""
        return [pk for pk, bodies in self.parts.items() if len(bodies) > 1]


@dataclass(frozen=True, slots=True)
class JointRecord:
    """One record behind the difference; ``partners`` are (organisation, role) pairs."""

    version: ActivityVersion
    partners: list[tuple]
    gross: int


def years(programmes=None) -> list[int]:
    """In which something public counts, the newest first. One query."""
    found = _open(None, programmes).order_by("-year")
    return list(found.values_list("year", flat=True).distinct())


def count_totals(year=None, programmes=None) -> Totals:
    """Of these ``programmes`` (keys), or of the whole network. Eight queries, however
    many records."""
    open_now = _open(year, programmes)
    reported = open_now.values_list(
        "activity", "activity__organisation", "activity__programme"
    )
    parts, programme_of = {}, {}
    merges = OrganisationMerge.objects.open()
    now_part_of = dict(merges.values_list("gone", "kept"))
    for activity, organisation, programme in reported.order_by("activity"):
        parts[activity], programme_of[activity] = {organisation: ""}, programme
    for activity, organisation, did in _taking_part(open_now):
        if activity in parts:  # or it became public in between
            body = now_part_of.get(organisation, organisation)
            parts[activity].setdefault(body, did)
    whole = Line(_("All"), len(parts), sum(map(len, parts.values())))
    bodies = Organisation.objects.in_bulk({pk for row in parts.values() for pk in row})
    return Totals(
        whole,
        _organisations(parts, bodies),
        _lines(_programmes(), programme_of.items(), parts),
        _lines(_countries(), _places(open_now), parts),
        parts,
        bodies,
    )


def _open(year, programmes):
    rows = Publication.objects.filter(until_at=None)
    if programmes is not None:
        rows = rows.filter(activity__programme__in=programmes)
    return rows if year is None else rows.filter(year=year)


def _taking_part(open_now) -> Iterator[tuple]:
    """(activity, organisation, what it did) of those that joined, of partners named,
    and of those that came with a merged record; some stand in several."""
    joined = Participation.objects.joined().order_by("decided_at", "pk")
    joined = joined.filter(activity__in=open_now.values("activity"))
    for activity, organisation, role in joined.values_list(
        "activity", "organisation", "role"
    ):
        yield activity, organisation, DID[role]
    named = VersionPartner.objects.exclude(organisation=None)
    named = named.filter(version__in=open_now.values("version"))
    came = MergePartner.objects.filter(merge__undone_at=None)
    came = came.filter(merge__kept__in=open_now.values("activity"))
    rows = _partner_rows(named, 0, "version__activity").union(
        _partner_rows(came, 1, "merge__kept")
    )
    for _order, _pk, activity, organisation, role in rows.order_by("order_", "pk"):
        yield activity, organisation, VersionPartner.Role(role).label


def _partner_rows(rows, order, activity):
    rows = rows.order_by().annotate(order_=Value(order), activity_=F(activity))
    return rows.values_list("order_", "pk", "activity_", "organisation", "role")


def _places(open_now):
    through = ActivityVersion.countries.through.objects
    rows = through.filter(activityversion__in=open_now.values("version"))
    return rows.values_list("activityversion__activity", "country")


def _organisations(parts, bodies) -> list[Line]:
    own = Counter(next(iter(took_part)) for took_part in parts.values())
    together = Counter(pk for took_part in parts.values() for pk in took_part)
    lines = [
        Line(row.name, own[pk], together[pk], row.code, row.name_language)
        for pk, row in bodies.items()
    ]
    return sorted(lines, key=_most)


def _programmes() -> dict:
    found = {row.pk: (row.code, row.name) for row in Programme.objects.all()}
    return found | {None: ("NET", _("Network-wide"))}


def _countries() -> dict:
    return {row.pk: (row.code, row.name) for row in Country.objects.all()}


def _lines(named, pairs, parts) -> list[Line]:
    """Of (record, programme or country) pairs."""
    net, gross = Counter(), Counter()
    for activity, key in pairs:
        if activity not in parts:
            continue
        net[key] += 1
        gross[key] += len(parts[activity])
    lines = [
        Line(str(named[key][1]), net[key], gross[key], named[key][0]) for key in net
    ]
    return sorted(lines, key=_most)


def _most(line):
    return (-line.gross, fold(line.name), line.code)


def joint_records(totals, most=None) -> list[JointRecord]:
    """What is behind the difference, that with the most organisations first. One
    query."""
    order = sorted(totals.joint, key=lambda pk: (-len(totals.parts[pk]), -pk))[:most]
    current = ActivityVersion.objects.current().filter(activity__in=order)
    versions = {row.activity_id: row for row in current.for_cards()}
    return [
        JointRecord(versions[pk], _partners(totals, pk), len(totals.parts[pk]))
        for pk in order
        if pk in versions
    ]


def _partners(totals, activity) -> list[tuple]:
    _reporter, *others = totals.parts[activity].items()
    return [(totals.bodies[pk], did) for pk, did in others]


HEADS = ("of", "code", "name", "net", "difference", "gross", "organisations")


def as_rows(totals) -> Iterator[list]:
    """The whole as a table of HEADS: lines of each kind, then the joint records."""
    kinds = {
        "total": [totals.whole],
        "organisation": totals.organisations,
        "programme": totals.programmes,
        "country": totals.countries,
    }
    for kind, lines in kinds.items():
        for line in lines:
            given = (line.net, line.difference, line.gross)
            yield [kind, line.code, str(line.name), *given, None]
    for record in joint_records(totals):
        version, names = record.version, [str(body) for body, _did in record.partners]
        together = "; ".join([str(version.activity.organisation), *names])
        given = (1, record.gross - 1, record.gross, together)
        yield ["joint record", version.activity.code, version.title, *given]
