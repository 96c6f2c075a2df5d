"""What is due for one person, where they land, and reminders of deadlines."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from oneplanet import outbox
from oneplanet.models import OutgoingMail
from programmes.invitations import invite
from programmes.models import Invitation, Membership, User
from reporting import reminders
from reporting.due import Due, Kind, Urgency, due_for
from reporting.models import Activity
from reporting.periods import take_step
from reporting.reminders import Reminder, moment_of, remind, reminder_due
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_contribution,
    make_draft,
    make_organisation,
    make_period,
    make_programme,
    make_request,
    make_secretariat,
    make_user,
    revise,
)
from tests.reporting.at_once import all_at_once

pytestmark = pytest.mark.django_db
DEADLINE = date(2027, 1, 15)
EARLY, SOON, AFTER = (
    datetime(*parts, 13, tzinfo=UTC)
    for parts in ((2026, 12, 1), (2027, 1, 10), (2027, 1, 17))
)


def record(activity):
    return reverse("reporting:activity_record", args=[activity.code])


def today():
    return timezone.localdate()


# --- The rows -------------------------------------------------------------------------


def make_partner(**given):
    """Somebody of one organisation, and that organisation."""
    user = make_user(**given)
    return user, make_organisation(editor=user, name="The Baobab Trust")


def mine(kind, urgency, activity, **given):
    """The row of an activity of the Baobab Trust."""
    given = {"since": today(), "what_language": "en"} | given
    return Due(
        kind,
        urgency,
        record(activity),
        what=activity.draft().title,
        organisation="The Baobab Trust",
        organisation_language="en",
        **given,
    )


def nothing(urgency, body, year=2026):
    return Due(
        Kind.NOTHING,
        urgency,
        f"{reverse('reporting:activity_new')}?organisation={body.code}",
        what=body.name,
        what_language="en",
        until=date(year + 1, 1, 15),
        year=year,
    )


def test_for_nobody_s_member_nothing_is_due():
    make_period()
    make_activity(state=State.RETURNED)
    assert due_for(make_user()) == []


def test_what_was_returned_waits_since_the_reviewers_day():
    user, body = make_partner()
    returned = make_activity(state=State.RETURNED, author=user, organisation=body)
    code = returned.programme.code
    row = mine(Kind.RETURNED, Urgency.WAITING, returned, programme=code)
    assert due_for(user) == [row]


@pytest.mark.parametrize(
    ("now", "urgency"),
    [(EARLY, Urgency.LATER), (SOON, Urgency.SOON)],
)
def test_a_draft_is_wanted_by_the_deadline_of_the_period_it_would_count_in(
    now, urgency
):
    make_period()
    user, body = make_partner()
    make_activity(
        state=State.APPROVED, author=user, organisation=body, ended_on=date(2026, 9, 1)
    )
    ended = make_draft(author=user, organisation=body, ended_on=date(2026, 9, 1))
    older = make_draft(author=user, organisation=body, ended_on=date(2020, 9, 1))
    assert due_for(user, now=now) == [
        mine(Kind.DRAFT, urgency, ended, until=DEADLINE, year=2026),
        mine(Kind.DRAFT, Urgency.LATER, older),
    ]


def test_a_draft_without_a_title_goes_by_its_code():
    user, body = make_partner()
    draft = make_draft(author=user, organisation=body, title="")
    [row] = due_for(user)
    assert (row.what, row.what_language) == (draft.code, "")


def test_a_revision_is_no_longer_due_by_a_day(people):
    make_period()
    user, body = make_partner()
    people |= {"author": user, "organisation": body}
    given = {"ended_on": date(2026, 3, 1)}
    activity = make_activity(state=State.APPROVED, **people, **given)
    revise(activity, author=user, title="Again")
    [row] = due_for(user, now=AFTER)
    assert (row.kind, row.urgency, row.until) == (Kind.DRAFT, Urgency.LATER, None)


@pytest.mark.parametrize(
    ("now", "urgency"),
    [(EARLY, Urgency.LATER), (SOON, Urgency.SOON), (AFTER, Urgency.OVER)],
)
def test_an_organisation_without_anything_in_the_period_is_named(now, urgency):
    make_period()
    make_period(2025, state="closed")
    user, body = make_partner()
    other = make_organisation(name="The Other")
    make_draft(organisation=other, author=make_user())
    assert due_for(user, now=now) == [nothing(urgency, body)]


COUNTED = {
    State.DRAFT: False,
    State.SUBMITTED: True,
    State.RETURNED: False,
    State.APPROVED: True,
    State.WITHDRAWN: False,
}


@pytest.mark.parametrize(("state", "counts"), COUNTED.items())
def test_what_is_submitted_or_approved_counts(state, counts):
    make_period()
    user, body = make_partner()
    given = {"author": user, "organisation": body, "ended_on": date(2026, 3, 1)}
    make_activity(state=state, **given)
    make_activity(state=State.APPROVED, **given | {"ended_on": date(2020, 3, 1)})
    kinds = {row.kind for row in due_for(user, now=SOON)}
    assert (Kind.NOTHING not in kinds) == counts


def test_what_is_public_counts_while_it_is_revised():
    make_period()
    user, body = make_partner()
    given = {"author": user, "organisation": body, "ended_on": date(2026, 3, 1)}
    revise(make_activity(state=State.APPROVED, **given), author=user, title="Again")
    assert [row.kind for row in due_for(user, now=SOON)] == [Kind.DRAFT]


def test_the_report_of_an_organisation_begins_for_it(client):
    make_period()
    user, _first = make_partner()
    second = make_organisation(name="The Second", code="second")
    join(user, second)
    client.force_login(user)
    [address] = {row.url for row in due_for(user, now=SOON) if row.what == second.name}
    assert re.findall(r'value="([^"]+)" selected', client.get(address).text) == [
        "second"
    ]


def test_what_was_returned_and_ends_elsewhere_now_counts_there_alone():
    make_period(2025)
    make_period(2026)
    user, body = make_partner()
    given = {"author": user, "organisation": body, "ended_on": date(2025, 3, 1)}
    activity = make_activity(state=State.RETURNED, **given)
    activity.versions.filter(sealed_at=None).update(ended_on=date(2026, 3, 1))
    activity.take(Action.SUBMIT, by=user)
    assert due_for(user, now=SOON) == [nothing(Urgency.OVER, body, year=2025)]


def test_all_that_waits_for_review_is_one_row(people):
    sent = timezone.now() - timedelta(days=9)
    author, programme = people["author"], people["programme"]
    first = make_draft(author=author, programme=programme)
    first.take(Action.SUBMIT, by=author, at=sent)
    make_activity(state=State.SUBMITTED, **people)
    make_activity(state=State.SUBMITTED)  # another desk's
    assert due_for(people["reviewer"]) == [
        Due(
            Kind.REVIEW,
            Urgency.WAITING,
            reverse("reporting:review_queue"),
            since=sent.date(),
            count=2,
        )
    ]


def test_invitations_wait_for_who_got_them_and_stand_with_who_made_them():
    admin, invited = make_user(), make_user()
    body = make_organisation(admin=admin, name="The Baobab Trust")
    given = {"role": "editor", "language": "en", "organisation": body}
    row = invite(by=admin, email=invited.email, **given)
    same = {
        "organisation": "The Baobab Trust",
        "organisation_language": "en",
        "since": today(),
        "until": today() + timedelta(days=21),
    }
    assert due_for(invited) == [
        Due(
            Kind.INVITED,
            Urgency.WAITING,
            row.get_accept_url(),
            what="The Baobab Trust",
            what_language="en",
            **same,
        )
    ]
    people = reverse("programmes:people", args=[body.code])
    assert due_for(admin) == [
        Due(Kind.INVITATION, Urgency.LATER, people, what=invited.email, **same)
    ]


def test_an_invitation_is_shown_to_who_has_proven_the_address_alone():
    """And not once it is void, expired or answered."""
    admin, guest = make_secretariat(), make_user()
    guest.emailaddress_set.update(verified=False)
    given = {"by": admin, "role": "editor", "language": "en"}
    body = make_organisation()
    row = invite(email=guest.email, organisation=body, **given)
    assert due_for(guest) == []
    guest.emailaddress_set.update(verified=True)
    assert [due.kind for due in due_for(guest)] == [Kind.INVITED]
    admin.appointments.update(until_on=today())
    assert due_for(guest) == []
    admin.appointments.update(until_on=None)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert due_for(guest) == []
    [row] = due_for(admin)
    assert (row.kind, row.has_expired) == (Kind.INVITATION, True)
    Invitation.objects.all().withdraw()
    assert due_for(admin) == []


def test_a_duty_promised_leads_to_the_list_of_invitations():
    staff = make_secretariat()
    programme = make_programme(name="Food")
    given = {"role": "desk", "language": "en", "programme": programme}
    invite(by=staff, email="new@example.org", **given)
    [row] = due_for(staff)
    assert row.url == reverse("admin:programmes_invitation_changelist")
    assert (row.what, row.organisation) == (
        "new@example.org",
        "Coordination desk, Food",
    )


def test_everything_stands_in_one_order_across_organisations_and_duties(people):
    make_period(2025)
    make_period(2026)
    user = people["reviewer"]
    one, two = (make_organisation(editor=user, name=name) for name in ("One", "Two"))
    given = {"author": user, "ended_on": date(2026, 3, 1)}
    make_activity(state=State.SUBMITTED, organisation=one, **given)
    make_activity(state=State.SUBMITTED, **people)
    make_draft(organisation=two, **given)
    make_activity(state=State.RETURNED, organisation=two, **given)
    rows = due_for(user, now=SOON)
    assert [(row.urgency, row.kind, row.year) for row in rows] == [
        (Urgency.OVER, Kind.NOTHING, 2025),
        (Urgency.OVER, Kind.NOTHING, 2025),
        (Urgency.WAITING, Kind.REVIEW, None),
        (Urgency.WAITING, Kind.RETURNED, None),
        (Urgency.SOON, Kind.DRAFT, 2026),
        (Urgency.SOON, Kind.NOTHING, 2026),
    ]


# --- The page -------------------------------------------------------------------------

PAGE = reverse("reporting:due")


def main(client):
    return client.get(PAGE).text.partition("<main")[2].partition("</main>")[0]


def test_the_page_says_it_in_sections_and_words(client):
    make_period()
    user, body = make_partner()
    make_draft(author=user, organisation=body, title="Cooking", language="fr")
    make_activity(state=State.RETURNED, author=user, organisation=body)
    client.force_login(user)
    page = main(client)
    assert "What is due for you</bdi></h1>" in page
    assert ">Others wait for you</h2>" in page
    assert "Returned to you" in page and "Nothing reported yet" in page
    assert '<h3 class="record-title" lang="fr" dir="ltr">' in page


def test_nothing_of_others_shows(client):
    make_period()
    user, _body = make_partner()
    for state in State:
        make_activity(state=state, title=f"CANARY-{state}", summary="CANARY")
    other = make_organisation(name="CANARY-body", editor=make_user())
    admin = make_secretariat()
    given = {"by": admin, "role": "editor", "language": "en", "organisation": other}
    invite(email="canary@example.org", **given)
    client.force_login(user)
    page = client.get(PAGE).text
    assert "canary" not in page.lower()


def test_a_partner_with_nothing_due_reads_so(client):
    """No period is open, nothing was begun."""
    user, _organisation = make_partner()
    client.force_login(user)
    answer = client.get(reverse("reporting:due"))
    assert answer.status_code == 200
    assert "Nothing is due for you</h2>" in answer.text


def test_where_nothing_is_due_the_page_says_so_and_leads_on(client):
    client.force_login(make_user())
    page = main(client)
    assert "Nothing is due for you</h2>" in page
    assert f'class="button" href="{reverse("programmes:profile")}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_one_row_of_each_kind_and_for_three(
    client, rows, people, django_assert_num_queries
):
    make_period()
    user = people["reviewer"]
    for _n in range(rows):
        given = {"organisation": make_organisation(admin=user), "author": user}
        make_draft(**given)
        make_activity(state=State.RETURNED, **given)
        make_activity(state=State.SUBMITTED, **people)
        user.forget_roles()
        promise = {"role": "editor", "language": "en", "email": "new@example.org"}
        invite(by=user, organisation=given["organisation"], **promise)
        make_request(given["organisation"])
    client.force_login(user)
    with django_assert_num_queries(15):
        client.get(PAGE)


def texts_of_links(client):
    """What each link of a row says, without its marks."""
    return re.findall(
        r"<h3.*?><a[^>]*>(.*?)</a></h3>",
        re.sub(r"</?(?:bdi|span)[^>]*>", "", main(client)),
    )


def test_who_asks_and_who_has_contributed_is_named_with_what_it_is_about(client):
    user = make_user()
    one, two = (make_organisation(admin=user, name=name) for name in ("One", "Two"))
    for body in (one, two):
        make_request(body, name="Kofi")
    draft = make_draft(author=user, organisation=one, title="Ten ovens")
    make_contribution(draft, by=user, name="Lena", answers={"summary": "More"})
    untitled = make_draft(author=user, organisation=two, title="")
    make_contribution(untitled, by=user, name="Lena", answers={"summary": "More"})
    client.force_login(user)
    assert sorted(texts_of_links(client)) == sorted(
        [
            "Kofi asks to join One",
            "Kofi asks to join Two",
            "Lena has contributed to Ten ovens",
            f"Lena has contributed to {untitled.code}",
            "Ten ovens",
            untitled.code,
        ]
    )
    assert main(client).count("Waiting since") == 4


def test_of_each_kind_the_first_fifty_stand_there(monkeypatch):
    """Those returned longest ago, the drafts saved last; one kind takes no place of
    another's."""
    monkeypatch.setattr("reporting.due_row.MOST", 2)
    user, body = make_partner()
    given = {"author": user, "organisation": body}
    returned = [make_activity(state=State.RETURNED, **given) for _n in range(3)]
    drafts = [make_draft(**given) for _n in range(3)]
    for _n in range(3):
        invite(
            by=make_secretariat(),
            email=user.email,
            role="editor",
            language="en",
            organisation=make_organisation(),
        )
    rows = due_for(user)
    assert sorted(row.kind for row in rows) == sorted(
        [Kind.DRAFT] * 2 + [Kind.RETURNED] * 2 + [Kind.INVITED] * 2
    )
    assert [row.url for row in rows if row.kind == Kind.RETURNED] == [
        record(activity) for activity in returned[:2]
    ]
    assert {row.url for row in rows if row.kind == Kind.DRAFT} == {
        record(activity) for activity in drafts[1:]
    }


# --- Reminders ------------------------------------------------------------------------


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
        "Would be gathered: 0",
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
