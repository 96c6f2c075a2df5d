"""Reminders of deadlines: who is told, when, and once."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from oneplanet import outbox
from oneplanet.models import OutgoingMail
from programmes.models import Membership, User
from reporting import reminders
from reporting.models import Activity
from reporting.periods import take_step
from reporting.reminders import Reminder, moment_of, remind, reminder_due
from reporting.workflow import State
from tests.factories import (
    join,
    make_activity,
    make_draft,
    make_organisation,
    make_period,
    make_secretariat,
    make_user,
)
from tests.reporting.at_once import all_at_once
from tests.reporting.test_due import DEADLINE, make_partner, today

pytestmark = pytest.mark.django_db


def at(day, month, year=2027, hour=12):
    return datetime(year, month, day, hour, tzinfo=UTC)


MOMENTS = {
    Reminder.MONTH: at(16, 12, 2026),
    Reminder.WEEK: at(8, 1),
    Reminder.DAY: at(14, 1),
    Reminder.OVER: at(17, 1),  # the deadline was over at noon of the 16th
}


def test_each_reminder_has_its_moment():
    assert {each: moment_of(each, DEADLINE) for each in Reminder} == MOMENTS
    second = timedelta(seconds=1)
    before = [None, *list(Reminder)[:-1]]
    for (reminder, moment), last in zip(MOMENTS.items(), before, strict=True):
        assert reminder_due(DEADLINE, moment - second) == last
        assert reminder_due(DEADLINE, moment) == reminder
    assert reminder_due(DEADLINE, at(16, 2)) is None  # a month too late


@pytest.fixture
def world():
    """Somebody of two organisations; people nobody reminds; one who has reported."""
    period = make_period()
    user = make_user(name="Anna", email="anna@example.org")
    body = make_organisation(editor=user, name="The Baobab Trust")
    other = make_organisation(editor=user, name="A Better Oven")
    make_draft(
        author=user, organisation=body, title="Ten ovens", ended_on=date(2026, 5, 1)
    )
    done = make_user(email="done@example.org")
    make_activity(state=State.SUBMITTED, author=done, ended_on=date(2026, 5, 1))
    join(make_user(is_active=False), other)
    join(make_user(is_sample=True, email="sample@example.org"), other)
    left = join(make_user(), other)
    left.until = timezone.now()
    left.save()
    make_user()
    user.memberships.update(since=at(1, 1, 2026))
    Activity.objects.update(created_at=at(1, 6, 2026))
    OutgoingMail.objects.all().delete()
    return period


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("to", "subject"))


EXPECTED = "Reports for 2026 are expected by 15 January 2027"


@pytest.mark.parametrize(("reminder", "moment"), MOMENTS.items())
def test_at_each_moment_one_mail_goes_to_who_has_something_due(
    world, settings, reminder, moment
):
    settings.SAMPLE = False
    over = reminder == Reminder.OVER
    subject = "The deadline for 2026 is over" if over else EXPECTED
    for _run in range(3):
        remind(now=moment)
        remind(now=moment + timedelta(hours=1))
    assert mails() == [("anna@example.org", subject)]


def test_nothing_is_sent_before_or_where_no_period_is_open(world):
    remind(now=MOMENTS[Reminder.MONTH] - timedelta(seconds=1))
    world.state = "closed"
    world.save()
    remind(now=MOMENTS[Reminder.WEEK])
    assert mails() == []


def test_after_an_outage_the_latest_is_sent_and_none_before_it(world, settings):
    settings.SAMPLE = False
    remind(now=MOMENTS[Reminder.DAY] + timedelta(hours=30))
    keys = OutgoingMail.objects.values_list("key", flat=True)
    assert [key.rpartition("-")[0] for key in keys] == [
        f"due-{world.pk}-2027-01-15-1-day-before"
    ]


def test_through_the_whole_time_everybody_hears_four_times(world, settings):
    settings.SAMPLE = False
    moment = at(1, 12, 2026)
    while moment < at(1, 3):
        remind(now=moment)
        moment += timedelta(hours=11)
    assert mails() == [("anna@example.org", EXPECTED)] * 3 + [
        ("anna@example.org", "The deadline for 2026 is over")
    ]


def test_a_later_deadline_begins_a_series_of_its_own(world, settings):
    settings.SAMPLE = False
    remind(now=MOMENTS[Reminder.WEEK])
    new = date(2027, 2, 28)
    take_step(world, "extend", by=make_secretariat(), note="Floods.", deadline_on=new)
    remind(now=MOMENTS[Reminder.DAY])
    assert len(mails()) == 1
    remind(now=at(29, 1))
    assert mails()[1:] == [
        ("anna@example.org", "Reports for 2026 are expected by 28 February 2027")
    ]


def test_what_begins_after_the_moment_is_not_reminded_of_it(world, settings):
    settings.SAMPLE = False
    late = make_user(email="late@example.org")
    make_draft(author=late, ended_on=date(2026, 5, 1))
    late.memberships.update(since=at(9, 1))
    begun = make_user(email="begun@example.org")
    given = {"author": begun, "ended_on": date(2026, 5, 1)}
    done = make_activity(state=State.SUBMITTED, **given).organisation
    draft = make_draft(organisation=done, **given)
    Activity.objects.filter(pk=draft.pk).update(created_at=at(9, 1))
    OutgoingMail.objects.all().delete()
    remind(now=at(9, 1, hour=18))
    assert [to for to, _subject in mails()] == ["anna@example.org"]
    remind(now=MOMENTS[Reminder.DAY])
    assert {to for to, _subject in mails()} == {
        "anna@example.org",
        "late@example.org",
        "begun@example.org",
    }


def test_sample_people_hear_from_a_sample_portal_alone(world, settings):
    Membership.objects.update(since=at(1, 1, 2026))
    settings.SAMPLE = False
    remind(now=MOMENTS[Reminder.WEEK])
    assert [to for to, _subject in mails()] == ["anna@example.org"]
    settings.SAMPLE = True
    remind(now=MOMENTS[Reminder.WEEK])
    assert [to for to, _subject in mails()] == [
        "anna@example.org",
        "sample@example.org",
    ]


BODY = """\
Dear Anna,

