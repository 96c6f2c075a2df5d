"""Who was told that nobody answers finds it, reads who decides, and hands it over."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from oneplanet.models import OutgoingMail
from oneplanet.text.dates import day_of
from programmes.models import Appointment, ContactAddress
from reporting.assigning import AssignmentRefused, assign
from reporting.due import due_for
from reporting.due_row import Due, Kind, Urgency
from reporting.escalating import escalate
from reporting.models import Activity, Initiative, ReviewAssignment, ReviewEscalation
from reporting.workflow import Action
from tests.factories import appoint, join, make_contact, make_programme, make_user
from tests.reporting.desks import key_of, make_bench

pytestmark = pytest.mark.django_db
QUEUE, ASSIGN = reverse("reporting:review_queue"), reverse("reporting:review_assign")
LEAD, SECRETARIAT = "the programme’s lead", "the secretariat"
ATTENTION = "Brought to the attention of "


@pytest.fixture
def bench():
    return make_bench()


def brought(person):
    """Codes of what was brought to the person's attention."""
    rows = [*Activity.objects.escalated_to(person)]
    return {row.code for row in (*rows, *Initiative.objects.escalated_to(person))}


def group(client, person, **asked):
    """The rows of the group above the person's queue."""
    client.force_login(person)
    found = client.get(QUEUE, asked).context["brought"]
    return found and [row["code"] for row in found["rows"]]


def text_of(client, person, address):
    client.force_login(person)
    return " ".join(strip_tags(client.get(address).text).split())


# --- Of what, and to whom -------------------------------------------------------------


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
def test_it_is_the_lead_s_after_a_week_and_the_secretariat_s_after_two(bench, kind):
    reported = getattr(bench, kind)(days_ago=8)
    everybody = [bench.ada, bench.bo, bench.lea, bench.sam]
    assert [brought(person) for person in everybody] == [set()] * 4
    escalate()
    assert [brought(person) for person in everybody] == [
        set(),
        set(),
        {reported.code},
        set(),
    ]
    escalate(now=timezone.now() + timedelta(days=7))
    assert [brought(person) for person in everybody] == [
        set(),
        set(),
        {reported.code},
        {reported.code},
    ]


def test_without_a_lead_it_is_the_secretariat_s_after_a_week(bench):
    bench.lea.appointments.update(until_on=day_of(timezone.now()))
    reported = bench.waits(days_ago=8)
    escalate()
    assert brought(bench.sam) == {reported.code}


def test_it_is_never_theirs_who_wrote_it_decide_on_it_or_lead_another(bench):
    ours, theirs = bench.waits(days_ago=20), bench.waits(days_ago=20)
    late = make_user()
    appoint(late, Appointment.Role.LEAD, programme=make_programme())
    escalate()
    join(bench.lea, ours.organisation)
    assert brought(bench.lea) == {theirs.code}
    assert brought(late) == set()
    appoint(bench.lea, Appointment.Role.DESK, programme=bench.programme)
    assert brought(type(bench.lea).objects.get(pk=bench.lea.pk)) == set()


@pytest.mark.parametrize("action", [Action.RETURN, Action.APPROVE, Action.RECALL])
def test_an_answer_ends_it_and_a_new_version_is_not_told_of_yet(bench, action):
    author = make_user()
    reported = bench.waits(author=author, days_ago=8)
    escalate()
    by = author if action == Action.RECALL else bench.ada
    reported.take(action, by=by, comment="Because.")
    assert brought(bench.lea) == set()
    if action == Action.APPROVE:
        reported.take(Action.REVISE, by=author)
    reported.take(Action.SUBMIT, by=author)
    assert brought(bench.lea) == set()


# --- Where they find it ---------------------------------------------------------------


