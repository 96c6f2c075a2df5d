"""The pages of one's inbox and choices, and the links that stop mails."""

import re
from datetime import timedelta
from itertools import cycle

import pytest
import time_machine
from django.conf import settings as portal
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplanet import outbox, unsubscribing
from oneplanet.bounces import StoppedAddress
from oneplanet.inbox import InboxMessage, choose_ways, ways_of
from oneplanet.message_kinds import STOPPABLE, Way
from oneplanet.models import OutgoingMail
from tests.factories import make_organisation, make_programme, make_user
from tests.mail_sink import MailSink

pytestmark = pytest.mark.django_db
INBOX = "/en/inbox/"
WAYS = "/en/profile/messages/"


def tell(user, subject="News", **given):
    given = {"language": user.language, "body": "Line.\n\n<b>Next</b>."} | given
    outbox.queue(key=f"{user.pk}-{subject}", to=user.email, subject=subject, **given)
    return user.inbox.get(subject=subject)


@pytest.fixture
def reader(client):
    user = make_user()
    client.force_login(user)
    return user


def listed(client, query=""):
    page = client.get(INBOX + query).content.decode()
    return re.findall(r'/en/inbox/\d+/"><bdi>(.*?)</bdi>', page)


# --- The inbox ------------------------------------------------------------------------


def test_the_newest_stands_first_and_others_messages_nowhere(client, reader):
    for subject in ("First", "Second"):
        tell(reader, subject)
    tell(make_user(), "Of another")
    assert listed(client) == ["Second", "First"]


def test_a_message_of_another_is_not_there(client, reader):
    theirs = tell(make_user(), "CANARY")
    page = reverse("programmes:inbox_message", args=[theirs.pk])
    for answer in (client.get(page), client.post(f"{page}read/", {"go": "1"})):
        assert answer.status_code == 404
        assert "CANARY" not in answer.text
    theirs.refresh_from_db()
    assert theirs.read_at is None


def test_it_is_narrowed_by_kind_and_to_what_is_unread(client, reader):
    tell(reader, "Decided", kind="decisions")
    tell(reader, "Received", kind="receipts").delete()
    read = tell(reader, "Read", kind="decisions")
    InboxMessage.objects.filter(pk=read.pk).mark_read()
    tell(reader, "Other")
    assert listed(client, "?kind=decisions") == ["Read", "Decided"]
    assert listed(client, "?unread=on") == ["Other", "Decided"]
    assert listed(client, "?kind=decisions&unread=on") == ["Decided"]
    assert listed(client, "?kind=receipts") == []
    assert "No message fits" in client.get(f"{INBOX}?kind=receipts").text
    assert len(listed(client, "?kind=nonsense&page=x")) == 3


def test_a_long_inbox_comes_in_pages(client, reader):
    for number in range(30):
        tell(reader, f"News {number}")
    assert len(listed(client)) == 25
    assert len(listed(client, "?page=2")) == 5


def test_an_empty_inbox_says_what_will_come(client, reader):
    page = client.get(INBOX).text
    assert "Nothing yet" in page and "Mark everything as read" not in page
    assert page.count(f'href="{reverse("programmes:message_ways")}"') == 1


def message_page(message):
    return reverse("programmes:inbox_message", args=[message.pk])


def counted(page) -> str:
    """What the masthead says of the inbox."""
    return re.search(r">Inbox \((?:<bdi>)?(\d+)", page)[1]


def test_the_text_is_shown_as_text(client, reader):
    page = client.get(message_page(tell(reader))).text
    assert "<p>&lt;b&gt;Next&lt;/b&gt;.</p>" in page


def test_who_opens_a_message_has_read_it_and_the_masthead_knows(client, reader):
    message, _other = tell(reader, "One"), tell(reader, "Two")
    assert counted(client.get(INBOX).text) == "2"
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        opened = client.get(message_page(message))
    assert counted(opened.text) == "1", "on the page itself"
    assert "no-store" in opened["Cache-Control"]
    message.refresh_from_db()
    first = message.read_at
    assert counted(client.get(message_page(message)).text) == "1"
    message.refresh_from_db()
    assert (message.read_at, message.read_at > message.sent_at) == (first, True)
    assert listed(client, "?unread=on") == ["Two"]
    assert counted(client.get(INBOX).text) == "1"


def test_one_can_be_marked_as_new_again(client, reader):
    message = tell(reader, about="/en/my/activities/")
    assert 'name="new"' in client.get(message_page(message)).text
    done = client.post(f"{message_page(message)}read/", {"new": "1"}, follow=True)
    assert done.redirect_chain == [(INBOX, 302)]
    assert "“\u2068News\u2069” is new again." in done.text
    assert listed(client, "?unread=on") == ["News"]


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, None])
def test_what_nobody_looks_at_stays_new(client, reader, headers):
    message = tell(reader)
    look = client.get if headers else client.head
    assert look(message_page(message), headers=headers).status_code == 200
    assert listed(client, "?unread=on") == ["News"]


