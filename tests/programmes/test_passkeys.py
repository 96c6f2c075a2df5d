"""Passkeys: made-up ones are refused; real ones need a browser with JavaScript."""

import json
import re

import pytest

from tests.factories import (
    PASSWORD,
    make_user,
)
from tests.programmes.test_accounts import (
    address,
    confirm_password,
    is_signed_in,
    sign_in,
)
from tests.programmes.test_second_factor import (
    CREDENTIAL,
    code_now,
    second_step,
    with_app,
    with_passkey,
)

pytestmark = pytest.mark.django_db


MADE_UP = [
    "",
    "{}",
    "nonsense",
    "[]",
    "null",
    "1",
    '{"id": "\\u0000"}',
    '{"response": 1}',
    '{"id": "AA", "rawId": "AA", "response": {}}',
    json.dumps(CREDENTIAL),
    json.dumps(CREDENTIAL | {"response": {"userHandle": "MQ"}}),
    json.dumps(CREDENTIAL | {"id": "AA", "rawId": "AA"}),
    "[" * 5000,
]


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_does_not_sign_in(client, credential):
    with_passkey(make_user())
    options = client.get(
        address("mfa_login_webauthn"), headers={"accept": "application/json"}
    )
    assert options.json()["request_options"]["publicKey"]["rpId"] == "testserver"
    answer = client.post(address("mfa_login_webauthn"), {"credential": credential})
    assert answer["Location"] == address("account_login")
    assert not is_signed_in(client)


@pytest.mark.parametrize("credential", MADE_UP)
def test_a_made_up_passkey_is_not_added_and_confirms_nothing(client, credential):
    user = with_app(make_user())
    with_passkey(user)
    sign_in(client, user)
    client.get(address("mfa_authenticate"))
    page = client.post(address("mfa_authenticate"), {"credential": credential})
    assert page.status_code == 200
    assert not is_signed_in(client)
    second_step(client, code_now())
    client.get(address("mfa_reauthenticate_webauthn"))
    given = {"name": "Mine", "passwordless": "on", "credential": credential}
    answer = client.post(address("mfa_reauthenticate_webauthn"), given)
    assert answer.status_code == 302
    added = client.get(address("mfa_add_webauthn"))
    assert added["Location"].startswith(address("account_reauthenticate"))
    confirm_password(client)
    client.get(address("mfa_add_webauthn"))
    page = client.post(address("mfa_add_webauthn"), given)
    assert page.context["form"].errors
    assert user.authenticator_set.filter(type="webauthn").count() == 1


# --- In a browser: passkeys need JavaScript -----------------------------------------


def with_a_device(page):
    """Gives the browser a device for passkeys; the list of what goes wrong in it."""
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda said: said.type == "error" and complaints.append(said.text),
    )
    device = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    return complaints


def give_password(page, user, button):
    if page.get_by_label("Your e-mail address").is_visible():
        page.get_by_label("Your e-mail address").fill(user.email)
    page.get_by_label("Your password").fill(PASSWORD)
    page.locator("main").get_by_role("button", name=button, exact=True).click()


def sign_out(page):
    page.goto("/en/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_added_and_then_signs_in_alone(page):
    complaints = with_a_device(page)
    user = make_user()
    page.goto("/en/account/login/")
    give_password(page, user, "Sign in")
    page.goto("/en/account/2fa/webauthn/add/")
    give_password(page, user, "Go on")
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    assert user.authenticator_set.filter(type="webauthn").count() == 1
    sign_out(page)
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/profile/")
    page.goto("/en/account/2fa/recovery-codes/")  # asks who it is: the passkey says
    page.get_by_role("link", name=re.compile("security key|passkey", re.I)).click()
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    assert complaints == []


def test_a_passkey_as_second_step_after_the_password(page):
    complaints = with_a_device(page)
    user = make_user()
    page.goto("/en/account/login/")
    give_password(page, user, "Sign in")
    page.goto("/en/account/2fa/webauthn/add/")
    give_password(page, user, "Go on")
    page.get_by_label("Sign in with it alone").uncheck()
    page.get_by_role("button", name="Add the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    page.goto("/en/account/login/")
    give_password(page, user, "Sign in")
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/profile/")
    assert complaints == []


def test_a_device_without_the_passkey_is_told_so_in_words(page):
    with_a_device(page)
    page.goto("/en/account/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Your device gave no passkey").wait_for()
