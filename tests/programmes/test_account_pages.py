"""How the pages of accounts ask, answer and show: in our words, for each language."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts
from django.core.mail import EmailMessage
from django.utils import translation

from oneplanet.mail_files import ReadableFiles
from oneplanet.text.browsers import browser_words
from programmes.accounts import LengthValidator
from tests.factories import PASSWORD, make_user
from tests.our_code import TEMPLATES
from tests.programmes.test_accounts import address

FOLDERS = ("account", "mfa", "programmes", "usersessions", "allauth")


def test_every_form_with_questions_leaves_the_errors_to_us():
    """A browser's own messages are in the browser's language, and vanish."""
    asking = {
        path: [f for f in path.read_text().split("<form")[1:] if 'class="form"' in f]
        for folder in FOLDERS
        for path in (TEMPLATES / folder).rglob("*.html")
    }
    loud = [
        path.name
        for path, forms in asking.items()
        for form in forms
        if "novalidate" not in form.partition(">")[0]
    ]
    assert loud == []
    assert sum(map(len, asking.values())) > 15


@pytest.mark.django_db
def test_an_empty_sign_in_is_answered_beside_its_questions(client):
    page = client.post(address("account_login", language="ar"), {}).text
    assert page.count('class="errors"') == 2
    assert 'id="errors"' in page


@pytest.mark.parametrize(("language", "number"), [("en", "10"), ("ar", "١٠")])
def test_the_length_of_a_password_is_in_the_reader_s_digits(language, number):
    with translation.override(language):
        assert number in password_validators_help_texts()[1]
        assert number in LengthValidator(10).get_error_message()


@pytest.mark.django_db
def test_the_password_page_has_no_latin_digits_in_arabic(client):
    client.force_login(make_user())
    page = client.get(address("account_change_password", language="ar")).text
    assert "١٠" in page.partition("<main")[2]


AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 "
    "Firefox/128.0": "Firefox on Windows",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36": "Chrome on Linux",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36 Edg/126.0": "Edge on Windows",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile "
    "Safari/537.36": "Chrome on Android",
    "curl/8.5.0": "A browser we do not know",
    "Something on Linux": "Linux",
    "": "A browser we do not know",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_a_browser_is_named_in_words(agent, words):
    assert browser_words(agent) == words


@pytest.mark.django_db
def test_the_list_of_sessions_names_browsers_in_words(client):
    given = {"login": make_user().email, "password": PASSWORD}
    agent = {"user-agent": next(iter(AGENTS))}
    client.post(address("account_login"), given, headers=agent)
    page = client.get(address("usersessions_list")).text
    assert "Firefox on Windows" in page
    assert "Mozilla" not in page


ASKING = ("account_login", "account_signup", "account_inactive")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ASKING)
def test_the_secretariat_s_address_stands_where_it_is_known(client, settings, name):
    assert "mailto:" not in client.get(address(name)).text
    settings.CONTACT_EMAIL = "desk@example.org"
    page = client.get(address(name)).text
    assert page.count('href="mailto:desk@example.org"') == 1


@pytest.mark.django_db
def test_without_an_organisation_there_is_a_way_to_join_one(client):
    client.force_login(make_user())
    page = client.get(address("reporting:my_activities")).text.partition("<footer")[0]
    assert f'href="{address("programmes:joining")}"' in page


def test_mails_written_into_files_can_be_read(tmp_path):
    link = "http://localhost:8000/ar/invitations/" + "x" * 120
    mail = EmailMessage(
        "مرحبًا", f"Привет!\n\n{link}\n", "a@example.org", ["b@example.org"]
    )
    backend = ReadableFiles(alias="default", file_path=tmp_path)
    backend.send_messages([mail])
    [written] = [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()]
    assert "Subject: مرحبًا\n" in written
    assert f"\nПривет!\n\n{link}\n" in written
