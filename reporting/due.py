"""What is due for one person, across organisations and duties, as plain rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum, StrEnum
from operator import itemgetter

from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from oneplanet.text.dates import day_of
from programmes.models import Invitation, Organisation, roles_of
from reporting import period_rules
from reporting.models import (
    ActivityVersion,
    HistoryEntry,
    Initiative,
    InitiativeVersion,
    Placement,
)
from reporting.models.asking import rows_of
from reporting.period_rules import PeriodState
from reporting.periods import expected, periods_of_activities
from reporting.queue import next_for
from reporting.workflow import EDITABLE, State

MOST = 50  # rows of one kind
SOON = timedelta(days=30)  # before a deadline


class Kind(StrEnum):
    RETURNED = "returned"  # an activity the reviewers sent back
    NOTHING = "nothing"  # an organisation that has nothing counted in an open period
    DRAFT = "draft"  # an activity not submitted yet
    REVIEW = "review"  # all that waits for the person's review, in one row
    INVITED = "invited"  # an invitation the person has not answered
    INVITATION = "invitation"  # one the person made that nobody has answered


class Urgency(IntEnum):
    OVER = 1
    WAITING = 2
    SOON = 3
    LATER = 4


HEADINGS = {
    Urgency.OVER: _("The deadline is over"),
    Urgency.WAITING: _("Others wait for you"),
    Urgency.SOON: _("Due within 30 days"),
    Urgency.LATER: _("When you can"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do. ``since`` is the day from which it waits, ``until`` the last day
    for it. ``what`` is its title, name or address; for REVIEW empty, and counted.
    """

    kind: Kind
    urgency: Urgency
    url: str
    what: str = ""
    what_language: str = ""
    organisation: str = ""
    organisation_language: str = ""
    programme: str = "NET"
    since: date | None = None
    until: date | None = None
    year: int | None = None
    count: int = 1
    has_expired: bool = False

    @property
    def is_over(self):
        return self.urgency is Urgency.OVER


def due_for(user, *, now=None) -> list[Due]:
    """Everything that is due for the person, the most urgent first, then by day."""
    now = now or timezone.now()
    rows = [*_to_review(user), *_invited(user), *_invitations(user)]
    if mine := roles_of(user).organisations:
        periods = periods_of_activities()
        rows += [*_returned(mine), *_drafts(mine, periods, now)]
        rows += _initiatives(mine)
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
    """(organisation, period), by key, of what counts in these periods. One query."""
    rows = Placement.objects.counted().filter(period__in=periods)
    return set(rows.values_list("version__activity__organisation", "period"))


def drafts_of(organisations, state=State.DRAFT):
    """The drafts of their activities in this state, with what a row says of them."""
    named = ("activity__organisation", "activity__programme")
    drafts = ActivityVersion.objects.filter(
        sealed_at=None,
        activity__organisation__in=organisations,
        activity__state=state,
    )
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


def _returned(organisations):
    """``since`` is the day on which the reviewers decided."""
    steps = HistoryEntry.objects.filter(activity=OuterRef("activity"))
    last = steps.order_by("-at", "-pk").values("at")[:1]
    drafts = drafts_of(organisations, State.RETURNED)
    drafts = drafts.annotate(returned_at=Subquery(last))
    for draft in drafts.order_by("returned_at", "pk")[:MOST]:
        since = day_of(draft.returned_at)
        yield Due(Kind.RETURNED, Urgency.WAITING, since=since, **_of(draft))


def _drafts(organisations, periods, now):
    """``since`` is the day of its last save."""
    for draft in drafts_of(organisations).order_by("-saved_at", "-pk")[:MOST]:
        period = period_of(draft, periods, now)
        yield Due(
            Kind.DRAFT,
            _by(period, now),
            since=day_of(draft.saved_at),
            until=period and period.deadline_on,
            year=period and period.year,
            **_of(draft),
        )


def _initiatives(organisations):
    """Their initiatives returned or not submitted yet; no period waits for them."""
    drafts = InitiativeVersion.objects.filter(
        sealed_at=None,
        initiative__organisation__in=organisations,
        initiative__state__in=EDITABLE,
    )
    last = rows_of(Initiative, "history", outer="initiative").order_by("-at", "-pk")
    drafts = drafts.annotate(moved_at=Subquery(last.values("at")[:1]))
    for draft in drafts.for_cards().order_by("-saved_at", "-pk")[:MOST]:
        if draft.initiative.state == State.RETURNED:
            kind, urgency, since = Kind.RETURNED, Urgency.WAITING, draft.moved_at
        else:
            kind, urgency, since = Kind.DRAFT, Urgency.LATER, draft.saved_at
        yield Due(kind, urgency, since=day_of(since), **_of(draft))


def _nothing_yet(user, periods, now):
    open_now = expected(periods)
    there = counted(open_now)
    for body in Organisation.objects.with_members(user).order_by("pk"):
        for period in open_now:
            if (body.pk, period.pk) not in there:
                yield Due(
                    Kind.NOTHING,
                    _by(period, now),
                    reverse("reporting:activity_new"),
                    what=body.name,
                    what_language=body.name_language,
                    until=period.deadline_on,
                    year=period.year,
                )


# --- Of duties and invitations --------------------------------------------------------


def _to_review(user):
    """One row for all of them; ``since`` is the day of the oldest."""
    if found := next_for(user):
        yield Due(
            Kind.REVIEW,
            Urgency.WAITING,
            reverse("reporting:review_queue"),
            since=day_of(found["since"]),
            count=found["number"],
        )


def _invited(user):
    rows = Invitation.objects.sent_to(user)
    named = ("organisation", "programme", "country", "invited_by")
    for row in rows.select_related(*named).order_by("expires_at", "pk")[:MOST]:
        if row.is_open:
            kind, urgency = Kind.INVITED, Urgency.WAITING
            yield Due(kind, urgency, row.get_accept_url(), **_of_invitation(row))


def _invitations(user):
    """Those the person made, which they may send again or withdraw."""
    rows = Invitation.objects.waiting().filter(invited_by=user)
    named = ("organisation", "programme", "country")
    for row in rows.select_related(*named).order_by("expires_at", "pk")[:MOST]:
        if not roles_of(user).may_promise(row):
            continue
        if row.organisation:
            url = reverse("programmes:people", args=[row.organisation.code])
        else:
            url = reverse("admin:programmes_invitation_changelist")
        given = _of_invitation(row) | {"what": row.email, "what_language": ""}
        yield Due(Kind.INVITATION, Urgency.LATER, url, **given)


def _of_invitation(row) -> dict:
    """Named by what it promises; ``since`` is the day of its latest mail."""
    body = row.organisation
    return {
        "what": body.name if body else row.in_words,
        "what_language": body.name_language if body else "",
        "organisation": body.name if body else row.in_words,
        "organisation_language": body.name_language if body else "",
        "since": day_of(row.sent_at),
        "until": day_of(row.expires_at),
        "has_expired": row.has_expired,
    }
