"""Accepting an invitation: with an account, without one, and what opens nothing."""

import pytest
from allauth.account.internal.flows import manage_email
from django.core import signing
from django.test import Client

from oneplanet.outbox import OutgoingMail
from programmes import invitations
from programmes.models import Invitation, InvitationClosed, Membership, User
from tests.factories import (
    make_organisation,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import address, is_signed_in, link_in, sign_in
from tests.programmes.test_invitations import NEW, expire, held, invite, mail_link

pytestmark = pytest.mark.django_db


# --- Accepting --------------------------------------------------------------------


def test_looking_at_an_invitation_changes_nothing(client):
    invitation = invite()
    before = Invitation.objects.values().get()
    page = client.get(mail_link(invitation))
    assert page.status_code == 200
    assert client.head(mail_link(invitation)).status_code == 200
    assert "amina@example.org" in page.content.decode()
    assert "noindex" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Invitation.objects.values().get() == before
    assert not client.session.keys()
    assert client.get(address("account_signup")).templates[0].name == (
        "account/signup_closed.html"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_new_person_signs_up_with_the_invited_address_and_is_in(client, language):
    organisation = make_organisation()
    invitation = invite(organisation, role="admin", language=language)
    answer = client.post(mail_link(invitation))
    assert answer["Location"] == f"/{language}/account/signup/"
    form = client.get(answer["Location"])
    assert 'value="amina@example.org"' in form.content.decode()
    answer = client.post(answer["Location"], NEW)
    assert answer["Location"] == address("reporting:start", language=language)
    assert is_signed_in(client), "the invitation's mail has proved the address"
    user = User.objects.get(email="amina@example.org")
    assert (user.name, user.language) == ("Amina Diallo", language)
    assert held(organisation) == [("amina@example.org", "admin")]
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.is_open) == (user, False)
    assert OutgoingMail.objects.count() == 1, "no mail asks to confirm the address"
    assert Client().get(mail_link(invitation)).status_code == 410


def test_another_address_has_to_be_confirmed_first_also_in_another_browser(client):
    organisation = make_organisation()
    invitation = invite(organisation)
    client.post(mail_link(invitation))
    answer = client.post(address("account_signup"), NEW | {"email": "own@example.org"})
    assert answer["Location"] == address("account_email_verification_sent")
    assert not is_signed_in(client)
    assert held(organisation) == []
    elsewhere = Client()
    confirmation = link_in(OutgoingMail.objects.get(to="own@example.org"))
    answer = elsewhere.post(confirmation)
    page = elsewhere.get(answer["Location"])
    assert page.context["invitation"] == invitation
    user = User.objects.get(email="own@example.org")
    sign_in(elsewhere, user, password=NEW["password1"])
    elsewhere.post(answer["Location"])
    assert held(organisation) == [("own@example.org", "editor")]


def test_an_invitation_proves_its_own_address_only(client):
    """Signing up with a stranger's address gives nobody that address."""
    client.post(mail_link(invite()))
    client.post(address("account_signup"), NEW | {"email": "victim@example.org"})
    user = User.objects.get(email="victim@example.org")
    assert list(user.emailaddress_set.values_list("email", "verified")) == [
        ("victim@example.org", False)
    ]


def test_signing_up_with_a_taken_address_looks_the_same_and_tells_its_owner(client):
    make_user(email="taken@example.org", language="ru")
    client.post(mail_link(invite()))
    answer = client.post(
        address("account_signup"), NEW | {"email": "taken@example.org"}
    )
    assert answer["Location"] == address("account_email_verification_sent")
    mail = OutgoingMail.objects.get(to="taken@example.org")
    assert mail.language == "ru"
    assert User.objects.filter(email="taken@example.org").count() == 1


def test_pressing_sign_up_twice_opens_one_account(monkeypatch):
    """The second post passed its checks before the first had written its rows."""
    clients = Client(), Client()
    for client in clients:
        client.post(mail_link(invite()))
    clients[0].post(address("account_signup"), NEW)
    monkeypatch.setattr(manage_email, "assess_unique_email", lambda *a, **k: True)
    answer = clients[1].post(address("account_signup"), NEW)
    assert answer["Location"] == address("account_email_verification_sent")
    assert User.objects.filter(email="amina@example.org").count() == 1


def test_an_existing_account_signs_in_and_accepts(client):
    user = make_user(email="amina@example.org")
    organisation = make_organisation()
    invitation = invite(organisation)
    link = mail_link(invitation)
    page = client.get(link)
    assert "has an account here" in page.content.decode()
    answer = sign_in(client, user, next=link)
    assert answer["Location"] == link
    assert held(organisation) == []
    assert client.get(link).context["is_theirs"]
    client.post(link)
    assert held(organisation) == [("amina@example.org", "editor")]


def test_another_persons_session_is_told_clearly_and_can_leave(client):
    somebody = make_user(email="somebody@example.org", name="Some Body")
    organisation = make_organisation()
    link = mail_link(invite(organisation))
    sign_in(client, somebody)
    page = client.get(link)
    text = page.content.decode()
    assert not page.context["is_theirs"]
    assert "went to another address than yours" in text
    assert "somebody@example.org" in text
    answer = client.post(address("account_logout"), {"next": link})
    assert answer["Location"] == link
    assert not is_signed_in(client)
    assert held(organisation) == []


def test_somebody_elses_sign_in_on_the_same_computer_accepts_nothing(client):
    """A began to sign up and went away; B signs in as usual."""
    organisation = make_organisation()
    invitation = invite(organisation)
    client.post(mail_link(invitation))
    answer = sign_in(client, make_user())
    page = client.get(answer["Location"])
    assert page.context["invitation"] == invitation
    assert not page.context["is_theirs"]
    assert held(organisation) == []


def test_a_person_with_several_organisations_keeps_them_all(client):
    user = make_user(email="amina@example.org")
    first, second = make_organisation(editor=user), make_organisation()
    invitation = invite(second)
    sign_in(client, user)
    client.post(mail_link(invitation))
    assert user.memberships.current().count() == 2
    assert {first.pk, second.pk} == User.objects.get(pk=user.pk).roles.organisations


def test_accepting_keeps_the_higher_role():
    user = make_user()
    organisation = make_organisation(admin=user)
    invite(organisation).accept(by=user)
    assert held(organisation) == [(user.email, "admin")]
    other = make_user()
    organisation = make_organisation(editor=other)
    invite(organisation, role="admin").accept(by=other)
    assert held(organisation) == [(other.email, "admin")]


def test_accepting_twice_is_accepting_once(client):
    user = make_user(email="amina@example.org")
    organisation = make_organisation()
    invitation = invite(organisation)
    stale = Invitation.objects.get(pk=invitation.pk)
    assert invitation.accept(by=user) == stale.accept(by=user)
    assert Membership.objects.count() == 1
    with pytest.raises(InvitationClosed):
        stale.accept(by=make_user())


@pytest.mark.parametrize("how", ["expired", "withdrawn", "accepted"])
def test_a_closed_invitation_is_not_accepted_and_says_why(client, how):
    by = make_secretariat()
    organisation = make_organisation()
    invitation = invite(organisation, by=by)
    link = mail_link(invitation)
    if how == "expired":
        expire(invitation)
    elif how == "withdrawn":
        invitations.withdraw(by=by, invitation=invitation)
    else:
        invitation.accept(by=make_user(email="quick@example.org"))
    before = held(organisation)
    for visitor in (client, signed_in_client()):
        for answer in (visitor.get(link), visitor.post(link)):
            assert answer.status_code == 410
            assert "no-store" in answer["Cache-Control"]
            assert how in answer.content.decode()
    assert held(organisation) == before
    assert not client.session.keys()
    with pytest.raises(InvitationClosed):
        invitation.accept(by=make_user())


def signed_in_client():
    client = Client()
    client.force_login(make_user())
    return client


def test_an_invitation_withdrawn_while_somebody_signs_up_opens_nothing(client):
    by = make_secretariat()
    invitation = invite(by=by)
    client.post(mail_link(invitation))
    assert "closed" not in client.get(address("account_signup")).templates[0].name
    invitations.withdraw(by=by, invitation=invitation)
    answer = client.post(address("account_signup"), NEW)
    assert answer.templates[0].name == "account/signup_closed.html"
    assert not User.objects.filter(email="amina@example.org").exists()


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "MQ:1x:tampered",
        "%00",
        "%D9%A1:%D9%A2:%D9%A3",
        "x" * 3000,
        signing.dumps(1, salt="account"),
    ],
)
def test_a_made_up_token_leads_nowhere(client, token):
    invite()
    for answer in (
        client.get(f"/en/invitations/{token}/"),
        client.post(f"/en/invitations/{token}/"),
    ):
        assert answer.status_code == 404
    assert not client.session.keys()