def test_a_database_that_takes_nothing_shows_the_message_all_the_same(
    client, reader, monkeypatch
):
    message = tell(reader)

    def refuse(rows):
        raise OperationalError("database is locked")

    queryset = type(InboxMessage.objects.all())
    monkeypatch.setattr(queryset, "mark_read", refuse)
    assert client.get(message_page(message)).status_code == 200
    assert listed(client, "?unread=on") == ["News"]


def test_one_is_marked_as_read_and_leads_on(client, reader):
    message = tell(reader, about="/fr/my/activities/")
    url = reverse("programmes:inbox_read", args=[message.pk])
    assert client.post(url, {"go": "1"}).url == "/en/my/activities/"
    message.refresh_from_db()
    first = message.read_at
    again = client.post(url, follow=True)
    assert again.redirect_chain == [(INBOX, 302)]
    assert "Read: “\u2068News\u2069”" in again.text
    message.refresh_from_db()
    assert first and message.read_at == first


def test_all_are_marked_as_read_but_what_came_meanwhile(client, reader):
    tell(reader, "One")
    others = tell(make_user(), "Of another")
    until = re.search(r'name="until" value="([^"]+)"', client.get(INBOX).text)[1]
    tell(reader, "Two")
    client.post("/en/inbox/read/", {"until": until})
    assert listed(client, "?unread=on") == ["Two"]
    client.post("/en/inbox/read/", {"until": "9999-99-99T00:00:00+00:00"})
    assert listed(client, "?unread=on") == []
    others.refresh_from_db()
    assert others.read_at is None


def test_the_head_of_each_page_counts_what_is_unread(client, reader):
    assert "> not read</span>" not in client.get(WAYS).text
    for subject in ("One", "Two"):
        tell(reader, subject)
    tell(make_user())
    page = client.get(WAYS).text
    said = r'Inbox \(<bdi>2</bdi><span class="[^"]*visually-hidden"> not read</span>\)'
    assert re.search(said, page)


def test_what_held_a_secret_says_where_its_text_went(client, reader):
    message = tell(reader, holds_secret=True, kind="account")
    page = client.get(reverse("programmes:inbox_message", args=[message.pk])).text
    assert "went by mail alone" in page and "Next" not in page


# --- Choosing -------------------------------------------------------------------------


def kinds_asked(client):
    """The questions, and the kinds that are always sent."""
    page = client.get(WAYS)
    return list(page.context["form"].fields), [k.code for k in page.context["always"]]


def test_only_what_ones_roles_can_bring_is_asked_about(client, reader):
    always = ["invitations", "account"]
    assert kinds_asked(client) == (["other"], always)
    make_organisation(editor=reader)
    asked = (["decisions", "deadlines", "links", "other"], ["receipts", *always])
    assert kinds_asked(client) == asked
    reviewer = make_user()
    make_programme(desk=reviewer)
    client.force_login(reviewer)
    assert kinds_asked(client) == (["reviews", "other"], always)


def test_what_was_chosen_of_a_role_one_had_stays(client, reader):
    choose_ways(by=reader, ways={"decisions": Way.WEEKLY})
    client.post(WAYS, {"other": "daily", "decisions": "only_here"})
    assert {k: w for k, w in ways_of(reader).items() if w != Way.AT_ONCE} == {
        "decisions": Way.WEEKLY,
        "other": Way.DAILY,
    }


def test_radios_with_one_chosen_do_not_ask_for_an_answer(client, reader):
    assert "(required)" not in client.get(WAYS).text
    assert "(required)" in client.get(reverse("programmes:profile")).text


def test_each_kind_is_chosen_for_itself(client, reader):
    make_organisation(editor=reader)
    make_programme(desk=reader)
    ways = dict(zip((k.code for k in STOPPABLE), cycle(Way.values)))
    answer = client.post(WAYS, ways, follow=True)
    assert ways_of(reader) == ways
    assert "Saved. This holds from now on." in answer.text
    for kind, way in ways.items():
        assert re.search(rf'name="{kind}" value="{way}"[^>]*checked', answer.text)


def test_what_cannot_be_chosen_is_said_and_nothing_is_saved(client, reader):
    answer = client.post(WAYS, {"decisions": "never", "receipts": "only_here"})
    assert answer.status_code == 422
    assert set(ways_of(reader).values()) == {Way.AT_ONCE}
    assert not reader.message_ways.exists()


# --- Mails that come back -------------------------------------------------------------


