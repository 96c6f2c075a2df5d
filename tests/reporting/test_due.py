"""What is due for one person, across organisations and duties."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes.invitations import invite
from programmes.models import Invitation
from reporting.due import Due, Kind, Urgency, due_for
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_draft,
    make_organisation,
    make_period,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

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


def test_invitations_wait_for_who_got_them_and_stand_with_who_made_them(time_machine):
    """The clock stands still: their address is signed with the second it is made in."""
    time_machine.move_to("2026-11-26 14:05:00Z", tick=False)
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
