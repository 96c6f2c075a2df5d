"""Signing in and out, passwords, addresses, sessions; every account page is ours."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oneplanet.outbox import OutgoingMail
from programmes.models import User
from tests.factories import (
    PASSWORD,
    make_user,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("en", "ar")


def address(name, *args, language="en"):
    with translation.override(language):
        return reverse(name, args=args)


def sign_in(client, user, password=PASSWORD, **extra):
    given = {"login": user.email, "password": password} | extra
    return client.post(address("account_login"), given)


def is_signed_in(client):
    return client.get(address("programmes:profile")).status_code == 200


def link_in(mail):
    return re.search(r"^http://localhost:8000(\S+)$", mail.body, re.MULTILINE)[1]


def confirm_password(client):
    client.post(address("account_reauthenticate"), {"password": PASSWORD})


def looks_like_ours(page, language):
    """Our frame, one h1, no script or style inside the page; forms kept by nobody."""
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}"' in text
    assert text.count("<h1") == 1
    assert '<main id="main"' in text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)
    for script in re.findall(r"<script[^>]*>", text):
        assert " src=" in script or 'type="application/json"' in script
    csp = page["Content-Security-Policy"]
    assert "script-src 'self';" in csp
    assert "unsafe" not in csp
    if "csrfmiddlewaretoken" in text:
        assert "no-store" in page["Cache-Control"]


def test_a_person_signs_in_with_address_and_password_and_out_again(client):
    user = make_user(email="Amina@Example.org")
    answer = sign_in(client, user)
    assert answer.status_code == 302
    assert answer["Location"] == address("reporting:start")
    assert is_signed_in(client)
    assert client.get(address("account_logout")).status_code == 200
    assert is_signed_in(client), "looking at the page signs nobody out"
    client.post(address("account_logout"))
    assert not is_signed_in(client)


def test_signing_in_gives_the_session_another_key(client):
    client.get(address("account_login"))
    client.session.save()
    before = client.session.session_key
    sign_in(client, make_user())
    assert client.session.session_key != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(language):
    known = make_user()

    def answer_to(email):
        given = {"login": email, "password": "wrong-password"}
        page = Client().post(address("account_login", language=language), given)
        text = page.content.decode().replace(email, "…")
        return page.status_code, re.sub(r'value="\w{64}"', "", text)

    assert answer_to(known.email) == answer_to("nobody@example.org")


def test_asking_for_a_new_password_never_says_whether_an_account_exists():
    known = make_user()

    def answers_to(email):
        page = Client().post(address("account_reset_password"), {"email": email})
        return page.status_code, page["Location"], page.content

    assert answers_to(known.email) == answers_to("nobody@example.org")
    assert [mail.to for mail in OutgoingMail.objects.all()] == [known.email]


def test_the_sixth_try_for_one_address_is_refused_even_with_the_right_password():
    user = make_user()
    for n in range(5):
        sign_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), user, password="wrong-password")
    late = Client(REMOTE_ADDR="192.0.2.99")
    answer = sign_in(late, user)
    assert "too many attempts" in answer.content.decode()
    assert not is_signed_in(late)
    assert is_signed_in_after(Client(), make_user()), "others are not held up"


def is_signed_in_after(client, user):
    sign_in(client, user)
    return is_signed_in(client)


def test_one_computer_is_stopped_after_many_tries(client):
    pages = [
        client.post(
            address("account_login"),
            {"login": f"person{n}@example.org", "password": "wrong-password"},
        )
        for n in range(31)
    ]
    assert pages[-1].status_code == 429
    assert "too often" in pages[-1].content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_password_by_mail_in_the_readers_language(language):
    user = make_user(language=language)
    elsewhere = Client()
    sign_in(elsewhere, user)
    client = Client()
    client.post(address("account_reset_password"), {"email": user.email})
    mail = OutgoingMail.objects.get(to=user.email)
    assert (mail.language, mail.holds_secret) == (language, True)
    link = link_in(mail)
    assert link.startswith(f"/{language}/account/password/reset/key/")
    form = client.get(link, follow=True)
    assert form.status_code == 200
    given = {"password1": "another-long-password", "password2": "another-long-password"}
    done = client.post(form.request["PATH_INFO"], given, follow=True)
    assert done.status_code == 200
    assert not is_signed_in(client), "the new password has to be used first"
    assert not is_signed_in(elsewhere)
    sign_in(client, user, password="another-long-password")
    assert is_signed_in(client)
    assert client.get(link, follow=True).context["token_fail"], "it works once"
    assert OutgoingMail.objects.filter(to=user.email).count() == 2, "told of the change"


@pytest.mark.parametrize(
    "key", ["1-x", "zz-abc-def", "1-%00", "0-set-password", "1-" + "a" * 500]
)
def test_a_made_up_reset_link_is_refused_in_words(client, key):
    page = client.get(f"/en/account/password/reset/key/{key}/")
    assert page.status_code == 200
    assert "no longer works" in page.content.decode()


def test_changing_the_password_ends_all_other_sessions(client):
    user, elsewhere = make_user(), Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    given = {
        "oldpassword": PASSWORD,
        "password1": "another-long-password",
        "password2": "another-long-password",
    }
    client.post(address("account_change_password"), given)
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
    mail = OutgoingMail.objects.get(to=user.email)
    assert mail.subject == "Your password has changed"


def test_mails_are_in_their_readers_language_whatever_page_they_are_on(client):
    user = make_user(language="ar")
    sign_in(client, user)
    given = {
        "oldpassword": PASSWORD,
        "password1": "another-long-password",
        "password2": "another-long-password",
    }
    client.post(address("account_change_password", language="en"), given)
    mail = OutgoingMail.objects.get(to=user.email)
    assert mail.language == "ar"
    assert re.search("[٠-٩]{4}", mail.body), "the year, in Arabic digits"


@pytest.mark.parametrize(
    "password", ["short", "password1234", "1234567890", "nadia.haddad@example"]
)
def test_a_weak_password_is_refused(client, password):
    user = make_user(email="nadia.haddad@example.org")
    sign_in(client, user)
    given = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    page = client.post(address("account_change_password"), given)
    assert page.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_closed_account_is_signed_out_at_once_and_cannot_sign_in(client):
    user = make_user()
    sign_in(client, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not is_signed_in(client)
    answer = sign_in(Client(), user)
    assert answer["Location"] == address("account_inactive")
    assert "closed" in client.get(answer["Location"]).content.decode()


def test_all_other_sessions_are_ended_from_the_list(client):
    user, elsewhere = make_user(), Client()
    sign_in(elsewhere, user, **{})
    sign_in(client, user)
    page = client.get(address("usersessions_list"))
    assert page.context["session_count"] == 2
    client.post(address("usersessions_list"))
    assert is_signed_in(client)
    assert not is_signed_in(elsewhere)
