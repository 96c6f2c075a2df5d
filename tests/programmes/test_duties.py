"""Invitations to a duty: desk, lead, focal point, secretariat, administrator."""

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet.outbox import OutgoingMail
from programmes import invitations
from programmes.invitations import InvitationRefused
from programmes.models import Appointment, Invitation, InvitationClosed, User
from tests.factories import (
    appoint,
    make_administrator,
    make_country,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accepting import signed_in_client
from tests.programmes.test_accounts import address, link_in, sign_in
from tests.programmes.test_invitations import (
    NEW,
    expire,
    invite,
    invite_to,
    mail_link,
)

pytestmark = pytest.mark.django_db
LANGUAGES = settings.LANGUAGES


# --- Who may invite ---------------------------------------------------------------


def thing_of(duty):
    if duty in ("desk", "lead"):
        return {"programme": make_programme(code="SFS")}
    return {"country": make_country("KEN")} if duty == "focal" else {}


DUTIES = ("desk", "lead", "focal", "secretariat", "administrator")
INVITING = {
    "secretariat": {"desk", "lead", "focal"},
    "administrator": set(DUTIES),
    "admin": set(),
    "desk": set(),
    "lead": set(),
    "focal": set(),
    "nobody": set(),
}


@pytest.mark.parametrize("who", INVITING)
@pytest.mark.parametrize("duty", DUTIES)
def test_who_may_appoint_may_invite_to_a_duty(who, duty):
    by, given = make_user(), thing_of(duty)
    if who == "admin":
        make_organisation(admin=by)
    elif who in DUTIES:
        appoint(by, who, **thing_of(who))
    if duty in INVITING[who]:
        assert invite_to(duty, by=by, **given).is_open
    else:
        with pytest.raises(PermissionDenied):
            invite_to(duty, by=by, **given)
        assert not OutgoingMail.objects.exists()


# --- Mail and acceptance ----------------------------------------------------------


@pytest.mark.parametrize("duty", DUTIES)
def test_accepting_appoints_and_says_who_did_it(client, duty):
    by, given = make_administrator(), thing_of(duty)
    link = mail_link(invite_to(duty, by=by, **given))
    assert client.get(link).status_code == 200
    answer = client.post(link)
    answer = client.post(answer["Location"], NEW, follow=True)
    user = User.objects.get(email="amina@example.org")
    row = Appointment.objects.get(user=user)
    blank = {"programme": None, "country": None}
    made = {"programme": row.programme, "country": row.country}
    assert (row.role, row.by, made) == (duty, by, blank | given)
    assert (row.from_on, row.until_on) == (timezone.localdate(), None)
    assert f"You now have this duty on this portal: {row.in_words}." in answer.text
    assert row.is_current
    assert user.roles.is_staff is (duty in ("secretariat", "administrator"))
    assert not user.memberships.exists()
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize("language", [code for code, _name in LANGUAGES])
@pytest.mark.parametrize("duty", DUTIES)
def test_the_mail_says_what_for_in_the_language_chosen(duty, language):
    name = {f"name_{code.replace('-', '_')}": f"Food-{code}" for code, _n in LANGUAGES}
    given = thing_of(duty)
    for row in given.values():
        type(row).objects.filter(pk=row.pk).update(**name)
        row.refresh_from_db()
    invitation = invite_to(duty, language=language, **given)
    mail = OutgoingMail.objects.get()
    with translation.override(language):
        role = str(Appointment.Role(duty).label)
        where = [f"Food-{language}"] if given else []
    for text in (role, *where):
        assert text in mail.subject
        assert text in mail.body
    assert link_in(mail).startswith(f"/{language}/invitations/")
    page = Client().get(link_in(mail))
    assert page.status_code == 200
    assert invitation.email in page.text
    assert all(text in page.text for text in (role, *where))


@pytest.mark.parametrize("how", ["expired", "withdrawn", "accepted"])
def test_a_closed_invitation_to_a_duty_appoints_nobody(client, how):
    by = make_administrator()
    invitation = invite_to("secretariat", by=by)
    link = mail_link(invitation)
    if how == "expired":
        expire(invitation)
    elif how == "withdrawn":
        invitations.withdraw(by=by, invitation=invitation)
    else:
        invitation.accept(by=make_user())
    before = Appointment.objects.count()
    for visitor in (client, signed_in_client()):
        for answer in (visitor.get(link), visitor.post(link)):
            assert answer.status_code == 410
            assert how in answer.text
            assert (
                how == "accepted"
                or "Ask the secretariat" in answer.text
                or ("ask the secretariat" in answer.text)
            )
    assert Appointment.objects.count() == before


def test_accepting_a_duty_twice_is_accepting_it_once():
    user = make_user(email="amina@example.org")
    invitation = invite_to("desk", programme=make_programme())
    stale = Invitation.objects.get(pk=invitation.pk)
    assert invitation.accept(by=user) == stale.accept(by=user)
    assert user.appointments.count() == 1
    with pytest.raises(InvitationClosed):
        stale.accept(by=make_user())


def test_another_address_accepts_a_duty_as_it_does_a_membership(client):
    somebody = make_user(email="somebody@example.org")
    link = mail_link(invite_to("lead", programme=make_programme()))
    sign_in(client, somebody)
    page = client.get(link)
    assert not page.context["is_theirs"]
    assert "went to another address than yours" in page.text
    assert not somebody.appointments.exists()
    client.post(link)
    assert somebody.appointments.get().role == "lead"


def test_a_duty_already_held_is_not_promised_and_not_given_twice():
    food, user = make_programme(), make_user(email="amina@example.org")
    early = invite_to("desk", programme=food)
    duty = appoint(user, "desk", programme=food)
    with pytest.raises(InvitationRefused, match="has this appointment already"):
        invite_to("desk", programme=food)
    assert early.accept(by=user) == duty
    assert user.appointments.count() == 1
    assert invite_to("desk", programme=make_programme()).is_open, "another programme"
    assert invite_to("lead", programme=food).is_open, "another duty"


def test_the_same_address_is_invited_to_the_same_duty_once():
    food = make_programme()
    first = invite_to("desk", programme=food)
    with pytest.raises(InvitationRefused, match="waiting already"):
        invite_to("desk", programme=food, email="AMINA@example.org")
    for duty, given in (
        ("desk", {"programme": make_programme()}),
        ("lead", {"programme": food}),
        ("focal", {"country": make_country("KEN")}),
        ("focal", {"country": make_country("PER")}),
        ("secretariat", {}),
        ("administrator", {}),
    ):
        assert invite_to(duty, **given).is_open
    assert invite(make_organisation()).is_open
    expire(first)
    assert invite_to("desk", programme=food, language="fr").pk == first.pk


@pytest.mark.parametrize("duty", DUTIES)
def test_the_database_holds_one_waiting_invitation_to_a_duty(duty):
    given = {"role": duty, "email": "a@example.org", "invited_by": make_user()}
    given |= thing_of(duty)
    row = Invitation.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(**given)
    Invitation.objects.filter(pk=row.pk).withdraw()
    Invitation.objects.create(**given)


PROMISES = [
    ({"role": "editor"}, False),
    ({"role": "editor", "organisation": 1}, True),
    ({"role": "admin", "organisation": 1, "programme": 1}, False),
    ({"role": "admin", "organisation": 1, "country": 1}, False),
    ({"role": "desk", "organisation": 1}, False),
    ({"role": "desk", "organisation": 1, "programme": 1}, False),
    ({"role": "desk"}, False),
    ({"role": "desk", "programme": 1}, True),
    ({"role": "desk", "country": 1}, False),
    ({"role": "lead", "programme": 1, "country": 1}, False),
    ({"role": "focal", "programme": 1}, False),
    ({"role": "focal", "country": 1}, True),
    ({"role": "secretariat"}, True),
    ({"role": "secretariat", "organisation": 1}, False),
    ({"role": "administrator", "programme": 1}, False),
    ({"role": "administrator", "country": 1}, False),
    ({"role": "king"}, False),
]


@pytest.mark.parametrize(("promise", "is_right"), PROMISES)
def test_the_database_knows_what_an_invitation_can_promise(promise, is_right):
    things = {
        "organisation": make_organisation,
        "programme": make_programme,
        "country": make_country,
    }
    given = {name: things[name]() for name in promise if name != "role"}
    given |= {"role": promise["role"], "email": "a@example.org"}
    row = Invitation(invited_by=make_administrator(), language="en", **given)
    if is_right:
        row.save()
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_staff_sign_in_with_a_second_factor_after_accepting(client, settings):
    settings.SAMPLE = False
    client.post(mail_link(invite_to("secretariat")))
    answer = client.post(address("account_signup"), NEW)
    assert client.get(answer["Location"])["Location"] == address("mfa_index")


# --- In the admin -----------------------------------------------------------------


def adding(role, **given):
    blank = {"organisation": "", "programme": "", "country": ""}
    return blank | {"email": "n@example.org", "role": role, "language": "fr"} | given


ADD = "admin:programmes_invitation_add"


def test_the_admin_site_offers_each_inviter_what_they_may_promise(client):
    roles = {}
    for make in (make_secretariat, make_administrator):
        client.force_login(make())
        form = client.get(reverse(ADD)).context["adminform"].form
        roles[make] = [value for value, _label in form.fields["role"].choices]
    assert roles[make_secretariat] == ["editor", "admin", "desk", "lead", "focal"]
    assert roles[make_administrator] == ["editor", "admin", *DUTIES]


@pytest.mark.parametrize("duty", DUTIES)
def test_the_admin_site_invites_to_a_duty_by_the_same_verb(client, duty):
    by = make_administrator()
    client.force_login(by)
    given = {name: row.pk for name, row in thing_of(duty).items()}
    assert client.post(reverse(ADD), adding(duty, **given)).status_code == 302
    row = Invitation.objects.get()
    assert (row.role, row.invited_by, row.organisation) == (duty, by, None)
    assert OutgoingMail.objects.get().language == "fr"
    again = client.post(reverse(ADD), adding(duty, **given))
    assert "waiting already" in again.text
    assert client.get(reverse(ADD.replace("add", "changelist"))).status_code == 200


@pytest.mark.parametrize(
    ("role", "things", "said"),
    [
        ("secretariat", [], "not one of the available choices"),
        ("administrator", [], "not one of the available choices"),
        ("admin", [], "needs an organisation"),
        ("desk", [], "needs an organisation"),
        ("desk", ["organisation"], "needs an organisation"),
        ("focal", ["programme"], "needs an organisation"),
        ("admin", ["organisation", "programme"], "needs an organisation"),
    ],
)
def test_the_admin_site_refuses_the_secretariat_what_is_not_right(
    client, role, things, said
):
    client.force_login(make_secretariat())
    make = {"organisation": make_organisation, "programme": make_programme}
    given = {name: make[name]().pk for name in things}
    page = client.post(reverse(ADD), adding(role, **given))
    assert page.status_code == 200
    errors = str(page.context["adminform"].form.errors)
    assert said in errors
    assert not Invitation.objects.exists()


def test_the_secretariat_leaves_invitations_of_staff_to_administrators(client):
    invitation = expire(invite_to("administrator"))
    client.force_login(make_secretariat())
    for action in ("withdraw", "send_again"):
        rows = {"action": action, "_selected_action": [invitation.pk]}
        changelist = reverse("admin:programmes_invitation_changelist")
        page = client.post(changelist, rows, follow=True)
        assert "not yours to decide" in page.text
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None
    assert OutgoingMail.objects.count() == 1
