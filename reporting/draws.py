"""The draw of a period for blind double classification: begun and closed by staff."""

import secrets
from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes.models import Appointment, Membership, roles_of
from reporting.agreeing import agreements_of
from reporting.classifying import ClassifyingRefused, values_of
from reporting.models import (
    ActivityVersion,
    ClassificationDraw,
    DrawnVersion,
    HistoryEntry,
    Publication,
    ReportingPeriod,
)
from reporting.period_rules import PeriodState
from reporting.sampling import drawn, pairs
from reporting.second_look_mails import tell_drawn

DRAWN_FROM = {PeriodState.CLOSED, PeriodState.REPORTED}


def approved_in(period):
    """The versions the public reads now that count in the period."""
    placed = Q(placements__period=period, placements__until_at=None)
    return ActivityVersion.objects.current().filter(placed)


@transaction.atomic
def draw(period, *, by, seed="") -> ClassificationDraw:
    """Draw what is classified again of a period, and who classifies it; tell them.

    ``seed`` is made here unless a draw is repeated. ClassifyingRefused.
    """
    if not roles_of(by).is_staff:
        raise ClassifyingRefused(_("Only the secretariat can do this."))
    period = ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    if period.kind != period.Kind.ACTIVITIES or period.state not in DRAWN_FROM:
        raise ClassifyingRefused(_("Only a period that is closed can be drawn from."))
    if ClassificationDraw.objects.filter(period=period).exists():
        raise ClassifyingRefused(_("This period has been drawn from already."))
    versions = {row.activity.code: row for row in _with_activity(period)}
    if not versions:
        raise ClassifyingRefused(_("Nothing that counts in this period is public."))
    seed = seed or secrets.token_hex(8)
    found = ClassificationDraw.objects.create(
        period=period, seed=seed, population=len(versions), at=timezone.now(), by=by
    )
    chosen = [versions[code] for code in drawn(versions, seed)]
    _give_out(found, chosen)
    tell_drawn(found)
    return found


def _with_activity(period):
    return approved_in(period).select_related("activity").order_by("pk")


def _give_out(found, versions):
    desk, spare = (able_to_classify(versions, role) for role in ("desk", "secretariat"))
    reviewers = pairs(desk, spare, found.seed)
    for place, version in enumerate(versions, 1):
        row = DrawnVersion.objects.create(draw=found, version=version, place=place)
        for reviewer in reviewers[version.activity.code] or ():
            row.classifications.create(reviewer_id=reviewer)


def able_to_classify(versions, role) -> dict[str, set[int]]:
    """Code → the people of this duty who may classify it unseen: nobody who took a step
    with it, wrote it, or belongs to an organisation that did. Five queries."""
    held = Appointment.objects.current().filter(role=role, user__is_active=True)
    people = set(held.values_list("user", flat=True))
    members = defaultdict(set)
    of_people = Membership.objects.current().filter(user__in=people)
    for user, organisation in of_people.values_list("user", "organisation"):
        members[organisation].add(user)
    involved = _involved([version.activity_id for version in versions])
    found = {}
    for activity in (version.activity for version in versions):
        theirs = members[activity.organisation_id] | members[activity.reporter_id]
        known = involved[activity.pk] | {activity.created_by_id}
        found[activity.code] = people - theirs - known
    return found


def _involved(activities) -> dict[int, set]:
    """Activity → who wrote it, or took any step with it."""
    found = defaultdict(set)
    for rows, names in (
        (ActivityVersion.objects, ("entered_by", "sealed_by")),
        (HistoryEntry.objects, ("by",)),
        (Publication.objects, ("by",)),
    ):
        rows = rows.filter(activity__in=activities).order_by()
        for activity, *people in rows.values_list("activity", *names):
            found[activity].update(people)
    return found


# --- How far it is --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One activity drawn, for staff and leads: its ``version``, or None where the
    reader has yet to classify it themselves; who classifies it and since when it is
    given; whether both have."""

    place: int
    version: ActivityVersion | None
    reviewers: list
    is_given: bool


def told_in(found, user) -> list[Told]:
    """In the order of the draw; to leads, who read it once it is closed, those of their
    programmes. Three queries."""
    rows, roles = found.drawn.select_related("version__activity"), roles_of(user)
    if not roles.is_staff:
        rows = rows.filter(version__activity__programme__in=roles.leads)
    told = []
    for row in rows.prefetch_related("classifications__reviewer"):
        given = list(row.classifications.all())
        is_mine = any(g.reviewer_id == user.pk and not g.given_at for g in given)
        version = None if is_mine else row.version
        is_given = bool(given) and all(g.given_at for g in given)
        told.append(Told(row.place, version, given, is_given))
    return told


# --- Closed ---------------------------------------------------------------------------


class Progress(NamedTuple):
    """Of those drawn: how many, how many both have classified, and how many still wait
    for one of their two reviewers, or for both."""

    drawn: int
    given: int
    waiting: int


def check_closing(found, *, by) -> Progress:
    """How far a draw is that may be closed now. ClassifyingRefused."""
    if not roles_of(by).is_staff:
        raise ClassifyingRefused(_("Only the secretariat can do this."))
    if found.closed_at:
        raise ClassifyingRefused(_("It is closed already."))
    given = found.drawn.given_by_both().count()
    if not given:
        raise ClassifyingRefused(_("No activity has been classified by both yet."))
    waiting = found.drawn.filter(classifications__given_at=None)
    waiting = waiting.exclude(classifications=None).distinct()
    return Progress(found.drawn.count(), given, waiting.count())


@transaction.atomic
def close(found, *, by) -> ClassificationDraw:
    """Take no more, and keep how far the reviewers agreed. ClassifyingRefused."""
    found = ClassificationDraw.objects.select_for_update(of=("self",)).get(pk=found.pk)
    check_closing(found, by=by)
    both = found.drawn.given_by_both()
    found.closed_at, found.closed_by = timezone.now(), by
    found.save(update_fields=["closed_at", "closed_by"])
    agreements = agreements_of(values_of(both))
    for row in agreements:
        row.draw = found
    found.agreements.bulk_create(agreements)
    return found