Reports for 2026 are expected by 15 January 2027. That day is over when it has ended \
everywhere on Earth: 16 January 2027, 12:00 UTC.

A Better Oven
- Nothing reported yet

The Baobab Trust
- Nothing reported yet
- Not submitted yet: “Ten ovens” ({code})

All that is due for you:
http://localhost:8000/en/my/due/

--
One Planet network portal
http://localhost:8000"""


def test_one_mail_lists_all_organisations_of_a_person(world, settings):
    settings.SAMPLE = False
    remind(now=MOMENTS[Reminder.WEEK])
    code = Activity.objects.get(versions__title="Ten ovens").code
    body = OutgoingMail.objects.get().body
    assert body.replace("-- \n", "--\n") == BODY.format(code=code)


def test_the_mail_is_in_the_language_of_who_reads_it(world):
    User.objects.update(language="fr")
    remind(now=MOMENTS[Reminder.WEEK])
    mail = OutgoingMail.objects.get(to="anna@example.org")
    assert mail.language == "fr"
    assert "15 janvier 2027" in mail.body and "/fr/my/due/" in mail.body


def test_a_dry_run_names_people_and_things_and_writes_nothing(
    world, settings, monkeypatch
):
    settings.SAMPLE = False
    monkeypatch.setattr(timezone, "now", lambda: MOMENTS[Reminder.WEEK])
    out = StringIO()
    call_command("run_due", "--dry-run", stdout=out)
    code = Activity.objects.get(versions__title="Ten ovens").code
    assert out.getvalue().splitlines() == [
        "anna@example.org (en): 2026, 2027-01-15, 7-days-before: "
        f"A Better Oven (nothing yet); The Baobab Trust (nothing yet, drafts {code})",
        "Would be reminded: 1",
        "Would be told of second looks: 0",
        "Would be escalated: 0",
        "Would be gathered: 0",
        "Would be told of searches: 0",
    ]
    assert mails() == []
    out = StringIO()
    call_command("run_due", stdout=out)
    call_command("run_due", stdout=out)
    said = [row for row in out.getvalue().splitlines() if row.startswith("Reminded")]
    assert said == ["Reminded: 1", "Reminded: 0"]
    assert len(mails()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_remind_once(world, settings):
    settings.SAMPLE = False
    moment = MOMENTS[Reminder.WEEK]
    all_at_once(*[lambda: remind(now=moment)] * 4)
    assert mails() == [("anna@example.org", EXPECTED)]


def test_the_worker_reminds_and_a_broken_reminder_keeps_no_mail_back(monkeypatch):
    make_period(deadline_on=today() + timedelta(days=5))
    user, _body = make_partner()
    user.memberships.update(since=at(1, 1, 2026))
    call_command("run_worker", once=True)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.sent_at is not None) == (user.email, True)

    def broken():
        raise KeyError("template")

    monkeypatch.setattr(reminders, "remind", broken)
    outbox.queue(key="x", to="a@example.org", language="en", subject="X", body="Y")
    call_command("run_worker", once=True)
    assert OutgoingMail.objects.get(key="x").sent_at
