"""What is done to reporting periods, and to what counts in them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet import searching
from reporting import period_rules
from reporting.models import (
    Activity,
    ActivityVersion,
    Placement,
    Publication,
    ReportingPeriod,
)
from reporting.models.period import where
from reporting.period_mails import tell_of_outcome
from reporting.period_rules import PeriodAction, PeriodRefused, PeriodState, Why
from reporting.workflow import Role, State

AT_ONCE = 500


@transaction.atomic
def take_step(period, action, *, by, note="", deadline_on=None):
    """Open, extend, close … a period: lock, check, move, remember; PeriodRefused.

    Opening it counts in it what waited for it; a later deadline makes what came in
    meanwhile timely. Once it is reported, who has a part in it is told.
    """
    locked = ReportingPeriod.objects.select_for_update()
    period.refresh_from_db(from_queryset=locked)
    before = period.deadline_on
    step = period_rules.check(
        action, state=period.state, note=note, old=before, new=deadline_on
    )
    period.state = step.target
    if step.moves_deadline:
        period.deadline_on = deadline_on
    period._history_user, period._change_reason = by, note.strip() or None
    period.save()
    if step.moves_deadline:
        timely = period.placements.standing().filter(submitted_at__lt=period.over_at)
        timely.update(is_late=False)
    if step.action == PeriodAction.OPEN:
        _count_what_waited(period, by=by)
    if step.action == PeriodAction.REPORT:
        tell_of_outcome(period)
    return step


def _count_what_waited(period, *, by):
    """Versions submitted before there was a period for them: what is public first, for
    a newer one under review counts where the activity does."""
    if period.kind != ReportingPeriod.Kind.ACTIVITIES:
        return
    periods = periods_of_activities()
    submitted = Activity.objects.filter(state=State.SUBMITTED)
    for versions in (
        ActivityVersion.objects.current(),
        ActivityVersion.objects.newest_of(submitted),
    ):
        _place_waiting(versions, period, periods, by=by)
    counted = period.placements.standing().values("version")
    open_now = Publication.objects.filter(until_at=None, version__in=counted)
    open_now.update(year=period.year)
    searching.changed(*open_now)


def _place_waiting(versions, period, periods, *, by):
    """Those of these that count nowhere yet, and by the rules in this period."""
    now, placed = timezone.now(), []
    waiting = versions.exclude(sealed_at=None).exclude(placements__isnull=False)
    columns = ("number", "ended_on", "sealed_at", "activity")
    for row in waiting.only(*columns).iterator(AT_ONCE):
        found, why, first_at, is_late = where(row, at=row.sealed_at, periods=periods)
        if found == period:
            given = {"why": why, "submitted_at": first_at, "is_late": is_late}
            given |= {"from_at": now, "by": by}
            placed.append(Placement(version=row, period=period, **given))
    Placement.objects.bulk_create(placed, batch_size=AT_ONCE)


@transaction.atomic
def move(activity, *, period, by, note):
    """Count an activity in another period; the reviewers and the secretariat may, with
    a note. Raises PeriodRefused.
    """
    locked = Activity.objects.select_for_update(of=("self",))
    activity.refresh_from_db(from_queryset=locked)
    if not may_move(activity, by):
        raise PeriodRefused(_("Only its reviewers and the secretariat can do this."))
    if not note.strip():
        raise PeriodRefused(_("Please say why: partners and auditors read it."))
    versions = _that_count(activity)
    if not versions:
        raise PeriodRefused(_("It has not been submitted, so it counts nowhere yet."))
    old = Placement.objects.standing().filter(version__in=versions)
    rows = list(old.select_related("period"))
    if PeriodState.REPORTED in {period.state, *(row.period.state for row in rows)}:
        raise PeriodRefused(_("The figures of that period are out; it stays as it is."))
    now, sealed = timezone.now(), activity.versions.exclude(sealed_at=None)
    first_at = sealed.earliest("sealed_at").sealed_at
    old.update(until_at=now, until_by=by)
    for version in versions:
        version.placements.create(
            period=period,
            why=Why.MOVED,
            submitted_at=first_at,
            is_late=first_at >= period.over_at,
            from_at=now,
            by=by,
            note=note.strip(),
        )
    open_now = activity.publications.filter(until_at=None)
    open_now.update(year=period.year)
    searching.changed(activity)


MOVERS = frozenset({Role.REVIEWER, Role.SECRETARIAT})


def may_move(activity, user) -> bool:
    if activity.state == State.WITHDRAWN and activity.merges.standing().exists():
        return False  # it counts with the record it was merged into
    return bool(activity.roles_of(user) & MOVERS)


def _that_count(activity) -> list:
    """The version under review or approved, and the public one."""
    public, latest = activity.open_publication(), activity.latest_sealed()
    found = {latest} if latest else set()
    return list(found | ({public.version} if public else set()))


def standing(versions) -> dict:
    """Version's key → the Placement that holds, with its period, and whether that
    version counts now. One query."""
    rows = Placement.objects.standing().with_counted().filter(version__in=versions)
    return {row.version_id: row for row in rows.select_related("period")}


def periods_of_activities() -> list:
    """All, in the order of their days. One query."""
    return list(ReportingPeriod.objects.of_activities())


def expected(periods=None) -> list:
    """Those of these whose activities are expected now, the next deadline first."""
    rows = periods_of_activities() if periods is None else periods
    found = [row for row in rows if row.state == PeriodState.OPEN]
    return sorted(found, key=lambda row: row.deadline_on)


def foreseen(version, periods):
    """The period, of these, in which a draft would count if it were submitted now, and
    why there."""
    return where(version, at=timezone.now(), periods=periods)[:2]


def foreseen_again(version, periods):
    """The same of a submitted version, if it were taken back and submitted as it is."""
    return where(version, at=timezone.now(), periods=periods, again=True)[:2]
