"""Submissions nobody answers: whom the portal tells, when, and once."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from oneplanet.models import OutgoingMail
from programmes.models import Appointment
from reporting import escalating
from reporting.assigning import assign
from reporting.escalating import escalate
from reporting.models import ReviewEscalation
from reporting.workflow import Action
from tests.factories import (
    appoint,
    join,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.reporting.at_once import all_at_once
from tests.reporting.desks import make_bench

pytestmark = pytest.mark.django_db
BEGUN = "unanswered-"


@pytest.fixture
def bench():
    return make_bench()


def told():
    """(who, how many reviews are named) of every mail so far, in their order."""
    mails = OutgoingMail.objects.filter(key__startswith=BEGUN).order_by("pk")
    return [(mail.to, mail.body.count("/review/OP-")) for mail in mails]


def after(days, **more):
    return escalate(now=timezone.now() + timedelta(days=days, **more))


def test_the_lead_hears_after_a_week_and_the_secretariat_after_two(bench):
    bench.waits("Waits")
    assert after(7, seconds=-60) == 0
    assert after(7, seconds=60) == 1
    assert told() == [(bench.lea.email, 1)]
    assert after(14, seconds=-60) == 0
    assert after(14, seconds=60) == 1
    assert told() == [(bench.lea.email, 1), (bench.sam.email, 1)]
    assert after(40) == 0
    assert len(told()) == 2


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
def test_however_often_it_runs_each_is_told_once(bench, kind):
    getattr(bench, kind)(days_ago=15)
    call_command("run_due", verbosity=0)
    call_command("run_due", verbosity=0)
    levels = ReviewEscalation.objects.values_list("level", flat=True)
    assert sorted(levels) == ["lead", "secretariat"]
    mails = OutgoingMail.objects.filter(key__startswith=BEGUN)
    assert sorted(mail.to for mail in mails) == sorted(
        [bench.lea.email, bench.sam.email]
    )


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_tell_once():
    bench = make_bench()
    bench.waits(days_ago=20)
    bench.initiative_waits(days_ago=20)
    counted = all_at_once(*[escalate] * 4)
    assert sorted(counted) == [0, 0, 0, 4]
    assert len(told()) == 2


def test_one_mail_gathers_all_that_waits(bench):
    for n in range(3):
        bench.waits(f"Waits {n}", days_ago=8 + n)
    assert escalate() == 3
    assert told() == [(bench.lea.email, 3)]
    body = OutgoingMail.objects.get(key__startswith=BEGUN).body
    places = [body.index(f"Waits {n}") for n in (2, 1, 0)]
    assert places == sorted(places), "the oldest first"


def test_having_it_in_hand_begins_nothing_anew(bench):
    reported = bench.waits(days_ago=8)
    assign(reported, to=bench.bo, by=bench.ada)
    assert escalate() == 1
    assert "in hand with Bo" in OutgoingMail.objects.get(key__startswith=BEGUN).body
    assign(reported, to=bench.ada, by=bench.ada)
    assert after(6) == 1
    assert [row.level for row in ReviewEscalation.objects.all()] == [
        "lead",
        "secretariat",
    ]


@pytest.mark.parametrize("action", [Action.RETURN, Action.APPROVE, Action.RECALL])
def test_an_answer_ends_it_and_a_new_version_begins_anew(bench, action):
    author = make_user()
    reported = bench.waits(author=author, days_ago=8)
    assert escalate() == 1
    by = author if action == Action.RECALL else bench.ada
    reported.take(action, by=by, comment="Because.")
    assert after(30) == 0
    if action == Action.APPROVE:
        reported.take(Action.REVISE, by=author)
    reported.take(Action.SUBMIT, by=author)
    assert after(6) == 0
    assert after(7) == 1
    numbers = ReviewEscalation.objects.values_list("activity_version__number", "level")
    assert list(numbers) == [(1, "lead"), (2, "lead")]


def test_without_a_lead_from_outside_the_secretariat_hears_at_once(bench):
    reported = bench.waits("Ours", days_ago=8)
    join(bench.lea, reported.organisation)
    other = make_programme(desk=make_user())
    bench.waits("Leaderless", days_ago=9, programme=other)
    bench.waits("Network-wide", days_ago=10, programme=None)
    assert escalate() == 3
    assert told() == [(bench.sam.email, 3)]
    assert {row.level for row in ReviewEscalation.objects.all()} == {"secretariat"}
    assert after(14) == 0, "it has heard"


def held(monkeypatch):
    """The codes of what a run locks, from now on."""
    codes, read = [], escalating._read
    monkeypatch.setattr(
        escalating, "_read", lambda one: codes.append(one.code) or read(one)
    )
    return codes


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
def test_only_that_is_held_of_which_somebody_is_to_be_told(bench, monkeypatch, kind):
    wait = getattr(bench, kind)
    young, week, fortnight = (wait(days_ago=days) for days in (3, 8, 15))
    led = wait(days_ago=20, programme=make_programme(desk=make_user()))
    locked = held(monkeypatch)
    assert after(0) == 4
    assert sorted(locked) == sorted([week.code, fortnight.code, led.code])
    locked.clear()
    assert (after(0), locked) == (0, [])
    assert after(5) == 1, "the youngest is told of to the lead"
    assert locked == [young.code]
    locked.clear()
    assert (after(7), locked) == (1, [week.code])
    locked.clear()
    appoint(make_user(), Appointment.Role.LEAD, programme=led.programme)
    assert (after(7), locked) == (1, [led.code]), "it has a lead now"


def test_a_lead_who_went_is_none_and_the_secretariat_hears(bench, monkeypatch):
    waits = bench.waits(days_ago=8)
    assert after(0) == 1
    join(bench.lea, waits.organisation)
    locked = held(monkeypatch)
    assert (after(0), locked) == (1, [waits.code])
    assert told() == [(bench.lea.email, 1), (bench.sam.email, 1)]


def test_a_run_with_nobody_to_tell_asks_the_same_however_many_wait(
    bench, django_assert_num_queries
):
    """Of each kind for what is due, in a savepoint."""
    for _n in range(3):
        bench.waits(days_ago=8)
        bench.initiative_waits(days_ago=8)
    assert after(0) == 6
    with django_assert_num_queries(4):
        after(0)


def test_who_leads_and_is_of_the_secretariat_reads_each_once(bench):
    bench.lea.is_active = False
    bench.lea.save()
    appoint(bench.sam, Appointment.Role.LEAD, programme=bench.programme)
    bench.waits(days_ago=20)
    assert escalate() == 2
    assert told() == [(bench.sam.email, 1)]


def test_where_nobody_is_left_to_tell_it_is_tried_again(bench):
    bench.waits(days_ago=8)
    bench.lea.is_active = bench.sam.is_active = False
    bench.lea.save()
    bench.sam.save()
    assert escalate() == 0
    late = make_secretariat()
    assert escalate() == 1
    assert told() == [(late.email, 1)]


def test_sample_people_hear_from_a_sample_portal_alone(bench, settings):
    for person in (bench.lea, bench.sam):
        person.is_sample = True
        person.save()
    bench.waits(days_ago=8)
    settings.SAMPLE = False
    assert escalate() == 0
    settings.SAMPLE = True
    assert escalate() == 1
    assert told() == [(bench.lea.email, 1)]


def test_the_lead_of_another_programme_hears_nothing(bench):
    other = make_user()
    appoint(other, Appointment.Role.LEAD, programme=make_programme())
    bench.waits(days_ago=8)
    escalate()
    assert told() == [(bench.lea.email, 1)]


def test_each_is_told_in_their_language(bench):
    bench.lea.language = "ar"
    bench.lea.save()
    bench.waits(days_ago=8)
    escalate()
    mail = OutgoingMail.objects.get(key__startswith=BEGUN)
    assert mail.language == "ar"
    assert "/ar/review/" in mail.body


def test_the_queue_shows_who_was_told(client, bench):
    bench.waits(days_ago=8)
    bench.waits(days_ago=3)
    client.force_login(bench.ada)
    queue = reverse("reporting:review_queue")
    mark = "unanswered: the programme’s lead has been told"
    assert mark not in client.get(queue).text
    escalate()
    assert client.get(queue).text.count(mark) == 1
    after(7)
    later = client.get(queue).text
    assert later.count("unanswered: the secretariat has been told") == 1
    assert later.count(mark) == 1


def test_the_database_holds_one_row_for_each_version_and_level(bench):
    version = bench.waits(days_ago=8).latest_sealed()
    initiative = bench.initiative_waits(days_ago=8).latest_sealed()
    escalate()
    for wrong in (
        {"activity_version": version, "level": "lead"},
        {"initiative_version": initiative, "level": "lead"},
        {"activity_version": version, "level": "desk"},
        {"level": "lead"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReviewEscalation.objects.create(**wrong)
