"""An organisation's people, kept by its admins; and people in the admin site."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from oneplanet.inbox import InboxMessage, choose_ways
from oneplanet.outbox import OutgoingMail
from programmes import invitations, memberships
from programmes.models import Invitation, User
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(name="Ada Admin", email="ada@example.org")


@pytest.fixture
def ours(admin):
    return make_organisation(admin=admin, code="ours")


def people_of(organisation):
    return address("programmes:people", organisation.code)


def step(client, organisation, action, row):
    return client.post(
        address("programmes:people_step", organisation.code, action, row.pk),
        follow=True,
    )


def roles_in(organisation):
    rows = organisation.memberships.current().values_list("user__name", "role")
    return dict(rows)


# --- The page ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_admin_sees_members_and_waiting_invitations(client, admin, ours, language):
    join(make_user(name="Edi Editor"), ours)
    ended = join(make_user(name="Gone Person"), ours)
    ended.until = timezone.now()
    ended.save()
    given = {"role": "editor", "language": "en", "by": admin, "organisation": ours}
    invitations.invite(email="new@example.org", **given)
    dropped = invitations.invite(email="dropped@example.org", **given)
    invitations.withdraw(by=admin, invitation=dropped)
    client.force_login(admin)
    page = client.get(address("programmes:people", "ours", language=language))
    text = page.content.decode()
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert "Edi Editor" in text
    assert "new@example.org" in text
    assert "Gone Person" not in text
    assert "dropped@example.org" not in text
    assert "/invitations/" not in text, "the link is in the mail alone"
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize("who", ["stranger", "editor", "admin of another", "desk"])
def test_people_of_an_organisation_are_hidden_from_everybody_else(client, ours, who):
    user = make_user()
    if who == "editor":
        join(user, ours)
    if who == "admin of another":
        make_organisation(admin=user)
    if who == "desk":
        appoint(user, "desk", programme=make_programme())
    client.force_login(user)
    membership = ours.memberships.first()
    given = {"email": "x@example.org", "role": "admin", "language": "en"}
    answers = [
        client.get(people_of(ours)),
        client.post(people_of(ours), given),
        step(client, ours, "end", membership),
        step(client, ours, "make-editor", membership),
    ]
    assert [answer.status_code for answer in answers] == [404] * 4
    assert roles_in(ours)["Ada Admin"] == "admin"
    assert not Invitation.objects.exists()


def test_a_visitor_is_asked_to_sign_in(client, ours):
    answer = client.get(people_of(ours))
    assert answer["Location"] == f"/en/account/login/?next={people_of(ours)}"
    answer = client.post(address("programmes:people_step", "ours", "end", 1))
    assert answer["Location"].startswith("/en/account/login/")


@pytest.mark.parametrize("make", [make_secretariat, make_administrator])
def test_staff_look_after_the_people_of_every_organisation(client, ours, make):
    client.force_login(make())
    assert client.get(people_of(ours)).status_code == 200


def test_the_page_asks_as_little_for_many_as_for_one(client, admin, ours):
    client.force_login(admin)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(people_of(ours)).status_code == 200
        return len(seen)

    one = queries()
    for n in range(3):
        join(make_user(), ours)
        invitations.invite(
            by=admin,
            organisation=ours,
            email=f"new{n}@example.org",
            role="editor",
            language="en",
        )
    assert queries() == one


# --- What an admin does -----------------------------------------------------------


def test_an_admin_invites_a_colleague(client, admin, ours):
    client.force_login(admin)
    given = {"email": "New@Example.org", "role": "editor", "language": "fr"}
    page = client.post(people_of(ours), given, follow=True)
    assert "Invited." in page.content.decode()
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == ("new@example.org", "fr")
    again = client.post(people_of(ours), given)
    assert again.context["form"].errors["email"] == [
        "An invitation to this address is waiting already."
    ]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"email": "no address"},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"email": "a\x00b@example.org"},
        {"email": "a" * 300 + "@example.org"},
        {"role": "administrator"},
        {"language": "xx"},
        {"role": "", "email": "", "language": ""},
    ],
)
def test_an_invitation_that_is_not_right_is_shown_again(client, admin, ours, given):
    client.force_login(admin)
    right = {"email": "new@example.org", "role": "editor", "language": "en"}
    page = client.post(people_of(ours), right | given)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == set(given)
    assert not OutgoingMail.objects.exists()


def test_an_admin_sends_again_and_withdraws(client, admin, ours):
    client.force_login(admin)
    invitation = invitations.invite(
        by=admin, organisation=ours, email="n@example.org", role="editor", language="en"
    )
    page = step(client, ours, "send-again", invitation)
    assert "a few minutes ago" in page.content.decode()
    invitation.expires_at -= timedelta(hours=1)
    invitation.save()
    assert "Sent once more" in step(client, ours, "send-again", invitation).text
    assert OutgoingMail.objects.count() == 2
    assert "Withdrawn." in step(client, ours, "withdraw", invitation).text
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    assert "no longer waiting" in step(client, ours, "withdraw", invitation).text


def test_an_admin_changes_roles_and_ends_memberships(client, admin, ours):
    member = join(make_user(name="Edi Editor"), ours)
    client.force_login(admin)
    step(client, ours, "make-admin", member)
    assert roles_in(ours) == {"Ada Admin": "admin", "Edi Editor": "admin"}
    step(client, ours, "make-editor", member)
    assert roles_in(ours) == {"Ada Admin": "admin", "Edi Editor": "editor"}
    step(client, ours, "end", member)
    assert roles_in(ours) == {"Ada Admin": "admin"}
    assert User.objects.filter(name="Edi Editor", is_active=True).exists()
    member.refresh_from_db()
    lines = [(h.role, bool(h.until)) for h in member.history.order_by("history_id")]
    assert lines == [
        ("editor", False),
        ("admin", False),
        ("editor", False),
        ("editor", True),
    ]
    assert member.history.latest().history_user == admin
    assert "ended already" in step(client, ours, "end", member).text


@pytest.mark.parametrize("action", ["make-editor", "end"])
def test_the_last_admin_stays(client, admin, ours, action):
    closed = make_user(is_active=False)
    join(closed, ours, role="admin")
    client.force_login(admin)
    page = step(client, ours, action, admin.memberships.get())
    assert "needs an admin" in page.text
    assert roles_in(ours)["Ada Admin"] == "admin"


def test_an_admin_with_another_beside_may_leave(client, admin, ours):
    join(make_user(name="Other"), ours, role="admin")
    client.force_login(admin)
    page = step(client, ours, "end", admin.memberships.get())
    assert page.redirect_chain[-1][0] == address("programmes:profile")
    assert roles_in(ours) == {"Other": "admin"}
    assert client.get(people_of(ours)).status_code == 404


def test_rows_of_another_organisation_are_not_within_reach(client, admin, ours):
    """The address names our organisation and a row of theirs."""
    theirs = make_organisation()
    membership = join(make_user(), theirs)
    secretariat = make_secretariat()
    invitation = invitations.invite(
        by=secretariat,
        organisation=theirs,
        email="x@example.org",
        role="editor",
        language="en",
    )
    client.force_login(admin)
    for action, row in (
        ("end", membership),
        ("make-admin", membership),
        ("withdraw", invitation),
        ("send-again", invitation),
    ):
        assert step(client, ours, action, row).status_code == 404
    with pytest.raises(PermissionDenied):
        memberships.end(by=admin, membership=membership)
    with pytest.raises(PermissionDenied):
        invitations.withdraw(by=admin, invitation=invitation)
    membership.refresh_from_db()
    assert (membership.role, membership.until) == ("editor", None)


@pytest.mark.parametrize(
    ("way", "mails"), [("at_once", 1), ("daily", 0), ("only_here", 0)]
)
def test_whose_membership_another_ends_is_told_as_they_want_it(admin, ours, way, mails):
    member = make_user(name="Mo Member", language="fr")
    choose_ways(by=member, ways={"other": way})
    memberships.end(by=admin, membership=join(member, ours))
    (message,) = InboxMessage.objects.filter(reader=member)
    assert (message.kind, message.language) == ("other", "fr")
    assert ours.name in message.subject and admin.name in message.body
    assert message.about == f"/fr/organisations/{ours.code}/join/"
    assert OutgoingMail.objects.filter(to=member.email).count() == mails


def test_who_ends_their_own_membership_is_not_told(ours):
    member = make_user()
    memberships.end(by=member, membership=join(member, ours))
    assert not InboxMessage.objects.filter(reader=member).exists()


@pytest.mark.parametrize("action", ["make-king", "end", "withdraw"])
def test_steps_are_known_ones(client, admin, ours, action):
    client.force_login(admin)
    there = address("programmes:people_step", "ours", action, 10**30)
    assert client.get(there).status_code == 404
    assert client.post(there).status_code == 404


def test_pressing_twice_invites_once_and_is_told_so(client, admin, ours):
    client.force_login(admin)
    key = client.get(people_of(ours)).context["once"]
    given = {"email": "n@example.org", "role": "editor", "language": "en", "once": key}
    answers = [client.post(people_of(ours), given) for _time in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    page = client.get(answers[1]["Location"])
    assert page.text.count("Invited.") == 1
    assert "waiting already" not in page.text
    assert OutgoingMail.objects.count() == 1


def test_a_page_kept_by_the_browser_asks_before_it_invites_anew(client, admin, ours):
    client.force_login(admin)
    given = {"role": "editor", "language": "en", "once": "kept"}
    client.post(people_of(ours), given | {"email": "a@example.org"})
    other = given | {"email": "b@example.org"}
    asked = client.post(people_of(ours), other)
    assert (asked.status_code, "b@example.org" in asked.text) == (422, True)
    assert OutgoingMail.objects.count() == 1
    client.post(people_of(ours), other | {"once": asked.context["once"]})
    assert OutgoingMail.objects.count() == 2


def test_a_step_without_the_forms_token_does_nothing(admin, ours):
    member = join(make_user(name="Edi Editor"), ours)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert step(client, ours, "end", member).status_code == 403
    assert client.post(people_of(ours), {"email": "x@example.org"}).status_code == 403
    assert "Edi Editor" in roles_in(ours)
