"""What the pages of accounts and the admin answer to visitors, people and programs."""

import pytest
from django.core import signing
from django.test import Client

from oneplanet.outbox import OutgoingMail
from tests.factories import (
    PASSWORD,
    make_administrator,
    make_user,
)
from tests.programmes.test_accounts import (
    LANGUAGES,
    address,
    is_signed_in,
    looks_like_ours,
    sign_in,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
    ],
)
def test_a_visitors_account_page_is_one_of_ours(client, name, language):
    looks_like_ours(client.get(address(name, language=language)), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_email",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_list_webauthn",
        "usersessions_list",
        "programmes:profile",
    ],
)
def test_a_persons_account_page_is_one_of_ours(client, name, language):
    sign_in(client, make_user())
    looks_like_ours(client.get(address(name, language=language)), language)


def test_an_account_without_a_password_is_offered_one(client):
    user = make_user()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    answer = client.get(address("account_change_password"), follow=True)
    assert "Choose a password" in answer.content.decode()


def test_the_admin_asks_for_our_own_sign_in(client):
    answer = client.get("/en/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/en/account/login/?next=%2Fen%2Fadmin%2F"
    user = make_administrator()
    given = {"login": user.email, "password": PASSWORD, "next": "/en/admin/"}
    answer = client.post(address("account_login"), given)
    assert answer["Location"] == "/en/admin/"
    assert client.get("/en/admin/").status_code == 200


def test_the_admin_leaves_passwords_and_signing_out_to_the_account_pages(client):
    client.force_login(make_administrator())
    answer = client.get("/en/admin/password_change/")
    assert answer["Location"] == address("account_change_password")
    client.get("/en/admin/logout/")
    assert is_signed_in(client)
    client.post("/en/admin/logout/")
    assert not is_signed_in(client)


def test_somebody_without_an_appointment_is_refused_the_admin_in_words(client):
    sign_in(client, make_user())
    answer = client.get("/en/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1
    assert "not open to you" in answer.content.decode()


@pytest.mark.parametrize(
    "next_page",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/en/profile/\r\nSet-Cookie: x=1",
        "\x00/en/",
    ],
)
def test_signing_in_never_leads_away_from_the_portal(client, next_page):
    user = make_user()
    answer = sign_in(client, user, next=next_page)
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "\r" not in answer["Location"]


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_logout",
        "account_reset_password",
        "account_change_password",
        "account_email",
        "usersessions_list",
        "programmes:profile",
    ],
)
def test_a_post_without_its_token_does_nothing(name):
    user, client = make_user(name="Before"), Client(enforce_csrf_checks=True)
    client.force_login(user)
    given = {"name": "After", "language": "fr", "email": user.email}
    answer = client.post(address(name), given | {"oldpassword": PASSWORD})
    assert answer.status_code == 403
    assert PASSWORD not in answer.text, "a password is never shown again"
    user.refresh_from_db()
    assert user.name == "Before"
    assert client.get(address("programmes:profile")).status_code == 200
    assert not OutgoingMail.objects.exists()


def test_nul_and_other_odd_characters_are_answered_field_by_field(client):
    odd = "a\x00b\ud7ff\u202e@example.org"
    given = {"login": odd, "password": "\x00", "email": odd, "name": odd}
    assert client.post(address("account_login"), given).status_code == 200
    assert client.post(address("account_reset_password"), given).status_code == 200
    sign_in(client, make_user())
    for name in ("account_email", "account_change_password", "programmes:profile"):
        answer = client.post(address(name), given | {"action_add": ""}, follow=True)
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "key", ["nonsense", "a:b:c", "MQ:1x:sig", signing.dumps(99999, salt="account")]
)
def test_a_made_up_confirmation_link_is_refused_in_words(client, key):
    answer = client.get(address("account_confirm_email", key))
    assert answer.status_code == 200
    assert "no longer works" in answer.content.decode()
    assert client.post(address("account_confirm_email", key)).status_code == 404