def test_a_changed_token_leads_nowhere(client):
    link = mail_link(invite())
    payload, rest = link.split("/")[3].split(":", 1)
    other = "Mg" if payload != "Mg" else "Mw"
    assert client.get(f"/en/invitations/{other}:{rest}/").status_code == 404


def test_accepting_needs_the_forms_token():
    organisation = make_organisation()
    link = mail_link(invite(organisation))
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(email="amina@example.org"))
    assert client.post(link).status_code == 403
    assert held(organisation) == []


def test_signing_up_without_an_invitation_is_closed(client):
    answer = client.post(address("account_signup"), NEW)
    assert answer.templates[0].name == "account/signup_closed.html"
    assert not User.objects.filter(email="amina@example.org").exists()


@pytest.mark.parametrize(
    "given",
    [
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"email": "a\x00@example.org"},
        {"name": "\u202e\u0000"},
        {"name": ""},
        {"password2": "something-else-entirely"},
        {"password1": "amina@example.org", "password2": "amina@example.org"},
    ],
)
def test_a_sign_up_that_is_not_right_is_shown_again(client, given):
    client.post(mail_link(invite()))
    answer = client.post(address("account_signup"), NEW | given)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.count() == 1, "the secretariat alone"


def test_the_session_is_new_after_signing_up(client):
    client.post(mail_link(invite()))
    before = client.session.session_key
    client.post(address("account_signup"), NEW)
    assert client.session.session_key != before
    assert "invitation" not in client.session
