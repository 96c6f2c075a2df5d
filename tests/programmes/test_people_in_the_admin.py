"""People, their duties and memberships in the admin site."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from programmes import invitations
from programmes.models import (
    Appointment,
    Membership,
    User,
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

pytestmark = pytest.mark.django_db


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


def test_nobody_makes_themselves_an_admin(client):
    """Staff who write for an organisation leave it to others who else decides there."""
    ours, secretariat = make_organisation(), make_secretariat()
    member = join(secretariat, ours)
    client.force_login(secretariat)
    page = client.post(
        reverse("programmes:people_step", args=[ours.code, "make-admin", member.pk]),
        follow=True,
    )
    assert "Somebody else has to make you an admin" in page.text
    chosen = {"action": "make_admins", "_selected_action": [member.pk]}
    page = client.post(admin_address("membership"), chosen, follow=True)
    assert "Somebody else has to make you an admin" in page.text
    member.refresh_from_db()
    assert member.role == "editor"


def test_people_are_offered_and_named_with_their_addresses(client):
    client.force_login(make_administrator())
    one, other = (make_user(name="Ada Sample") for _number in range(2))
    asked = {"app_label": "programmes", "model_name": "membership"}
    asked |= {"field_name": "user", "term": "Ada Sample"}
    answer = client.get(reverse("admin:autocomplete"), asked).json()
    assert {row["text"] for row in answer["results"]} == {
        f"Ada Sample ({person.email})" for person in (one, other)
    }
    address = f"{admin_address('membership', 'add')}?user={one.pk}"
    assert f">Ada Sample ({one.email})</option>" in client.get(address).text
