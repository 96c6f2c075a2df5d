"""Every address of accounts, and what it answers. They are allauth's, in our templates;
what they do is tested in tests/programmes/test_accounts.py and test_second_factor.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse


@dataclass(frozen=True)
class AccountPage:
    """An address of accounts: what a visitor, and anybody signed in, get by looking
    and by sending an empty form; ``guarded`` what somebody with a second factor gets
    who has just given the password. ``kwargs(passkey)`` completes the address.
    """

    name: str
    looking: tuple[int, int]
    sending: tuple[int, int]
    guarded: int
    kwargs: Callable = lambda passkey: {}

    def address(self, passkey):
        return reverse(self.name, kwargs=self.kwargs(passkey))


def of_passkey(passkey):
    return {"pk": passkey.pk}


def made_up_key(passkey):
    return {"key": "made-up"}


def made_up_reset(passkey):
    return {"uidb36": "1", "key": "made-up"}


ACCOUNT = [
    AccountPage("account_login", (200, 302), (200, 302), 302),
    AccountPage("account_logout", (302, 200), (302, 302), 200),
    AccountPage("account_inactive", (200, 200), (405, 405), 200),
    AccountPage("account_signup", (200, 302), (200, 302), 302),
    AccountPage("account_reauthenticate", (302, 200), (302, 200), 200),
    AccountPage("account_email", (302, 200), (302, 302), 200),
    AccountPage("account_email_verification_sent", (200, 200), (405, 405), 200),
    AccountPage("account_change_password", (302, 200), (302, 200), 200),
    AccountPage("account_set_password", (302, 302), (302, 302), 302),
    AccountPage("account_reset_password", (200, 200), (200, 200), 200),
    AccountPage("account_reset_password_done", (200, 200), (405, 405), 200),
    AccountPage(
        "account_reset_password_from_key", (200, 200), (200, 200), 200, made_up_reset
    ),
    AccountPage("account_reset_password_from_key_done", (200, 200), (405, 405), 200),
    AccountPage("account_confirm_login_code", (302, 302), (302, 302), 302),
    AccountPage("account_confirm_email", (200, 200), (404, 404), 200, made_up_key),
    AccountPage("mfa_index", (302, 200), (302, 405), 200),
    AccountPage("mfa_authenticate", (302, 302), (302, 302), 302),
    AccountPage("mfa_reauthenticate", (302, 302), (302, 302), 200),
    AccountPage("mfa_activate_totp", (302, 302), (302, 302), 302),
    AccountPage("mfa_deactivate_totp", (302, 404), (302, 404), 200),
    AccountPage("mfa_view_recovery_codes", (302, 404), (302, 405), 200),
    AccountPage("mfa_generate_recovery_codes", (302, 302), (302, 302), 200),
    AccountPage("mfa_download_recovery_codes", (302, 404), (302, 404), 200),
    AccountPage("mfa_list_webauthn", (302, 200), (302, 405), 200),
    AccountPage("mfa_add_webauthn", (302, 302), (302, 302), 200),
    AccountPage("mfa_reauthenticate_webauthn", (302, 302), (302, 302), 200),
    AccountPage("mfa_remove_webauthn", (302, 302), (302, 302), 200, of_passkey),
    AccountPage("mfa_edit_webauthn", (302, 302), (302, 302), 200, of_passkey),
    AccountPage("mfa_login_webauthn", (302, 302), (302, 302), 302),
    AccountPage("usersessions_list", (302, 200), (302, 302), 200),
]
