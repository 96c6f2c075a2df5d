"""The address of an account, and the mails about it."""

import pytest

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from tests.factories import (
    PASSWORD,
    make_user,
)
from tests.programmes.test_accounts import address, confirm_password, link_in, sign_in

pytestmark = pytest.mark.django_db


def test_a_new_address_counts_once_its_mail_has_been_answered(client):
    user = make_user(email="old@example.org", language="fr")
    sign_in(client, user)
    confirm_password(client)
    given = {"email": "New@Example.org", "action_add": ""}
    client.post(address("account_email"), given)
    user.refresh_from_db()
    assert user.email == "old@example.org"
    mail = OutgoingMail.objects.get(to="new@example.org")
    assert mail.language == "fr"
    link = link_in(mail)
    assert link.startswith("/fr/account/confirm-email/")
    client.get(link)
    user.refresh_from_db()
    assert user.email == "old@example.org", "opening the link changes nothing"
    client.post(link)
    user.refresh_from_db()
    assert user.email == "new@example.org"
    told = OutgoingMail.objects.get(to="old@example.org")
    assert "new@example.org" in told.body


def test_the_address_is_changed_only_after_the_password_was_asked_again(client):
    user = make_user()
    sign_in(client, user)
    given = {"email": "thief@example.org", "action_add": ""}
    answer = client.post(address("account_email"), given)
    assert answer["Location"].startswith(address("account_reauthenticate"))
    assert not user.emailaddress_set.filter(email="thief@example.org").exists()
    next_page = {"password": PASSWORD, "next": address("account_email")}
    client.post(address("account_reauthenticate"), next_page)
    assert user.emailaddress_set.filter(email="thief@example.org").exists()


def test_an_address_another_account_holds_cannot_be_taken(client):
    """The other one signed up with it and has not answered the mail yet."""
    other = make_user(email="wanted@example.org")
    other.emailaddress_set.update(verified=False)
    user = make_user(email="old@example.org")
    sign_in(client, user)
    confirm_password(client)
    given = {"email": "wanted@example.org", "action_add": ""}
    client.post(address("account_email"), given)
    mail = OutgoingMail.objects.get(to="wanted@example.org")
    answer = client.post(link_in(mail), follow=True)
    assert answer.status_code == 200
    assert "belongs to another account" in answer.content.decode()
    user.refresh_from_db()
    assert user.email == "old@example.org"


def test_links_in_mails_lead_to_the_portals_own_address(client):
    user = make_user()
    client.post(
        address("account_reset_password"),
        {"email": user.email},
        headers={"host": "localhost:6666"},
    )
    mail = OutgoingMail.objects.get(to=user.email)
    assert "localhost:6666" not in mail.body
    assert link_in(mail)


def test_the_body_of_an_account_mail_is_wiped_once_it_has_left(client, mailoutbox):
    user = make_user()
    client.post(address("account_reset_password"), {"email": user.email})
    outbox.send_waiting()
    assert len(mailoutbox) == 1
    assert "/password/reset/key/" in mailoutbox[0].body
    assert OutgoingMail.objects.get(to=user.email).body == ""
