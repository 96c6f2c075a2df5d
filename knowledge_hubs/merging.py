"""Merging one organisation into another, and undoing it: the two verbs.

What becomes of each row is told by ``merged_rows``, of names by ``merged_names``.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from knowledge_hubs.merge_mails import tell
from knowledge_hubs.merged_names import describe
from knowledge_hubs.merged_rows import (
    AGREED,
    DRAFT,
    MOVED,
    TAKING_PART,
    TRUSTED,
    Owners,
    Pair,
    agreements_going_on,
    end,
    leave,
    put_away,
)
from oneplanet import merges, searching
from oneplanet.merges import Merging, rows_of
from programmes.models import Organisation, OrganisationMerge, OrganisationName
from reporting.models import (
    Activity,
    ActivityVersion,
    InitiativeVersion,
    MergePartner,
    Participation,
    SheetUpload,
    TwinProfile,
    VersionPartner,
)

STANDING = Q(merge__undone_at=None)
MOST_TWINS = 200  # profiles made at once; more are left to the scheduled run


class MergeRefused(Exception):
    """The message is written for the person."""


class UndoRefused(MergeRefused):
    """Rows were changed since; ``kept`` are those (oneplanet.merges.Kept)."""

    def __init__(self, kept):
        super().__init__(_("Some of what was moved has been changed since."))
        self.kept = kept


@dataclass(frozen=True)
class Choice:
    """What a person decides: ``chosen`` are the fields taken from the gone one,
    ``kind`` is what names that are not chosen become."""

    chosen: frozenset[str] = frozenset()
    kind: str = OrganisationName.Kind.FORMER


# --- Merging --------------------------------------------------------------------------


@transaction.atomic
def merge(*, by, kept, gone, reason, choice=Choice()) -> OrganisationMerge:
    """From now on the two are one. Raises MergeRefused."""
    kept, gone = _locked(kept, gone)
    check(kept, gone)
    found = searching.keys_of(kept, gone)
    why = _("%(gone)s merged into %(kept)s") % {"gone": gone, "kept": kept}
    pair = Pair(kept, gone, Merging(by=by, why=why))
    describe(pair, choice.chosen, choice.kind)
    _settle_what_is_between(pair)
    for column in MOVED:
        _move(pair, column)
    pair.merging.remember(kept)
    pair.merging.remember(gone)
    given = {"reason": reason, "merged_by": by, "moved": pair.merging.lines}
    row = OrganisationMerge.objects.create(kept=kept, gone=gone, **given)
    _follow(row, found)
    tell(row, "merged", by=by)
    return row


def check(kept, gone):
    """Raises MergeRefused where the two can't be merged now."""
    if kept == gone:
        raise MergeRefused(_("Choose two different organisations."))
    standing = Organisation.objects.filter(pk__in=[kept.pk, gone.pk])
    if standing.count() < len({kept.pk, gone.pk}):
        raise MergeRefused(_("One of the two is merged into another one already."))
    if kept.is_sample != gone.is_sample:
        text = _("One of the two is an invented sample, the other is not.")
        raise MergeRefused(text)
    _refuse_while_one_is_read(kept, gone)


def _refuse_while_one_is_read(*organisations):
    """It is compared with what its organisation has, and written for that one."""
    busy = SheetUpload.objects.busy().filter(organisation__in=organisations)
    if upload := busy.select_related("organisation").first():
        text = _("A spreadsheet of %(name)s is being read. Try again in some minutes.")
        raise MergeRefused(text % {"name": upload.organisation})


def _locked(*organisations) -> list[Organisation]:
    """As they are now, with what concerns them held still; in one order for all."""
    keys = {row.pk for row in organisations}
    rows = Organisation.every.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[row.pk] for row in organisations]


def _move(pair, column):
    twins = column.twins(pair)
    attname = column.model._meta.get_field(column.field).attname
    for row in column.of(pair.gone):
        if row.pk in twins:
            column.settle(pair, row, twins[row.pk])
        elif row.pk != pair.kept.pk or column.model is not Organisation:
            pair.merging.change(row, **{attname: pair.kept.pk})


def _settle_what_is_between(pair):
    """What would say that an organisation does something for itself, or was somebody's
    word about the gone one alone."""
    for row in TRUSTED.of(pair.gone):
        end(pair, row)
    for column in AGREED:
        other = "reporter" if column.field == "organisation" else "organisation"
        for row in column.of(pair.gone).filter(agreements_going_on()):
            if getattr(row, f"{other}_id") == pair.kept.pk:
                end(pair, row)
            else:
                pair.merging.change(row, **{f"{column.field}_id": pair.kept.pk})
    _end_what_is_for_itself(pair, [pair.kept.pk, pair.gone.pk])


