"""Signing in and out, passwords, addresses, sessions; every account page is ours."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from programmes.leaving import make_anonymous
from programmes.models import Membership, User
from tests.factories import (
    PASSWORD,
    join,
    make_administrator,
    make_organisation,
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


def confirm_password(client):
    client.post(address("account_reauthenticate"), {"password": PASSWORD})


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


def test_the_profile_keeps_a_name_on_one_line_and_the_language(client):
    user = make_user()
    sign_in(client, user)
    given = {
        "name": "  Nadia\r\nBcc: x@example.org\u202e  ",
        "language": "ar",
        "time_zone": "UTC",
    }
    answer = client.post(address("programmes:profile"), given, follow=True)
    assert "Saved." in answer.content.decode()
    user.refresh_from_db()
    assert (user.name, user.language) == ("Nadia Bcc: x@example.org", "ar")
    refused = client.post(address("programmes:profile"), {"name": "", "language": "xx"})
    assert set(refused.context["form"].errors) == {"name", "language", "time_zone"}


def test_the_profile_takes_nothing_but_name_language_and_time_zone(client):
    user = make_user(email="me@example.org")
    sign_in(client, user)
    given = {
        "name": "Me",
        "language": "en",
        "time_zone": "UTC",
        "email": "other@example.org",
        "is_active": "",
        "is_staff": "on",
        "is_superuser": "on",
        "role": "administrator",
        "password": "x",
    }
    client.post(address("programmes:profile"), given)
    user = User.objects.get(pk=user.pk)
    assert user.email == "me@example.org"
    assert (user.is_active, user.is_staff) == (True, False)
    assert user.check_password(PASSWORD)


def test_the_profile_shows_what_the_person_does(client):
    user = make_user()
    organisation = make_organisation(name="Green Roofs", admin=user)
    ended = make_organisation(name="Left Long Ago")
    Membership.objects.filter(pk=join(user, ended).pk).update(until="2100-01-01T00:00Z")
    sign_in(client, user)
    text = client.get(address("programmes:profile")).content.decode()
    assert "Green Roofs" in text
    assert address("programmes:people", organisation.code) in text
    assert "Left Long Ago" not in text


def test_the_profile_is_for_people_who_signed_in(client):
    answer = client.get(address("programmes:profile", language="es"))
    assert answer["Location"] == "/es/account/login/?next=/es/profile/"


def test_closing_an_account_leaves_nothing_of_the_person(client):
    user = make_user(name="Amina Diallo", email="amina@example.org")
    organisation = make_organisation(editor=user)
    sign_in(client, user)
    client.post(address("account_reset_password"), {"email": user.email})
    administrator = make_administrator()
    changed = reverse("admin:programmes_user_change", args=[user.pk])
    editor = Client()
    editor.force_login(administrator)
    editor.post(changed, {"name": "Amina Diallo", "language": "fr", "is_active": "on"})
    assert LogEntry.objects.get().object_repr == "Amina Diallo"
    user.refresh_from_db()
    make_anonymous(by=administrator, user=user)
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("", False)
    assert not is_signed_in(client)
    assert not user.has_usable_password()
    membership = user.memberships.get(organisation=organisation)
    assert membership.until is not None
    assert membership.history.latest().history_user == administrator
    left = [
        user.emailaddress_set.count(),
        user.usersession_set.count(),
        user.authenticator_set.count(),
        OutgoingMail.objects.filter(to="amina@example.org").count(),
        User.objects.filter(email="amina@example.org").count(),
    ]
    assert left == [0, 0, 0, 0, 0]
    make_user(email="amina@example.org")  # the address is free again
    assert str(user) == "a former member"
    assert not LogEntry.objects.filter(object_repr__contains="Amina").exists()
