"""The second factor: asked where it is set up, demanded of those with duties."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from oneplanet.outbox import OutgoingMail
from tests.factories import (
    make_user,
)
from tests.programmes.test_accounts import (
    LANGUAGES,
    address,
    confirm_password,
    is_signed_in,
    looks_like_ours,
    sign_in,
)

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
# What a browser sent when a passkey was added to localhost once.
CREDENTIAL = {
    "type": "public-key",
    "id": "4bwTQB5cdpJ4w_6D15pVUJmzflK9UMikLsCfvsJgilA",
    "rawId": "4bwTQB5cdpJ4w_6D15pVUJmzflK9UMikLsCfvsJgilA",
    "authenticatorAttachment": "platform",
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiZ1dlb"
        "FBSOWdkdzhEYjhtZVpfZktqNlNqQmJhVURuV01GX1pNOERnUVV5RSIsIm9yaWdpbiI6Imh0dHA6Ly"
        "9sb2NhbGhvc3Q6MzQ1MzciLCJjcm9zc09yaWdpbiI6ZmFsc2V9",
        "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVikSZYN5YgOjGh0NBcP"
        "ZHZgW4_krrmihjLHmVzzuoMdl2NFAAAAAQECAwQFBgcIAQIDBAUGBwgAIOG8E0AeXHaSeMP-g9eaV"
        "VCZs35SvVDIpC7An77CYIpQpQECAyYgASFYICTeiK1Oe47N7Ya0pyc-OFL-6n9zsdZP3cHMn49D32"
        "uwIlgg0PgoTZALifpPtEiMtISXtIq6r06PH6y-hHw09X80JKM",
        "transports": ["internal"],
    },
    "clientExtensionResults": {"credProps": {"rk": True}},
}


def code_now(secret=SECRET, steps=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def with_app(user):
    TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def second_step(client, code):
    return client.post(address("mfa_authenticate"), {"code": code})


# --- Signing in with it -----------------------------------------------------------


def test_the_password_alone_no_longer_signs_in(client):
    user = with_app(make_user())
    answer = sign_in(client, user)
    assert answer["Location"] == address("mfa_authenticate")
    assert not is_signed_in(client)
    assert client.get("/en/admin/").status_code == 302
    answer = second_step(client, code_now())
    assert answer["Location"] == address("reporting:start")
    assert is_signed_in(client)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_step_is_a_page_of_ours(client, language):
    sign_in(client, with_app(make_user()))
    page = client.get(address("mfa_authenticate", language=language))
    looks_like_ours(page, language)


def test_a_code_may_be_typed_in_arabic_digits_and_in_groups(client):
    sign_in(client, with_app(make_user()))
    code = code_now().translate({ord("0") + n: 0x660 + n for n in range(10)})
    second_step(client, f" {code[:3]} {code[3:]}\u00a0")
    assert is_signed_in(client)


def test_a_code_signs_in_once(client):
    user, code = with_app(make_user()), code_now()
    sign_in(client, user)
    second_step(client, code)
    assert is_signed_in(client)
    again = Client()
    sign_in(again, user)
    second_step(again, code)
    assert not is_signed_in(again)


def test_a_recovery_code_signs_in_once(client):
    user = with_app(make_user())
    rows = Authenticator.objects.filter(user=user, type="recovery_codes")
    code = rows.get().wrap().get_unused_codes()[0]
    for visitor, expected in ((client, True), (Client(), False)):
        sign_in(visitor, user)
        second_step(visitor, code)
        assert is_signed_in(visitor) is expected


@pytest.mark.parametrize("code", ["000000", "", "\x00", "12345", "abcdef", "9" * 500])
def test_a_wrong_code_is_refused(client, code):
    sign_in(client, with_app(make_user()))
    page = second_step(client, code)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not is_signed_in(client)


def test_codes_cannot_be_guessed_one_after_the_other():
    user = with_app(make_user())
    for n in range(5):
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        sign_in(client, user)
        second_step(client, "000000")
    late = Client(REMOTE_ADDR="192.0.2.99")
    sign_in(late, user)
    assert "too many attempts" in second_step(late, code_now()).text
    assert not is_signed_in(late)


def test_a_half_made_sign_in_can_be_left(client):
    sign_in(client, with_app(make_user()))
    answer = client.post(address("account_logout"), {"next": address("account_login")})
    assert answer["Location"] == address("account_login")
    assert second_step(client, code_now())["Location"] == address("account_login")
    assert not is_signed_in(client)


def test_a_new_password_by_mail_does_not_open_an_account_with_a_second_factor(client):
    user = with_app(make_user())
    client.post(address("account_reset_password"), {"email": user.email})
    link = re.search(r"http://localhost:8000(\S+)", OutgoingMail.objects.get().body)[1]
    form = client.get(link, follow=True)
    given = {"password1": "another-long-password", "password2": "another-long-password"}
    client.post(form.request["PATH_INFO"], given)
    assert not is_signed_in(client)
    answer = sign_in(client, user, password="another-long-password")
    assert answer["Location"] == address("mfa_authenticate")


# --- Setting it up ----------------------------------------------------------------


def test_setting_up_an_app_gives_recovery_codes_and_a_mail(client):
    user = make_user(language="en")
    sign_in(client, user)
    asked = client.get(address("mfa_activate_totp"))
    assert asked["Location"].startswith(address("account_reauthenticate"))
    confirm_password(client)
    page = client.get(address("mfa_activate_totp"))
    looks_like_ours(page, "en")
    secret = page.context["form"].secret
    wrong = client.post(address("mfa_activate_totp"), {"code": "000000"})
    assert wrong.context["form"].errors
    answer = client.post(address("mfa_activate_totp"), {"code": code_now(secret)})
    assert answer["Location"] == address("mfa_view_recovery_codes")
    codes = client.get(answer["Location"])
    looks_like_ours(codes, "en")
    assert codes.text.count("<code>") == 10
    download = client.get(address("mfa_download_recovery_codes"))
    assert len(download.content.split()) == 10
    assert set(user.authenticator_set.values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }


def test_the_picture_is_black_on_white_and_names_the_network(client):
    user = make_user(email="ada@example.org")
    sign_in(client, user)
    confirm_password(client)
    page = client.get(address("mfa_activate_totp"))
    assert 'fill="white"' in page.context["totp_svg"]
    assert page.context["totp_url"].startswith(
        "otpauth://totp/ada%40example.org?secret="
    )
    assert "issuer=One%20Planet%20network" in page.context["totp_url"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "name",
    [
        "mfa_index",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_reauthenticate",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "mfa_reauthenticate_webauthn",
    ],
)
def test_every_page_of_the_second_factor_is_one_of_ours(client, name, language):
    user = with_app(make_user())
    passkey = with_passkey(user)
    sign_in(client, user)
    second_step(client, code_now())
    confirm_password(client)
    needs_row = name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    args = [passkey.pk] if needs_row else []
    looks_like_ours(client.get(address(name, *args, language=language)), language)


def with_passkey(user):
    """A registered passkey, as a security key of the test made it once."""
    data = {"name": "Blue key", "credential": CREDENTIAL}
    return user.authenticator_set.create(type="webauthn", data=data)


def test_each_change_of_the_second_factor_is_told_by_mail(
    client, django_capture_on_commit_callbacks
):
    user = make_user()
    sign_in(client, user)
    confirm_password(client)
    secret = client.get(address("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("mfa_activate_totp"), {"code": code_now(secret)})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address("mfa_generate_recovery_codes"))
    passkey = with_passkey(user)
    client.post(address("mfa_remove_webauthn", passkey.pk))
    client.post(address("mfa_deactivate_totp"))
    told = OutgoingMail.objects.filter(to=user.email).values_list("subject", flat=True)
    assert list(told) == [
        "An app is now your second factor",
        "New recovery codes",
        "A passkey has been removed",
        "The app is no longer your second factor",
    ]
    assert not user.authenticator_set.exists()


def test_somebody_elses_passkey_is_not_within_reach(client):
    passkey = with_passkey(make_user())
    sign_in(client, make_user())
    confirm_password(client)
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(address(name, passkey.pk)).status_code == 404
        assert client.post(address(name, passkey.pk), {"name": "x"}).status_code == 404
    assert Authenticator.objects.get().wrap().name == "Blue key"


@pytest.mark.parametrize("name", ["mfa_activate_totp", "mfa_deactivate_totp"])
def test_setting_up_without_the_forms_token_does_nothing(name):
    user, client = with_app(make_user()), Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post(address(name)).status_code == 403
    assert user.authenticator_set.count() == 2
