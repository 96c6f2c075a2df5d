"""What is due for one person, across organisations and duties, as plain rows."""

from collections import Counter
from datetime import date, timedelta
from operator import itemgetter

from django.db.models import Case, F, OuterRef, Subquery, When
from django.urls import reverse
from django.utils import timezone

from oneplanet.text.dates import day_of
from programmes.models import Organisation, roles_of
from reporting import period_rules
from reporting.due_answers import to_answer
from reporting.due_row import HEADINGS, MOST, Due, Kind, Urgency, first_of_each
from reporting.due_texts import texts_due
from reporting.models import (
    Activity,
    ActivityVersion,
    Contribution,
    HistoryEntry,
    Initiative,
    InitiativeVersion,
    Placement,
)
from reporting.models.asking import rows_of
from reporting.period_rules import PeriodState
from reporting.periods import expected, periods_of_activities
from reporting.workflow import EDITABLE, State

SOON = timedelta(days=30)  # before a deadline


def due_for(user, *, now=None, periods=None) -> list[Due]:
    """Everything that is due for the person, the most urgent first, then by day.
    ``periods`` are those of periods_of_activities(), where they are known."""
    now = now or timezone.now()
    rows = [*texts_due(user), *to_answer(user)]
    if roles_of(user).organisations:
        mine = Activity.objects.written_by(user)
        periods = periods_of_activities() if periods is None else periods
        rows += [*_activities(mine, periods, now)]
        rows += [*_initiatives(user), *_contributed(user)]
        rows += _nothing_yet(user, periods, now)
    return sorted(rows, key=_order)


def sections(rows) -> list[tuple]:
    """(heading, rows) of each urgency that has any, in their order."""
    by_urgency = {urgency: [] for urgency in Urgency}
    for row in rows:
        by_urgency[row.urgency].append(row)
    found = filter(itemgetter(1), by_urgency.items())
    return [(HEADINGS[urgency], rows) for urgency, rows in found]


def is_cut(rows) -> bool:
    """Whether there may be more of a kind."""
    return max(Counter(row.kind for row in rows).values(), default=0) >= MOST


def _order(row):
    by_deadline = row.urgency in (Urgency.OVER, Urgency.SOON)
    days = (row.until, row.since) if by_deadline else (row.since, row.until)
    first, second = (day or date.max for day in days)
    return row.urgency, first, second, row.what


# --- Of organisations -----------------------------------------------------------------


def counted(periods) -> set[tuple]:
    """(organisation, period), by key, of what counts in these periods, be it with the
    record it was merged into. One query."""
    rows = Placement.objects.reported().filter(period__in=periods)
    return set(rows.values_list("version__activity__organisation", "period"))


def drafts_of(organisations):
    """The drafts of their activities, with what a row says of them."""
    theirs = Activity.objects.filter(organisation__in=organisations)
    return _written(theirs.filter(state=State.DRAFT))


def _written(activities):
    named = ("activity__organisation", "activity__programme")
    drafts = ActivityVersion.objects.filter(sealed_at=None, activity__in=activities)
    return drafts.select_related(*named).defer("summary", "results")


def period_of(draft, periods, now):
    """The open period in which a draft would count if it were submitted now, or None:
    what was submitted before is no longer late, so nothing is due by a day."""
    if draft.number > 1:
        return None
    found, _why = period_rules.counted_in(
        periods, ended_on=draft.ended_on, submitted_at=now
    )
    return found if found and found.state == PeriodState.OPEN else None


def _by(period, now) -> Urgency:
    if period is None or now < period.over_at - SOON:
        return Urgency.LATER
    return Urgency.SOON if now < period.over_at else Urgency.OVER


def _of(version) -> dict:
    activity = version.identity  # or an initiative
    return {
        "url": activity.page("record"),
        "what": version.title or activity.code,
        "what_language": version.language if version.title else "",
        "organisation": activity.organisation.name,
        "organisation_language": activity.organisation.name_language,
        "programme": activity.programme.code if activity.programme else "NET",
    }


def _activities(mine, periods, now):
    """Those returned, since the day on which the reviewers decided, the first of them
    first; and drafts, since the day of the last save, the last first."""
    steps = HistoryEntry.objects.filter(activity=OuterRef("activity"))
    last = steps.order_by("-at", "-pk").values("at")[:1]
    is_returned = Case(When(activity__state=State.RETURNED, then=Subquery(last)))
    drafts = _written(mine.filter(state__in=EDITABLE)).annotate(returned_at=is_returned)
    order = ("returned_at", F("saved_at").desc(), F("pk").desc())
    for draft in first_of_each(drafts, "activity__state", *order):
        if draft.activity.state == State.RETURNED:
            since = day_of(draft.returned_at)
            yield Due(Kind.RETURNED, Urgency.WAITING, since=since, **_of(draft))
        else:
            yield _draft(draft, period_of(draft, periods, now), now)


def _draft(draft, period, now):
    return Due(
        Kind.DRAFT,
        _by(period, now),
        since=day_of(draft.saved_at),
        until=period and period.deadline_on,
        year=period and period.year,
        **_of(draft),
    )


def _initiatives(user):
    """Those returned or not submitted yet; no period waits for them."""
    drafts = InitiativeVersion.objects.filter(
        sealed_at=None,
        initiative__in=Initiative.objects.editable_by(user),
    )
    last = rows_of(Initiative, "history", outer="initiative").order_by("-at", "-pk")
    drafts = drafts.annotate(moved_at=Subquery(last.values("at")[:1]))
    for draft in drafts.for_cards().order_by("-saved_at", "-pk")[:MOST]:
        if draft.initiative.state == State.RETURNED:
            kind, urgency, since = Kind.RETURNED, Urgency.WAITING, draft.moved_at
        else:
            kind, urgency, since = Kind.DRAFT, Urgency.LATER, draft.saved_at
        yield Due(kind, urgency, since=day_of(since), **_of(draft))


def _contributed(user):
    """What can be taken into a draft now; ``since`` is the day it was sent."""
    rows = Contribution.objects.of_authors(user).sent()
    draft = ActivityVersion.objects.filter(
        activity=OuterRef("activity"), sealed_at=None
    )
    rows = rows.filter(activity__state__in=EDITABLE).annotate(
        title=Subquery(draft.values("title")[:1]),
        title_language=Subquery(draft.values("language")[:1]),
    )
    rows = rows.select_related("activity__organisation").order_by("sent_at", "pk")
    for row in rows[:MOST]:
        body = row.activity.organisation
        yield Due(
            Kind.CONTRIBUTED,
            Urgency.WAITING,
            reverse("reporting:contribution_review", args=[row.activity.code, row.pk]),
            what=row.title or row.activity.code,
            what_language=row.title_language if row.title else "",
            who=str(row),
            organisation=body.name,
            organisation_language=body.name_language,
            since=day_of(row.sent_at),
        )


def _nothing_yet(user, periods, now):
    open_now = expected(periods)
    there = counted(open_now)
    for body in Organisation.objects.with_members(user).order_by("pk"):
        for period in open_now:
            if (body.pk, period.pk) not in there:
                yield Due(
                    Kind.NOTHING,
                    _by(period, now),
                    f"{reverse('reporting:activity_new')}?organisation={body.code}",
                    what=body.name,
                    what_language=body.name_language,
                    until=period.deadline_on,
                    year=period.year,
                )
