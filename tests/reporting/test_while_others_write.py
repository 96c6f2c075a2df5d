"""Who comes while others write waits briefly, and loses nothing."""

import hashlib
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from reporting import uploads
from reporting.models import Activity, Question, QuestionChoice, StoredFile
from reporting.question_sets import publish
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_activity,
    make_organisation,
    make_programme,
    make_questions,
    make_user,
)
from tests.reporting.at_once import all_at_once, in_a_thread, signed_in
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db(transaction=True)


def test_nobody_waits_while_a_file_is_looked_into(monkeypatch):
    """A picture takes seconds to draw; SQLite lets one person write at a time, and
    PostgreSQL keeps what the transaction has touched from everybody else."""
    (slow, hers), (quick, mine) = make_writer(), make_writer()
    looking, saved, inside = Event(), Event(), []

    def look(content, ending):
        inside.append(connection.in_atomic_block)
        looking.set()
        assert saved.wait(30)
        return content

    monkeypatch.setitem(uploads.CHECKS, "png", look)
    data = sent(typed(hers, once="key")) | {
        "files": [SimpleUploadedFile("a.png", b"x")]
    }

    def press_slowly():
        return signed_in(slow).post(edit_url(hers), data)

    def press_quickly():
        client = signed_in(quick)
        assert looking.wait(30)
        wait_briefly()
        answer = client.post(edit_url(mine), sent(typed(mine)))
        saved.set()
        return answer

    answers = all_at_once(press_slowly, press_quickly)
    assert [answer.status_code for answer in answers] == [302, 302]
    assert inside == [False]
    assert [mine.draft().edit_count, hers.draft().files.count()] == [1, 1]


def wait_briefly():
    """This thread's connection gives up after a moment, not after twenty seconds."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout=200")


@pytest.fixture
def impatient():
    wait_briefly()
    yield
    connection.close()


def of_the_form(user):
    _user, activity = make_writer()
    join(user, activity.organisation)
    return edit_url(activity), sent(typed(activity, title="As typed"))


def of_the_first_questions(user):
    organisation = make_organisation(editor=user)
    data = {"organisation": organisation.code, "programme": "NET", "title": "As typed"}
    return reverse("reporting:activity_new"), data


def of_a_step(user):
    author, programme = make_user(), make_programme(desk=user)
    activity = make_activity(
        state=State.SUBMITTED, author=author, reviewer=user, programme=programme
    )
    url = reverse("reporting:activity_step", args=[activity.code, Action.RETURN])
    return url, {"comment": "As typed"}


def of_the_profile(user):
    return reverse("programmes:profile"), {
        "name": "As typed",
        "language": "en",
        "time_zone": "UTC",
    }


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "form", [of_the_form, of_the_first_questions, of_a_step, of_the_profile]
)
def test_who_waits_too_long_for_others_gets_back_what_was_typed(impatient, form):
    user = make_user()
    url, data = form(user)
    client = signed_in(user)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post(url, data)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "So many people are saving that yours had to wait too long." in page
    assert "As typed" in page
    assert not Activity.objects.filter(versions__title="As typed").exists()
    assert client.post(url, data).status_code == 302


@pytest.mark.sqlite_only
def test_who_waits_too_long_elsewhere_is_told_to_come_back(impatient):
    client, url = signed_in(make_user()), reverse("programmes:inbox_read_all")
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post(url)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert "We are back in a moment" in answer.content.decode()


@pytest.mark.postgres_only
def test_of_two_who_wait_for_each_other_one_gets_back_what_was_typed():
    """Two people send the same two files, each in the order of the other."""
    user, activity = make_writer()
    client = signed_in(user)
    files = [SimpleUploadedFile(f"{name}.csv", name.encode()) for name in "ab"]
    data = sent(typed(activity, title="As typed")) | {"files": files}
    first, second = (hashlib.sha256(name.encode()).hexdigest() for name in "ab")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            StoredFile.objects.create(sha256=second, size=1)
            answer = pool.submit(
                in_a_thread, lambda: client.post(edit_url(activity), data)
            )
            until_somebody_waits()
            StoredFile.objects.create(sha256=first, size=1)
            transaction.set_rollback(True)
        answer = answer.result(30)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert 'value="As typed"' in answer.content.decode()
    assert activity.draft().title == ""


@pytest.mark.postgres_only
@pytest.mark.parametrize("added", [Question, QuestionChoice])
def test_nothing_slips_into_an_edition_while_it_is_published(added):
    edition = make_questions(make_programme(), opened=False, one="one")
    where = {Question: {"question_set": edition, "kind": "text"}}
    where[QuestionChoice] = {"question": edition.questions.get()}
    late, by = added(code="late", label="Late", **where[added]), make_user()
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            publish(edition, by=by)
            answer = pool.submit(in_a_thread, late.save)
            until_somebody_waits()
        with pytest.raises(DatabaseError, match="sealed"):
            answer.result(30)
    assert not added.objects.filter(code="late").exists()


def until_somebody_waits():
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    with connection.cursor() as cursor:
        for _try in range(200):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("Nobody waits.")