def test_it_is_due_for_them_in_one_row(client, bench):
    first = bench.waits(days_ago=16)
    bench.initiative_waits(days_ago=15)
    bench.waits(days_ago=2)
    assert due_for(bench.lea) == due_for(bench.sam) == []
    escalate()
    since = day_of(first.latest_sealed().sealed_at)
    given = {"since": since, "count": 2}
    row = Due(Kind.ESCALATED, Urgency.WAITING, f"{QUEUE}#brought", **given)
    assert due_for(bench.lea) == due_for(bench.sam) == [row]
    assert [due.kind for due in due_for(bench.ada)] == [Kind.REVIEW]
    page = text_of(client, bench.lea, reverse("reporting:due"))
    assert "2 submissions nobody has answered" in page
    assert "Nothing is due for you" not in page


def test_it_is_a_group_of_its_own_above_the_queue(client, bench):
    second = bench.waits("Second", days_ago=8)
    first = bench.initiative_waits("First", days_ago=9)
    bench.waits("Young", days_ago=2)
    assert group(client, bench.lea) == []
    escalate()
    assert group(client, bench.lea) == [first.code, second.code]
    assert group(client, bench.lea, age="older") is None, "they asked for less"
    assert group(client, bench.ada) is None
    page = client.get(QUEUE)
    assert 'id="brought"' not in page.text
    client.force_login(bench.lea)
    page = client.get(QUEUE).text
    assert "there is nothing for you to do" not in page
    assert page.count('name="of"') == 2
    said = " ".join(strip_tags(page).split())
    assert said.count("unanswered since ") == 2
    assert said.count(" brought to your attention on ") == 2


def test_the_group_is_cut_and_says_so(client, bench, monkeypatch):
    monkeypatch.setattr("reporting.views.queue.PER_PAGE", 1)
    first = bench.waits(days_ago=9)
    bench.waits(days_ago=8)
    escalate()
    assert group(client, bench.lea) == [first.code]
    text = text_of(client, bench.lea, QUEUE)
    assert "The 1 that have waited longest stand here." in text
    assert "Brought to your attention (2)" in text


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
def test_the_page_names_the_desk_and_its_address(client, bench, kind):
    reported = getattr(bench, kind)(days_ago=8)
    make_contact(programme=bench.programme, email="desk@example.org")
    make_contact(programme=None, email="all@example.org")
    page = reported.page("review")
    assert "Its reviewers:" not in text_of(client, bench.lea, page)
    escalate()
    said = text_of(client, bench.lea, page)
    assert "Its reviewers: Ada, Bo" in said
    assert ("desk@example.org" in said, "all@example.org" in said) == (True, False)
    for person in (bench.ada, bench.sam):
        assert "Its reviewers:" not in text_of(client, person, page)
    bench.programme.contacts.all().delete()
    assert "all@example.org" in text_of(client, bench.lea, page)
    ContactAddress.objects.all().delete()
    assert "Addresses of the coordination desks" in text_of(client, bench.lea, page)


# --- What they may do -----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
@pytest.mark.parametrize("name", ["lea", "sam"])
def test_who_was_told_hands_it_to_a_reviewer_and_no_more(bench, kind, name):
    reported, person = getattr(bench, kind)(days_ago=15), getattr(bench, name)
    with pytest.raises(AssignmentRefused):
        assign(reported, to=bench.bo, by=person)
    escalate()
    for to in (person, None, make_user()):
        with pytest.raises(AssignmentRefused):
            assign(reported, to=to, by=person)
    with pytest.raises(Exception, match="reviewers"):
        reported.take(Action.APPROVE, by=person)
    assign(reported, to=bench.bo, by=person)
    rows = ReviewAssignment.objects.open().values_list("reviewer", "by")
    assert list(rows) == [(bench.bo.pk, person.pk)]
    mail = OutgoingMail.objects.get(key__startswith="assignment-")
    assert mail.to == bench.bo.email


