"""Who must have a second factor, and how far they get without."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from tests.factories import (
    PASSWORD,
    appoint,
    join,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import (
    address,
    confirm_password,
    is_signed_in,
    sign_in,
)
from tests.programmes.test_second_factor import (
    code_now,
    second_step,
    with_app,
    with_passkey,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings):
    """Where the second factor is demanded: not with sample data."""
    settings.SAMPLE = False


# --- Who must have one ------------------------------------------------------------


@pytest.mark.parametrize("make", [make_secretariat, make_administrator])
def test_staff_without_a_second_factor_get_no_further(client, production, make):
    user = make()
    organisation = make_organisation()
    sign_in(client, user)
    for there in (
        "/en/admin/",
        "/en/",
        "/ar/profile/",
        address("programmes:people", organisation.code),
        address("reporting:review_queue"),
    ):
        answer = client.get(there)
        assert (answer.status_code, answer["Location"][3:]) == (302, "/account/2fa/")
    before = organisation.invitations.count()
    given = {"email": "x@example.org", "role": "admin", "language": "en"}
    answer = client.post(address("programmes:people", organisation.code), given)
    assert answer["Location"] == address("mfa_index")
    assert organisation.invitations.count() == before


def test_they_are_told_why_and_can_set_it_up_and_then_go_on(client, production):
    user = make_secretariat()
    sign_in(client, user)
    page = client.get("/en/admin/", follow=True)
    assert "Your duties need a second factor" in page.text
    confirm_password(client)
    secret = client.get(address("mfa_activate_totp")).context["form"].secret
    client.post(address("mfa_activate_totp"), {"code": code_now(secret)})
    assert client.get("/en/admin/").status_code == 200
    assert "Your duties need" not in client.get(address("mfa_index")).text


def test_they_may_always_sign_out(client, production):
    sign_in(client, make_secretariat())
    client.post(address("account_logout"))
    assert client.get(address("programmes:profile"))["Location"].startswith(
        "/en/account/login/"
    )


def test_recovery_codes_alone_are_no_second_factor(client, production):
    user = make_secretariat()
    RecoveryCodes.activate(user)
    client.force_login(user)
    assert client.get("/en/admin/")["Location"] == address("mfa_index")


def test_a_passkey_is_enough(client, production):
    user = make_secretariat()
    with_passkey(user)
    client.force_login(user)
    assert client.get("/en/admin/").status_code == 200


def test_who_is_appointed_while_signed_in_is_asked_at_once(client, production):
    user = make_user()
    sign_in(client, user)
    assert is_signed_in(client)
    appoint(user, "secretariat")
    assert client.get(address("programmes:profile"))["Location"] == address("mfa_index")


def test_giving_up_the_last_factor_closes_the_door_again(client, production):
    user = with_app(make_secretariat())
    sign_in(client, user)
    second_step(client, code_now())
    assert client.get("/en/admin/").status_code == 200
    confirm_password(client)
    client.post(address("mfa_deactivate_totp"))
    assert client.get("/en/admin/")["Location"] == address("mfa_index")


@pytest.mark.parametrize("who", ["editor", "admin", "desk", "lead"])
def test_others_are_free_to_do_without(client, production, who):
    user = make_user()
    if who in ("editor", "admin"):
        join(user, make_organisation(), role=who)
    else:
        appoint(user, who, programme=make_programme())
    sign_in(client, user)
    assert is_signed_in(client)


def test_visitors_and_health_checks_are_not_asked(client, production):
    assert client.get("/healthz").status_code == 200
    assert client.get(address("account_login")).status_code == 200
    client.force_login(make_secretariat())
    assert client.get("/healthz").status_code == 200


def test_with_sample_data_nobody_is_asked(client):
    user = make_secretariat()
    answer = sign_in(client, user, password=PASSWORD)
    assert answer["Location"] == address("reporting:start")
    assert client.get("/en/admin/").status_code == 200
