"""What people are told lands in their inbox, and is mailed as they want it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from oneplanet import outbox
from oneplanet.bounces import StoppedAddress
from oneplanet.inbox import (
    InboxMessage,
    choose_ways,
    forget_old,
    resume_mails,
    stop_mails,
    way_of,
    ways_of,
)
from oneplanet.message_kinds import KINDS, STOPPABLE, Way
from oneplanet.models import OutgoingMail
from programmes.leaving import make_anonymous
from reporting.workflow import State
from tests.factories import make_activity, make_user

pytestmark = pytest.mark.django_db


def tell(to, key="one", **given):
    given = {"language": "en", "subject": "News", "body": "What is new."} | given
    outbox.queue(key=key, to=getattr(to, "email", to), **given)


def told(user):
    """(subject, body, held for) of their inbox, and the keys of their mails."""
    rows = user.inbox.order_by("pk").values_list("subject", "body", "held_for")
    mails = OutgoingMail.objects.filter(to=user.email).values_list("key", flat=True)
    return list(rows), list(mails)


NEWS = ("News", "What is new.", "")


def test_a_message_is_in_the_inbox_and_a_mail_unless_told_otherwise():
    user = make_user()
    tell(user)
    assert told(user) == ([NEWS], ["one"])
    assert way_of(user, "other") == Way.AT_ONCE


def test_who_has_no_account_gets_the_mail_alone():
    tell("nobody@example.org")
    assert OutgoingMail.objects.count() == 1
    assert not InboxMessage.objects.exists()


def test_a_message_of_a_change_that_is_taken_back_is_gone():
    user = make_user()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(user)
        raise ZeroDivisionError
    assert told(user) == ([], [])


@pytest.mark.parametrize(
    ("way", "held_for", "mails"),
    [
        (Way.AT_ONCE, "", ["one"]),
        (Way.DAILY, "daily", []),
        (Way.WEEKLY, "weekly", []),
        (Way.ONLY_HERE, "", []),
    ],
)
def test_it_is_mailed_as_the_person_wants_it(way, held_for, mails):
    user = make_user()
    choose_ways(by=user, ways={"decisions": way})
    tell(user, kind="decisions")
    assert told(user) == ([("News", "What is new.", held_for)], mails)
    tell(user, "two")
    assert told(user)[1] == [*mails, "two"]


def test_the_same_key_tells_once_whatever_was_chosen_meanwhile():
    user = make_user()
    choose_ways(by=user, ways={"decisions": Way.ONLY_HERE})
    tell(user, kind="decisions")
    choose_ways(by=user, ways={"decisions": Way.AT_ONCE})
    tell(user, kind="decisions", subject="Again")
    assert told(user) == ([NEWS], [])
    assert outbox.written("on") == {"one"}


@pytest.mark.parametrize("kind", [kind.code for kind in KINDS if kind.always])
def test_what_cannot_be_stopped_is_mailed_at_once(kind):
    user = make_user()
    user.message_ways.create(kind=kind, way=Way.ONLY_HERE)
    tell(user, kind=kind)
    assert told(user) == ([NEWS], ["one"])


def test_a_secret_is_mailed_at_once_and_its_text_in_no_inbox():
    user = make_user()
    choose_ways(by=user, ways={"other": Way.WEEKLY})
    tell(user, holds_secret=True)
    assert told(user) == ([("News", "", "")], ["one"])


def test_a_step_is_told_in_the_readers_language_with_its_page(settings):
    author = make_user(language="fr")
    activity = make_activity(state=State.RETURNED, author=author, title="Un four")
    message = author.inbox.get(kind="decisions")
    assert (message.language, message.read_at) == ("fr", None)
    assert message.about == f"/fr/my/activities/{activity.code}/"
    assert message.about_url == f"/en/my/activities/{activity.code}/"
    assert "Un four" in message.subject
    assert sorted(author.inbox.values_list("kind", flat=True)) == [
        "decisions",
        "receipts",
    ]


@pytest.mark.parametrize(
    "link",
    ["https://elsewhere.example/x", "//elsewhere.example/", "javascript:x", ""],
)
def test_a_message_leads_nowhere_but_to_pages_of_ours(link):
    message = InboxMessage(about=outbox._own_path(link))
    assert message.about_url == ""


def test_kinds_are_told_apart_and_each_says_why():
    assert len({kind.code for kind in KINDS}) == len(KINDS)
    assert all(str(kind.label) and str(kind.why) for kind in KINDS)
    assert {kind.code for kind in STOPPABLE} == set(ways_of(make_user()))


# --- Choosing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "held_for"),
    [
        (Way.DAILY, "daily"),
        (Way.AT_ONCE, "weekly"),  # it leaves with the mail it waits for
        (Way.ONLY_HERE, ""),
    ],
)
def test_what_is_held_follows_the_choice(way, held_for):
    user = make_user()
    choose_ways(by=user, ways={"decisions": Way.WEEKLY, "reviews": Way.WEEKLY})
    tell(user, kind="decisions")
    tell(user, "two", kind="reviews")
    choose_ways(by=user, ways={"decisions": way})
    held = [row[2] for row in told(user)[0]]
    assert held == [held_for, "weekly"]


def test_stopping_and_the_way_back():
    user = make_user()
    before = {"decisions": Way.DAILY, "reviews": Way.DAILY, "other": Way.ONLY_HERE}
    choose_ways(by=user, ways=before)
    for kind in ("deadlines", "links"):
        assert stop_mails(by=user, what=kind) == [kind]
    assert sorted(stop_mails(by=user, what="daily")) == ["decisions", "reviews"]
    assert set(ways_of(user).values()) == {Way.ONLY_HERE}
    assert sorted(resume_mails(by=user, what="daily")) == ["decisions", "reviews"]
    for kind in ("deadlines", "links"):
        assert resume_mails(by=user, what=kind) == [kind]
    at_once = dict.fromkeys(("deadlines", "links"), Way.AT_ONCE)
    assert ways_of(user) == before | at_once


# --- Keeping --------------------------------------------------------------------------


def test_after_a_year_a_message_is_gone():
    user, now = make_user(), timezone.now()
    tell(user)
    tell(user, "two")
    user.inbox.filter(key="one").update(sent_at=now - timedelta(days=366))
    assert (forget_old(), forget_old()) == (1, 0)
    assert list(user.inbox.values_list("key", flat=True)) == ["two"]


def test_who_leaves_leaves_no_message_and_no_choice():
    user = make_user()
    tell(user)
    choose_ways(by=user, ways={"other": Way.DAILY})
    StoppedAddress.objects.create(address=user.email)
    make_anonymous(by=None, user=user)
    assert (user.inbox.count(), user.message_ways.count()) == (0, 0)
    assert not StoppedAddress.objects.exists()
