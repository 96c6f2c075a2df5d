"""An organisation's people, kept by its admins; and people in the admin site."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from oneplanet.outbox import OutgoingMail
from programmes import invitations, memberships
from programmes.leaving import make_anonymous
from programmes.memberships import MembershipRefused
from programmes.models import (
    Appointment,
    Invitation,
    InvitationClosed,
    Membership,
    Roles,
    User,
    roles_of,
)
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_country,
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


def test_two_admins_cannot_both_step_down():
    first, second = make_user(), make_user()
    organisation = make_organisation(admin=first)
    join(second, organisation, role="admin")
    mine, theirs = first.memberships.get(), second.memberships.get()
    memberships.change_role(by=first, membership=mine, role="editor")
    with pytest.raises(MembershipRefused):
        memberships.end(by=second, membership=theirs)


@pytest.mark.django_db(transaction=True)
def test_two_admins_stepping_down_in_the_same_moment_leave_one():
    first, second = make_user(), make_user()
    organisation = make_organisation(admin=first)
    join(second, organisation, role="admin")

    def step_down(user):
        memberships.end(by=user, membership=user.memberships.get())

    done = at_once(partial(step_down, first), partial(step_down, second))
    assert {type(outcome) for outcome in done} == {MembershipRefused, type(None)}
    assert organisation.memberships.current().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_accepting_in_the_same_moment_are_not_both_in():
    organisation = make_organisation()
    invitation = invitations.invite(
        by=make_secretariat(),
        organisation=organisation,
        email="x@example.org",
        role="editor",
        language="en",
    )

    def accept(user):
        Invitation.objects.get(pk=invitation.pk).accept(by=user)

    done = at_once(partial(accept, make_user()), partial(accept, make_user()))
    assert {type(outcome) for outcome in done} == {InvitationClosed, type(None)}
    assert organisation.memberships.count() == 1


def at_once(*acts):
    """What each act raised, or None, when all began in the same moment."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except (MembershipRefused, InvitationClosed) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_staff_may_take_the_last_admin_away(admin, ours):
    memberships.end(by=make_secretariat(), membership=admin.memberships.get())
    assert roles_in(ours) == {}


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


@pytest.mark.parametrize("action", ["make-king", "end", "withdraw"])
def test_steps_are_posts_and_known_ones(client, admin, ours, action):
    client.force_login(admin)
    there = address("programmes:people_step", "ours", action, 10**30)
    assert client.get(there).status_code == 405
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


def test_a_page_kept_by_the_browser_invites_somebody_else(client, admin, ours):
    client.force_login(admin)
    given = {"role": "editor", "language": "en", "once": "kept"}
    for name in ("a", "b"):
        client.post(people_of(ours), given | {"email": f"{name}@example.org"})
    assert OutgoingMail.objects.count() == 2
    again = client.post(people_of(ours), given | {"email": "b@example.org"})
    assert "waiting already" in again.text


def test_nobody_makes_themselves_an_admin(client, ours):
    """Staff who write for an organisation leave it to others who else decides there."""
    secretariat = make_secretariat(name="Sam")
    member = join(secretariat, ours)
    client.force_login(secretariat)
    page = step(client, ours, "make-admin", member)
    assert "Somebody else has to make you an admin" in page.text
    chosen = {"action": "make_admins", "_selected_action": [member.pk]}
    page = client.post(admin_address("membership"), chosen, follow=True)
    assert "Somebody else has to make you an admin" in page.text
    assert roles_in(ours)["Sam"] == "editor"


def test_a_step_without_the_forms_token_does_nothing(admin, ours):
    member = join(make_user(name="Edi Editor"), ours)
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin)
    assert step(client, ours, "end", member).status_code == 403
    assert client.post(people_of(ours), {"email": "x@example.org"}).status_code == 403
    assert "Edi Editor" in roles_in(ours)


# --- The admin site ---------------------------------------------------------------


def admin_address(model, page="changelist", *args):
    return reverse(f"admin:programmes_{model}_{page}", args=args)