@pytest.mark.parametrize("name", ["programmes:inbox", "reporting:due"])
def test_whose_mails_come_back_is_told_and_says_that_they_work(client, reader, name):
    told = "Our mails to you come back"
    assert told not in client.get(reverse(name)).text
    StoppedAddress.objects.create(address=reader.email)
    assert told in client.get(reverse(name)).text
    client.post("/en/inbox/mail/")
    assert told not in client.get(reverse(name)).text
    assert not StoppedAddress.objects.exists()


# --- Stopping mails by a link ---------------------------------------------------------


def link(user, what="decisions", language="en"):
    address = unsubscribing.address(reader_id=user.pk, what=what, language=language)
    return address.removeprefix(portal.SITE_URL)


def strict():
    """A browser, or a mail program, that has no session and no token."""
    return Client(enforce_csrf_checks=True)


def test_a_mail_that_may_be_stopped_carries_the_links(settings):
    user = make_user(language="fr")
    tell(user, kind="decisions")
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        outbox.send_waiting()
    (message,) = sink.messages
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (address,) = re.fullmatch(r"<(http://\S+)>", message["List-Unsubscribe"]).groups()
    path = address.removeprefix("http://localhost:8000")
    assert path.startswith("/fr/unsubscribe/")
    lines = message.get_content().replace("\r\n", "\n").splitlines()
    assert lines[-1] == address
    assert "http://localhost:8000/fr/profile/messages/" in lines
    one_click = {"List-Unsubscribe": "One-Click"}
    assert strict().post(path, one_click).status_code == 200
    assert ways_of(user)["decisions"] == Way.ONLY_HERE


@pytest.mark.parametrize(
    "given",
    [{"kind": "receipts"}, {"kind": "account"}, {"holds_secret": True}],
)
def test_a_mail_that_cannot_be_stopped_carries_none(settings, given):
    tell(make_user(), **given)
    tell_nobody = {"language": "en", "subject": "News", "body": "New."}
    outbox.queue(key="nobody", to="nobody@example.org", **tell_nobody)
    with MailSink() as sink:
        settings.MAILERS = sink.mailers()
        assert outbox.send_waiting() == 2
    for message in sink.messages:
        assert message["List-Unsubscribe"] is None
        assert "unsubscribe" not in message.get_content()


def test_looking_asks_and_pressing_stops_and_there_is_a_way_back():
    user, browser = make_user(), strict()
    choose_ways(by=user, ways={"decisions": Way.DAILY})
    page = browser.get(link(user))
    assert "Stop these mails?" in page.text and "Decisions on our" in page.text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert ways_of(user)["decisions"] == Way.DAILY
    page = browser.post(link(user))
    assert "These mails have stopped" in page.text
    assert ways_of(user)["decisions"] == Way.ONLY_HERE
    page = browser.post(link(user), {"again": "1"})
    assert "We write to you again" in page.text
    assert ways_of(user)["decisions"] == Way.DAILY
    assert not browser.cookies


def main_of(page) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def test_the_link_of_a_mail_that_gathers_stops_what_it_gathers():
    user = make_user()
    ways = {"decisions": Way.DAILY, "reviews": Way.DAILY, "other": Way.WEEKLY}
    choose_ways(by=user, ways=ways)
    page = strict().post(link(user, "daily")).text
    assert "Daily mail" in page
    assert re.findall(r"<li>(.*?)</li>", main_of(page)) == [
        "Decisions on our activities",
        "Submissions to review",
    ]
    stopped = dict.fromkeys(("decisions", "reviews"), Way.ONLY_HERE)
    assert ways_of(user) == ways | stopped | dict.fromkeys(
        ("deadlines", "links"), Way.AT_ONCE
    )


def test_a_link_is_good_for_a_year_and_for_its_person_alone():
    user, other = make_user(), make_user()
    path = link(user)
    with time_machine.travel(timezone.now() + timedelta(days=360), tick=False):
        assert strict().get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=367), tick=False):
        assert strict().post(path).status_code == 404
    assert strict().post(path).status_code == 200
    assert set(ways_of(other).values()) == {Way.AT_ONCE}


def wrong_links(user):
    gone = make_user(is_active=False)
    yield link(user)[:-3] + "x/"
    yield "/en/unsubscribe/nonsense/"
    yield link(user, "receipts")
    yield link(user, "nonsense")
    yield link(gone)


def test_a_wrong_link_changes_nothing_and_says_what_to_do():
    user = make_user()
    for path in wrong_links(user):
        for ask in (strict().get, strict().post):
            answer = ask(path)
            assert answer.status_code == 404
            assert "This link does not work" in answer.text
    assert set(ways_of(user).values()) == {Way.AT_ONCE}


def test_what_was_held_is_not_mailed_after_the_mails_were_stopped():
    user = make_user()
    choose_ways(by=user, ways={"decisions": Way.DAILY})
    tell(user, kind="decisions")
    strict().post(link(user, "daily"))
    assert user.inbox.get().held_for == ""
    assert not OutgoingMail.objects.exists()