def _end_what_is_for_itself(pair, two):
    """Reports written by agreement, partners in one's own activity and parts in it,
    further owners of what one leads; in what is sealed all of it stays."""
    within = Q(organisation__in=two, reporter__in=two)
    for row in rows_of(Activity).filter(within).order_by("pk"):
        pair.merging.change(row, reporter_id=None)
    own = Q(reported_by__in=two, on_behalf_of__in=two)
    for row in rows_of(ActivityVersion).filter(own, DRAFT).order_by("pk"):
        pair.merging.change(row, on_behalf_of_id=None)
    partners = Q(organisation__in=two, version__activity__organisation__in=two)
    partners &= Q(version__sealed_at=None)
    owners = Q(organisation__in=two, initiativeversion__sealed_at=None)
    owners &= Q(initiativeversion__initiative__organisation__in=two)
    for model, wanted in ((VersionPartner, partners), (Owners, owners)):
        for row in rows_of(model).filter(wanted).order_by("pk"):
            put_away(pair, row, None)
    with_it = Q(organisation__in=two, merge__kept__organisation__in=two)
    for row in rows_of(MergePartner).filter(with_it, STANDING).order_by("pk"):
        put_away(pair, row, None)
    part = Q(organisation__in=two, activity__organisation__in=two)
    for row in rows_of(Participation).filter(part, TAKING_PART).order_by("pk"):
        leave(pair, row)


# --- Undoing --------------------------------------------------------------------------


@transaction.atomic
def undo(*, by, merge, leaving=False) -> OrganisationMerge:
    """The two are two again; with ``leaving`` also where some rows have to stay as
    they are by now. Raises MergeRefused, and UndoRefused, which names these rows."""
    kept, gone = _locked(merge.kept, merge.gone)
    row = OrganisationMerge.objects.select_for_update().get(pk=merge.pk)
    check_undoing(row)
    stuck = stuck_lines(row)
    if stuck and not leaving:
        raise UndoRefused(stuck)
    found = searching.keys_of(kept, gone)
    left = [each.line for each in stuck]
    back = [line for line in row.moved if line not in left]
    why = _("Merge of %(gone)s into %(kept)s undone") % {"gone": gone, "kept": kept}
    merges.undo(back, by=by, why=why)
    remembering = Merging(by=by, why=why)
    for organisation in (kept, gone):
        organisation.refresh_from_db()
        remembering.remember(organisation)
    row.undone_at, row.undone_by, row.stayed = timezone.now(), by, left
    row.save(update_fields=["undone_at", "undone_by", "stayed"])
    _follow(row, found)
    tell(row, "undone", by=by)
    return row


def check_undoing(row):
    """Raises MergeRefused where it was undone, or a later merge has to be before."""
    if row.undone_at:
        raise MergeRefused(_("This merge is undone already."))
    _refuse_while_one_is_read(row.kept, row.gone)
    label = OrganisationMerge._meta.label
    later = OrganisationMerge.objects.open().filter(merged_at__gt=row.merged_at)
    for other in later.filter(kept=row.kept).select_related("gone", "kept"):
        if any(line["model"] == label and line["pk"] == row.pk for line in other.moved):
            text = _("Undo the later merge first: %(merge)s.")
            raise MergeRefused(text % {"merge": other})


def stuck_lines(row) -> list[merges.Kept]:
    """What was written by the merge and can't be taken back now."""
    found = merges.changed_since(row.moved)
    known = {id(each.line) for each in found}
    sealed = [merges.Kept(line, None) for line in _sealed(row.moved)]
    return found + [each for each in sealed if id(each.line) not in known]


# What drafts are made of → the way from it to the version.
DRAFTS = {ActivityVersion: "", InitiativeVersion: ""}
DRAFTS |= {VersionPartner: "version", Owners: "initiativeversion"}


def _sealed(lines) -> list[merges.Line]:
    """Those of what was part of a draft that has been submitted since. A query for each
    model, and one for its rows that were put away."""
    found = []
    for model, way in DRAFTS.items():
        mine = [line for line in lines if merges.model_of(line) is model]
        if mine:
            there = {f"{way}__sealed_at__isnull" if way else "sealed_at__isnull": False}
            keys = {line["pk"] for line in mine}
            rows = rows_of(model).filter(pk__in=keys, **there)
            sealed = set(rows.values_list("pk", flat=True)) | _put_away(
                model, way, mine
            )
            found += [line for line in mine if line["pk"] in sealed]
    return found


def _put_away(model, way, lines) -> set:
    """Keys of the rows put away from a draft that is sealed by now."""
    away = [line for line in lines if line["new"] is None and not line["field"]]
    versions = {line["pk"]: line["old"][f"{way}_id"] for line in away}
    if not versions:
        return set()
    rows = rows_of(model._meta.get_field(way).related_model)
    sealed = rows.filter(pk__in=versions.values()).exclude(sealed_at=None)
    keys = set(sealed.values_list("pk", flat=True))
    return {pk for pk, version in versions.items() if version in keys}


# --- After either ---------------------------------------------------------------------


def _follow(row, found):
    """The search says at once what is so now; what twins are found by is made anew."""
    searching.follow(found | searching.keys_of(row.kept, row.gone))
    label = Activity._meta.label
    moved = {line["pk"] for line in row.moved if line["model"] == label}
    compared = ActivityVersion.objects.newest_or_public().filter(activity__in=moved)
    TwinProfile.objects.filter(version__activity__in=moved).delete()
    if not moved or compared.count() > MOST_TWINS:
        return
    needed = ("activity__programme", "activity__organisation", "type")
    TwinProfile.objects.keep(list(compared.select_related(*needed)))
