"""Which texts are not kept, and how those are sealed that are."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from oneplanet import pending
from oneplanet.models import PendingPost
from programmes.leaving import make_anonymous
from tests.oneplanet.pending import CANARY, OURS, Browser, colleague_of, kept_of, report
from tests.reporting.writing import edit_url, make_writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", None])
def test_nothing_is_kept_that_comes_from_elsewhere(writer, origin):
    user, activity = writer
    url = edit_url(activity)
    fields = Browser().fields(Browser(user).get(url))
    headers = {"origin": origin} if origin else {}
    Client(headers=headers).post(url, fields | report(activity))
    assert PendingPost.objects.count() == 0


@pytest.mark.parametrize("mark", ["", "1-ab:1:x", "forged"])
def test_nothing_is_kept_without_a_mark_of_ours(writer, mark):
    data = report(writer[1]) | {"made_for": mark}
    Client(headers=OURS).post(edit_url(writer[1]), data)
    assert PendingPost.objects.count() == 0


def test_a_mark_ends_with_the_page_it_stands_on(writer, time_machine):
    user, activity = writer
    page = Browser(user).get(edit_url(activity))
    time_machine.move_to(timezone.now() + timedelta(days=31))
    Browser().send(edit_url(activity), page, **report(activity))
    assert PendingPost.objects.count() == 0


def test_nobody_keeps_anything_for_an_account_that_is_closed(writer):
    user, activity = writer
    kept_of(writer)
    page = Browser(user).get(edit_url(activity))
    make_anonymous(by=None, user=user)
    assert PendingPost.objects.count() == 0
    Browser().send(edit_url(activity), page, **report(activity))
    assert PendingPost.objects.count() == 0


def test_passwords_codes_and_tokens_are_never_kept(writer):
    user, activity = writer
    page = Browser(user).get(edit_url(activity))
    secret = {"password": "SECRET", "code": "SECRET", "csrfmiddlewaretoken": "SECRET"}
    Browser().send(edit_url(activity), page, **report(activity) | secret)
    (text,) = pending.waiting_for(user)
    assert "SECRET" not in text.data.urlencode()


def test_a_text_too_long_to_keep_is_shown_as_before(writer):
    user, activity = writer
    browser = Browser(user)
    page = browser.get(edit_url(activity))
    browser.session.flush()
    data = {"title": CANARY, "summary": "x" * pending.MOST_TEXT}
    answer = browser.send(edit_url(activity), page, **data)
    assert (answer.status_code, CANARY in answer.text) == (403, True)
    assert "Sign in again in a new tab" in answer.text
    assert PendingPost.objects.count() == 0


def test_of_one_person_the_twenty_newest_are_kept(writer):
    user = writer[0]
    for number in range(pending.MOST + 2):
        mark = pending.Mark(user.pk, f"{number:016}")
        pending.keep(mark, path="/en/", data=QueryDict(f"title=Text {number}"))
    kept = [text.called for text in pending.waiting_for(user)]
    assert kept == [f"Text {number}" for number in range(21, 1, -1)]


def test_after_a_week_it_is_gone(writer, time_machine):
    _page, address = kept_of(writer)
    time_machine.move_to(timezone.now() + timedelta(days=7))
    assert CANARY not in Browser(writer[0]).get(address).text
    call_command("run_due", "--dry-run")
    assert PendingPost.objects.count() == 1
    call_command("run_due")
    assert PendingPost.objects.count() == 0


# --- The seal -------------------------------------------------------------------------


def test_the_database_shows_nothing_of_it_and_nobody_elses_key_opens_it(writer):
    kept_of(writer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM oneplanet_pendingpost")
        (columns,) = cursor.fetchall()
    assert CANARY.encode() not in b"".join(
        bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode()
        for c in columns
    )
    colleague = colleague_of(writer[1])
    PendingPost.objects.update(user=colleague)
    assert pending.waiting_for(colleague) == []


def test_it_opens_with_a_key_of_before_and_with_no_other(writer, settings):
    _page, address = kept_of(writer)
    key = address.rpartition("=")[2]
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 5
    assert pending.find(writer[0], key).data["results"] == "Less waste."
    settings.SECRET_KEY_FALLBACKS = []
    assert pending.find(writer[0], key) is None


def test_a_page_from_before_the_key_was_changed_is_kept(writer, settings):
    user, activity = writer
    page = Browser(user).get(edit_url(activity))
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-key-" * 5
    Browser().send(edit_url(activity), page, **report(activity))
    assert len(pending.waiting_for(user)) == 1
