"""Who does not give a second look or a translation is reminded once; who discusses
disagreements hears of them once a period's second looks are done."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from oneplanet.inbox import InboxMessage
from oneplanet.models import OutgoingMail
from oneplanet.text import dates
from programmes.models import Appointment
from reporting.classifying import give, remark
from reporting.draws import close
from reporting.due import Due, Kind, Urgency, due_for
from reporting.models import ClassificationDraw, DrawnVersion, TranslationRequest
from reporting.review_translating import ask, take_back
from reporting.second_look_reminders import remind_of_second_looks
from reporting.workflow import Action
from tests.factories import appoint, make_period, make_user
from tests.reporting.at_once import all_at_once
from tests.reporting.blind import chosen, make_blind
from tests.reporting.desks import make_bench
from tests.reporting.test_second_look_mails import given, waits

pytestmark = pytest.mark.django_db
WAITS, DIFFER = "Still for you", "Blind classification"
LIST = reverse("reporting:classification_list")
DISAGREEMENTS = reverse("reporting:classification_disagreements", args=[2020])


@pytest.fixture
def blind():
    return make_blind()


@pytest.fixture
def bench():
    return make_bench()


def after(days, **more):
    return remind_of_second_looks(now=timezone.now() + timedelta(days=days, **more))


def told(begun):
    """(who, subject), in the order of the addresses, of what begins so."""
    mails = OutgoingMail.objects.filter(subject__startswith=begun).order_by("to", "pk")
    return [(mail.to, mail.subject) for mail in mails]


def body_to(person, begun):
    mail = OutgoingMail.objects.get(subject__startswith=begun, to=person.email)
    return mail.body.partition("\n-- \n")[0].strip()


def drawn(blind, number):
    found = [blind.approved(f"CANARY {n}") for n in range(number)]
    return blind.drawn(), found


def both(blind, activity, **second):
    give(blind.of(blind.ada, activity), by=blind.ada, chosen=chosen())
    give(blind.of(blind.bo, activity), by=blind.bo, chosen=chosen(**second))
    return DrawnVersion.objects.get(version__activity=activity)


def due_of(person, kind=Kind.DIFFER):
    person.forget_roles()
    return [row for row in due_for(person) if row.kind == kind]


# --- Not classified yet ---------------------------------------------------------------


def test_who_has_not_classified_is_reminded_after_a_week_and_once(blind):
    _found, (first, _second) = drawn(blind, 2)
    give(blind.of(blind.ada, first), by=blind.ada, chosen=chosen())
    assert after(7, seconds=-60) == [] and told(WAITS) == []
    assert len(after(7, seconds=60)) == 2
    expected = {
        (blind.ada.email, "Still for you to classify blind: 1 activity"),
        (blind.bo.email, "Still for you to classify blind: 2 activities"),
    }
    assert set(told(WAITS)) == expected
    assert after(8) == after(40) == []
    assert set(told(WAITS)) == expected
    messages = InboxMessage.objects.filter(subject__startswith=WAITS)
    assert {(row.reader, row.kind, row.about) for row in messages} == {
        (person, "reviews", LIST) for person in (blind.ada, blind.bo)
    }


def test_the_reminder_says_nothing_of_any_record_or_of_the_other(blind):
    """The whole mail, word by word."""
    drawn(blind, 1)
    after(8)
    assert body_to(blind.ada, WAITS) == (
        "Dear Ada,\n\n"
        "1 activity of the period 2020 has waited for you for a week or longer. Only "
        "what both reviewers have classified can be counted. This is the only "
        f"reminder.\n\n{settings.SITE_URL}{LIST}"
    )


def test_who_is_done_or_has_no_such_duty_any_more_is_not_reminded(blind):
    _found, (activity,) = drawn(blind, 1)
    give(blind.of(blind.ada, activity), by=blind.ada, chosen=chosen())
    blind.bo.appointments.update(until_on=dates.today())
    assert after(8) == []


def test_of_a_draw_that_is_closed_or_long_past_nobody_is_reminded(blind):
    found, (activity, _other) = drawn(blind, 2)
    assert after(181) == []
    both(blind, activity)
    close(found, by=blind.sam)
    assert after(8) == []


# --- Not translated yet ---------------------------------------------------------------


def test_who_is_asked_for_a_translation_is_reminded_after_a_week_and_once(bench):
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada, why="I read no French.")
    begun = "Translation still wanted"
    assert after(7, seconds=-60) == [] and told(begun) == []
    after(7, seconds=60)
    assert after(9) == []
    subject = "Translation still wanted (English): Une cuisine"
    assert told(begun) == [(bench.bo.email, subject)]
    body = body_to(bench.bo, begun)
    page = reverse("reporting:activity_translate", args=[activity.code, "en"])
    assert "I read no French.\n\nNobody has given it since " in body
    assert body.endswith(f"only reminder.\n\n{settings.SITE_URL}{page}")


@pytest.mark.parametrize("end", ["given", "taken back", "decided"])
def test_of_a_translation_nobody_needs_any_more_nobody_is_reminded(bench, end):
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada)
    if end == "given":
        given(activity, bench.bo)
    elif end == "taken back":
        take_back(activity, "en", by=bench.ada)
    else:
        activity.take(Action.APPROVE, by=bench.ada)
    assert after(8) == []


# --- Disagreements --------------------------------------------------------------------


def test_who_discusses_them_hears_once_all_second_looks_are_there(blind):
    """The two, and the secretariat; neither who approved it nor a lead."""
    appoint(make_user(), Appointment.Role.LEAD, programme=blind.programme)
    _found, (first, second) = drawn(blind, 2)
    both(blind, first, type="STANDARD", scope="LOCAL")
    assert after(1) == [] and told(DIFFER) == []
    both(blind, second, type="STANDARD")
    after(0, hours=1)
    subject = "Blind classification 2020: 3 disagreements to discuss"
    people = (blind.ada, blind.bo, blind.sam)
    assert set(told(DIFFER)) == {(person.email, subject) for person in people}
    assert after(3) == after(60) == []
    assert len(told(DIFFER)) == 3
    assert body_to(blind.sam, DIFFER) == (
        "Dear Sam,\n\n"
        "The second looks of the period 2020 are done, and some of what two reviewers "
        "chose differs. The two say why and settle it together; where they cannot, the "
        f"secretariat does.\n\n{settings.SITE_URL}{DISAGREEMENTS}?show=open"
    )
    messages = InboxMessage.objects.filter(subject__startswith=DIFFER)
    assert {row.kind for row in messages} == {"reviews"}


def test_once_it_is_closed_nobody_waits_for_who_is_not_done(blind):
    found, (first, _second) = drawn(blind, 2)
    both(blind, first, type="STANDARD")
    assert after(1) == []
    close(found, by=blind.sam)
    assert len(after(1)) == 3


@pytest.mark.parametrize("end", ["alike", "settled", "long ago"])
def test_where_nothing_is_open_nobody_hears(blind, end):
    _found, (activity,) = drawn(blind, 1)
    differs = {} if end == "alike" else {"type": "STANDARD"}
    row = both(blind, activity, **differs)
    if end == "settled":
        remark(row, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    assert after(181 if end == "long ago" else 1) == []


def test_what_is_due_is_one_row_from_the_moment_they_are_told_until_it_is_settled(
    blind, client
):
    _found, (first, second) = drawn(blind, 2)
    row = both(blind, first, type="STANDARD", scope="LOCAL")
    people = (blind.ada, blind.bo, blind.sam, blind.ann, make_user())
    assert [due_of(person) for person in people] == [[]] * 5
    both(blind, second)
    due = Due(
        Kind.DIFFER,
        Urgency.WAITING,
        f"{DISAGREEMENTS}?show=open",
        since=dates.today(),
        count=2,
    )
    assert [due_of(person) for person in people] == [[due]] * 3 + [[]] * 2
    client.force_login(blind.ada)
    page = client.get(reverse("reporting:due")).content.decode()
    shown = ("2</bdi> disagreements to discuss", "Waiting to be settled")
    assert [text for text in shown if text not in page] == []
    remark(row, "type", by=blind.sam, text="So.", settled=["STANDARD"])
    assert [one.count for one in due_of(blind.ada)] == [1]
    remark(row, "scope", by=blind.sam, text="So.", settled=["LOCAL"])
    assert [due_of(person) for person in people] == [[]] * 5


def test_of_several_periods_one_row_leads_to_their_list(blind):
    for year in (2020, 2019):
        activity = blind.approved()
        period = make_period(year, state="closed") if year != 2020 else blind.period
        activity.versions.get().placements.update(period=period)
        blind.period = period
        blind.drawn()
        both(blind, activity, type="STANDARD")
    assert ClassificationDraw.objects.count() == 2
    (row,) = due_of(blind.bo)
    assert (row.url, row.count) == (LIST, 2)


# --- The command ----------------------------------------------------------------------


def run(*how) -> list[str]:
    out = StringIO()
    call_command("run_due", *how, stdout=out)
    words = ("second looks", "to classify", "to discuss", "to translate")
    lines = out.getvalue().splitlines()
    return [line for line in lines if any(word in line for word in words)]


def test_the_command_says_whom_it_would_tell_and_tells_once(blind):
    _found, (first, _second) = drawn(blind, 2)
    give(blind.of(blind.ada, first), by=blind.ada, chosen=chosen())
    bench = make_bench()
    activity = waits(bench)
    ask(activity, language="en", by=bench.ada)
    week_ago = timezone.now() - timedelta(days=8)
    ClassificationDraw.objects.update(at=week_ago)
    TranslationRequest.objects.update(asked_at=week_ago)
    before = OutgoingMail.objects.count()
    assert run("--dry-run") == [
        f"{blind.ada.email} (en): 2020, to classify: 1",
        f"{blind.bo.email} (en): 2020, to classify: 2",
        f"{bench.bo.email} (en): {activity.code}, to translate into en",
        "Would be told of second looks: 3",
    ]
    assert OutgoingMail.objects.count() == before
    assert run() == ["Told of second looks: 3"]
    assert run("--dry-run") == ["Would be told of second looks: 0"]
    assert run() == ["Told of second looks: 0"]


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_tell_once():
    blind = make_blind()
    drawn(blind, 1)
    moment = timezone.now() + timedelta(days=8)
    all_at_once(*[lambda: remind_of_second_looks(now=moment)] * 4)
    assert sorted(told(WAITS)) == sorted(
        (person.email, "Still for you to classify blind: 1 activity")
        for person in (blind.ada, blind.bo)
    )