def test_by_the_pages_the_lead_chooses_among_the_reviewers(client, bench):
    join(bench.bo, (reported := bench.waits(days_ago=8)).organisation)
    other = bench.waits(days_ago=8)
    escalate()
    client.force_login(bench.lea)
    page = client.get(reported.page("review"))
    assert "Hand it over …" in page.text
    for button in ('value="me"', 'value="nobody"', 'class="decision"'):
        assert button not in page.text
    asked = client.post(ASSIGN, {"of": key_of(reported), "one": "1"})
    assert [person.name for _key, person in asked.context["people"]] == ["Ada"]
    for choice in ('value="me"', 'value="nobody"'):
        assert choice not in asked.text
    both = {"of": [key_of(reported), key_of(other)]}
    asked = client.post(ASSIGN, both)
    assert [person.name for _key, person in asked.context["people"]] == ["Ada", "Bo"]
    assert client.post(ASSIGN, both | {"to": "me"}).status_code == 422
    answer = client.post(ASSIGN, both | {"to": str(bench.bo.pk)}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        f"{reported.code}: Bo may not review it.",
        "1 review is in hand with Bo.",
    ]
    assert brought(bench.lea) == {reported.code, other.code}, "until it is answered"


def test_a_lead_hands_over_nothing_they_were_not_told_of(client, bench):
    reported = bench.waits(days_ago=3)
    client.force_login(bench.lea)
    assert "Hand it over …" not in client.get(reported.page("review")).text
    given = {"of": key_of(reported)}
    asked = client.post(ASSIGN, given)
    assert asked.context["people"] == []
    answer = client.post(ASSIGN, given | {"to": "nobody"}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        f"{reported.code}: Only those who may review it share it out."
    ]
    assert client.post(ASSIGN, given | {"to": str(bench.bo.pk)}).status_code == 422
    assert not ReviewAssignment.objects.exists()


# --- What the histories say -----------------------------------------------------------


@pytest.mark.parametrize("kind", ["waits", "initiative_waits"])
def test_the_history_says_when_and_to_whom(client, bench, kind):
    author = make_user()
    reported = getattr(bench, kind)(author=author, days_ago=15)
    record, review = reported.page("record"), reported.page("review")
    pages = ((author, record), (bench.ada, review), (bench.lea, review))
    for person, page in pages:
        assert ATTENTION not in text_of(client, person, page)
    escalate()
    for person, page in pages:
        said = text_of(client, person, page)
        for level in (LEAD, SECRETARIAT):
            assert said.count(f"{ATTENTION}{level} version 1") == 1
    client.force_login(bench.ada)
    lines = client.get(review).context["life"].lines
    kinds = [getattr(line, "level", line.entry) for line in lines]
    assert kinds[:2] == ["secretariat", "lead"]


def test_the_partner_reads_it_while_it_waits(client, bench):
    author = make_user()
    reported = bench.waits(author=author, days_ago=15)
    page, said = reported.page("record"), "this was brought to the attention of"
    assert said not in text_of(client, author, page)
    escalate(now=timezone.now() - timedelta(days=7))
    assert f"{said} {LEAD}" in text_of(client, author, page)
    escalate()
    text = text_of(client, author, page)
    assert (f"{said} {LEAD}" in text, f"{said} {SECRETARIAT}" in text) == (False, True)
    reported.take(Action.RETURN, by=bench.ada, comment="Say more.")
    reported.take(Action.SUBMIT, by=author)
    assert said not in text_of(client, author, page)


# --- What the command prints ----------------------------------------------------------


def printed(**given):
    out = StringIO()
    call_command("run_due", stdout=out, **given)
    return [line for line in out.getvalue().splitlines() if "nanswered" in line] + [
        line for line in out.getvalue().splitlines() if "scalated" in line
    ]


def test_the_command_prints_whom_it_would_tell_and_how_many_it_told(bench):
    first, second = bench.waits("One", days_ago=15), bench.initiative_waits(days_ago=8)
    assert sorted(printed(dry_run=True)) == sorted(
        [
            f"unanswered: {first.code}: lead",
            f"unanswered: {first.code}: secretariat",
            f"unanswered: {second.code}: lead",
            "Would be escalated: 3",
        ]
    )
    assert not ReviewEscalation.objects.exists()
    assert not OutgoingMail.objects.filter(key__startswith="unanswered").exists()
    assert printed() == ["Escalated: 3"]
    assert printed() == ["Escalated: 0"]
    assert printed(dry_run=True) == ["Would be escalated: 0"]
