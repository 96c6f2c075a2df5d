"""Reminders before and after the deadline of a period.

Safe to run at any time and as often as one likes: each mail has a key of its own in the
outbox. After an outage only the latest reminder whose moment has come is sent.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet import outbox
from programmes.models import Membership, User
from reporting import period_rules
from reporting.due import counted, drafts_of, period_of
from reporting.models import ReportingPeriod
from reporting.periods import expected

MOST_NAMED = 10  # drafts of one organisation in one mail
STALE = timedelta(days=30)  # so late a reminder helps nobody


class Reminder(StrEnum):
    MONTH = "30-days-before"
    WEEK = "7-days-before"
    DAY = "1-day-before"
    OVER = "1-day-over"


# Days from the deadline to each. It is sent when that day has begun everywhere; a day
# is over a day after it, so OVER comes another day later.
DAYS = {Reminder.MONTH: -30, Reminder.WEEK: -7, Reminder.DAY: -1, Reminder.OVER: 2}


@dataclass(frozen=True, slots=True)
class Owed:
    """What one organisation has yet to do in a period."""

    organisation: str
    has_nothing: bool  # counted in it
    drafts: tuple = ()  # that would count in it


@dataclass(frozen=True, slots=True)
class Letter:
    """One reminder to one person, of all organisations they belong to."""

    reader: User
    period: ReportingPeriod
    reminder: Reminder
    owed: list[Owed] = field(default_factory=list)

    @property
    def key(self):
        return f"{_series(self.period, self.reminder)}{self.reader.pk}"


def moment_of(reminder, deadline_on: date) -> datetime:
    """Noon UTC of the day."""
    return period_rules.over_at(deadline_on + timedelta(days=DAYS[reminder] - 1))


def reminder_due(deadline_on: date, now: datetime) -> Reminder | None:
    """The latest whose moment has come, unless that is long ago."""
    come = [each for each in Reminder if moment_of(each, deadline_on) <= now]
    if not come or now - moment_of(come[-1], deadline_on) >= STALE:
        return None
    return come[-1]


def remind(*, now=None, dry_run=False) -> list[Letter]:
    """Write the reminders that are due into the outbox; those not written before."""
    now, written = now or timezone.now(), []
    for period in expected():
        reminder = reminder_due(period.deadline_on, now)
        for letter in _letters(period, reminder, now) if reminder else ():
            if not dry_run:
                _post(letter)
            written.append(letter)
    return written


def _letters(period, reminder, now):
    """Who had something to do when the moment came, and still has."""
    moment = moment_of(reminder, period.deadline_on)
    done = outbox.written(_series(period, reminder))
    there, drafts = counted([period]), _drafts(period, moment, now)
    letters = {}
    for row in _memberships(moment):
        body = row.organisation
        has_nothing = (body.pk, period.pk) not in there
        if has_nothing or drafts[body.pk]:
            new = Letter(row.user, period, reminder)
            letter = letters.setdefault(row.user_id, new)
            letter.owed.append(Owed(body.name, has_nothing, tuple(drafts[body.pk])))
    return [letter for letter in letters.values() if letter.key not in done]


def _series(period, reminder) -> str:
    """How the keys of one reminder begin: another deadline is another series."""
    return f"due-{period.pk}-{period.deadline_on.isoformat()}-{reminder}-"


def _memberships(moment):
    """Of active people who belonged to their organisation by then. Sample people have
    no mailbox, so they hear from a sample portal alone."""
    rows = Membership.objects.current().filter(user__is_active=True)
    if not settings.SAMPLE:
        rows = rows.filter(user__is_sample=False)
    rows = rows.filter(since__lte=moment).select_related("user", "organisation")
    return rows.order_by("user", "organisation__name_folded", "organisation")


def _drafts(period, moment, now):
    """Organisation's key → its drafts begun by then that would count in the period."""
    periods, found = list(ReportingPeriod.objects.of_activities()), defaultdict(list)
    bodies = Membership.objects.current().values("organisation")
    rows = drafts_of(bodies).filter(number=1, activity__created_at__lte=moment)
    for draft in rows.order_by("title_folded", "pk"):
        if period_of(draft, periods, now) == period:
            found[draft.activity.organisation_id].append(draft)
    return found


def _post(letter):
    reader, period = letter.reader, letter.period
    with translation.override(reader.language):
        link = settings.SITE_URL + reverse("reporting:due")
    outbox.post(
        key=letter.key,
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        kind="deadlines",
        template="reporting/mail/due.txt",
        context={
            "reader": reader,
            "period": period,
            "is_over": letter.reminder is Reminder.OVER,
            "owed": letter.owed,
            "most": MOST_NAMED,
            "link": link,
        },
    )