@pytest.mark.parametrize("model", ["user", "membership", "appointment", "invitation"])
def test_nothing_about_people_is_deleted_or_shown_to_others(client, model):
    user, secretariat = make_user(), make_secretariat()
    organisation = make_organisation(admin=user)
    invitation = invitations.invite(
        by=secretariat,
        organisation=organisation,
        email="x@example.org",
        role="editor",
        language="en",
    )
    row = {
        "user": user,
        "membership": user.memberships.get(),
        "appointment": secretariat.appointments.get(),
        "invitation": invitation,
    }[model]
    client.force_login(make_administrator())
    assert client.get(admin_address(model)).status_code == 200
    assert client.get(admin_address(model, "change", row.pk)).status_code == 200
    delete = admin_address(model, "delete", row.pk)
    assert client.get(delete).status_code == 403
    assert client.post(delete, {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(admin_address(model), bulk)
    row.refresh_from_db()
    client.force_login(user)
    assert client.get(admin_address(model), follow=True).status_code == 403


def test_the_secretariat_sees_people_and_changes_none(client):
    user = make_user(name="Before")
    client.force_login(make_secretariat())
    change = admin_address("user", "change", user.pk)
    assert client.get(change).status_code == 200
    assert client.post(change, {"name": "After", "language": "en"}).status_code == 403
    closing = {
        "action": "close_accounts",
        "_selected_action": [user.pk],
        "confirmed": "yes",
    }
    client.post(admin_address("user"), closing)
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Before", True)
    assert client.get(admin_address("user", "add")).status_code == 403


def test_an_administrator_deactivates_but_not_themselves(client):
    administrator, user = make_administrator(), make_user()
    client.force_login(administrator)
    given = {"name": "Same", "language": "en"}
    client.post(admin_address("user", "change", user.pk), given)
    user.refresh_from_db()
    assert not user.is_active
    page = client.post(admin_address("user", "change", administrator.pk), given)
    assert "Another administrator" in page.text
    administrator.refresh_from_db()
    assert administrator.is_active


def test_closing_accounts_asks_first_and_spares_ones_own(client):
    administrator = make_administrator()
    user = make_user(name="Amina Diallo")
    client.force_login(administrator)
    chosen = {
        "action": "close_accounts",
        "_selected_action": [user.pk, administrator.pk],
    }
    page = client.post(admin_address("user"), chosen)
    assert "Amina Diallo" in page.text
    user.refresh_from_db()
    assert user.is_active
    client.post(admin_address("user"), chosen | {"confirmed": "yes"})
    user.refresh_from_db()
    administrator.refresh_from_db()
    assert (user.name, user.is_active) == ("", False)
    assert administrator.is_active


def appointing(role, user, **given):
    blank = {"programme": "", "country": "", "until_on": ""}
    return {"user": user.pk, "role": role, "from_on": "2021-01-01"} | blank | given


def test_the_secretariat_appoints_desks_leads_and_focal_points_only(client):
    secretariat, user = make_secretariat(), make_user()
    client.force_login(secretariat)
    add = admin_address("appointment", "add")
    assert "administrator" not in client.get(add).text.partition('name="role"')[2][:600]
    for role, given in (
        ("desk", {"programme": make_programme().pk}),
        ("lead", {"programme": make_programme().pk}),
        ("focal", {"country": make_country().pk}),
        ("secretariat", {}),
        ("administrator", {}),
    ):
        client.post(add, appointing(role, user, **given))
    made = Appointment.objects.filter(user=user).values_list("role", "by")
    assert sorted(made) == [(r, secretariat.pk) for r in ("desk", "focal", "lead")]


def test_an_administrator_appoints_to_every_role(client):
    administrator, user = make_administrator(), make_user()
    client.force_login(administrator)
    add = admin_address("appointment", "add")
    client.post(add, appointing("secretariat", user))
    client.post(add, appointing("administrator", user))
    assert User.objects.get(pk=user.pk).is_superuser
    page = client.post(add, appointing("administrator", user))
    assert page.status_code == 200, "not twice"
    page = client.post(add, appointing("desk", user))
    assert "needs a programme" in page.text


def test_an_appointment_ends_and_nothing_else_of_it_changes(client):
    appointment = appoint(make_user(), "desk", programme=make_programme())
    client.force_login(make_secretariat())
    change = admin_address("appointment", "change", appointment.pk)
    today = timezone.localdate()
    given = {"until_on": today, "role": "administrator", "from_on": "2000-01-01"}
    client.post(change, given)
    appointment.refresh_from_db()
    assert (appointment.role, appointment.from_on, appointment.until_on) == (
        "desk",
        date(2021, 1, 1),
        today,
    )
    assert client.post(change, {"until_on": ""}).status_code == 403, "it has ended"


def test_the_secretariat_does_not_end_what_it_cannot_appoint(client):
    appointment = make_administrator().appointments.get()
    client.force_login(make_secretariat())
    change = admin_address("appointment", "change", appointment.pk)
    assert client.post(change, {"until_on": "2030-01-01"}).status_code == 403


def test_an_administrator_does_not_end_their_own(client):
    administrator = make_administrator()
    client.force_login(administrator)
    own = administrator.appointments.get()
    change = admin_address("appointment", "change", own.pk)
    page = client.post(change, {"until_on": timezone.localdate()})
    assert "Another administrator" in page.text
    assert User.objects.get(pk=administrator.pk).is_superuser


def test_memberships_are_added_and_ended_in_the_admin_by_the_same_rules(client):
    secretariat, user = make_secretariat(), make_user()
    organisation = make_organisation()
    client.force_login(secretariat)
    given = {"user": user.pk, "organisation": organisation.pk, "role": "editor"}
    add = admin_address("membership", "add")
    client.post(add, given)
    membership = Membership.objects.get()
    assert (membership.user, membership.by) == (user, secretariat)
    assert "member already" in client.post(add, given).text
    for action in ("make_admins", "end"):
        chosen = {"action": action, "_selected_action": [membership.pk]}
        client.post(admin_address("membership"), chosen)
    membership.refresh_from_db()
    assert membership.role == "admin"
    assert membership.until
    change = admin_address("membership", "change", membership.pk)
    assert client.post(change, {"until": ""}).status_code == 403


@pytest.mark.parametrize("make", [make_secretariat, make_administrator])
@pytest.mark.parametrize("role", ["editor", "admin"])
def test_staff_add_neither_themselves_nor_closed_accounts(client, make, role):
    staff, closed = make(), make_user(is_active=False)
    organisation = make_organisation()
    client.force_login(staff)
    given = {"organisation": organisation.pk, "role": role}
    add = admin_address("membership", "add")
    page = client.post(add, given | {"user": staff.pk})
    assert "Somebody else has to add you." in page.text
    page = client.post(add, given | {"user": closed.pk})
    assert "This account is closed." in page.text
    assert not Membership.objects.exists()


# --- Where roles come from --------------------------------------------------------


def test_a_closed_account_has_no_roles_at_all():
    user = make_user()
    make_organisation(admin=user)
    appoint(user, "desk", programme=make_programme())
    assert roles_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert roles_of(User.objects.get(pk=user.pk)) == Roles()
    assert roles_of(AnonymousUser()) == Roles()


def test_roles_are_read_from_memberships_and_appointments_alone():
    user = make_user()
    assert not User.objects.get(pk=user.pk).roles
    today = timezone.localdate()
    ahead = appoint(user, "administrator", from_on=today + timedelta(days=1))
    assert not User.objects.get(pk=user.pk).is_staff, "not yet"
    ahead.from_on = today - timedelta(days=9)
    ahead.save()
    assert User.objects.get(pk=user.pk).is_superuser
    ahead.until_on = today
    ahead.save()
    assert not User.objects.get(pk=user.pk).is_staff, "no longer"
    User.objects.filter(pk=user.pk).update(is_active=False)
    appoint(user, "secretariat")
    assert not User.objects.get(pk=user.pk).is_staff, "closed accounts have no right"


def test_an_appointment_still_ahead_ends_with_the_account():
    user = make_user()
    ahead = appoint(
        user, "secretariat", from_on=timezone.localdate() + timedelta(days=30)
    )
    make_anonymous(by=make_administrator(), user=user)
    ahead.refresh_from_db()
    assert ahead.until_on == ahead.from_on
