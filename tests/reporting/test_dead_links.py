"""Partners hear once of each link in their public activities that died."""

from datetime import UTC, datetime

import pytest

from oneplanet.inbox import InboxMessage, MessageWay
from oneplanet.mails import OutgoingMail
from reporting.dead_links import tell_of_dead_links
from reporting.models import LinkCheck
from reporting.workflow import Action
from tests.factories import make_draft, make_programme, make_user

pytestmark = pytest.mark.django_db
SINCE = datetime(2026, 5, 3, 12, tzinfo=UTC)
DEAD, OTHER = "https://dead.example.org/a", "https://dead.example.org/b"


def published(author, *urls, **given):
    reviewer = make_user()
    given |= {"author": author, "programme": make_programme(desk=reviewer)}
    activity = make_draft(**given)
    for url in urls:
        activity.draft().links.create(url=url)
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=reviewer)
    return activity


def die(address=DEAD, *, failures=2, since=SINCE):
    given = {"state": "gone", "failures": failures, "failing_since": since}
    given |= {"host": "dead.example.org"}
    return LinkCheck.objects.update_or_create(address=address, defaults=given)[0]


def live(address=DEAD):
    given = {"state": "fine", "failures": 0, "failing_since": None}
    LinkCheck.objects.filter(address=address).update(**given)


def told(person):
    return InboxMessage.objects.filter(reader=person, kind="links").order_by("pk")


def test_its_organisation_is_told_once_until_the_link_has_lived():
    author, stranger = make_user(language="fr"), make_user()
    activity = published(author, DEAD)
    die()
    assert [tell_of_dead_links() for _time in range(2)] == [1, 0]
    (message,) = told(author)
    assert (message.language, message.about) == ("fr", f"/fr{page(activity)}")
    assert DEAD in message.body and "3 mai 2026" in message.body
    assert OutgoingMail.objects.filter(to=author.email, kind="links").count() == 1
    assert not told(stranger).exists()
    live()
    assert tell_of_dead_links() == 0
    die(since=SINCE.replace(month=6))
    assert (tell_of_dead_links(), told(author).count()) == (1, 2)


def page(activity):
    return activity.page("record").removeprefix("/en")


def test_all_that_is_new_is_one_message():
    author = make_user()
    published(author, DEAD, OTHER)
    die(), die(OTHER)
    assert (tell_of_dead_links(), told(author).count()) == (1, 1)
    assert DEAD in told(author)[0].body and OTHER in told(author)[0].body


def test_a_message_names_twenty_and_says_how_many_there_are_besides():
    """As where a portal looks at all its links for the first time."""
    author = make_user()
    urls = [f"https://dead.example.org/{n:02}" for n in range(23)]
    ours = published(author, *urls[:9]).organisation
    published(author, *urls[9:], organisation=ours)
    for url in urls:
        die(url)
    assert (tell_of_dead_links(), told(author).count()) == (1, 1)
    (message,) = told(author)
    assert sum(url in message.body for url in urls) == 20
    assert "And 3 more links" in message.body
    assert message.subject.startswith("23 links")
    assert tell_of_dead_links() == 0  # nor of the three another day


def test_what_is_not_believed_or_not_public_is_not_told():
    author = make_user()
    published(author, DEAD)
    make_draft(author=author).draft().links.create(url=OTHER)
    die(failures=1), die(OTHER)
    assert (tell_of_dead_links(), told(author).count()) == (0, 0)


def test_who_wants_it_in_the_inbox_alone_gets_no_mail():
    author = make_user()
    MessageWay.objects.create(user=author, kind="links", way="only_here")
    published(author, DEAD)
    die()
    tell_of_dead_links()
    assert told(author).count() == 1
    assert not OutgoingMail.objects.filter(to=author.email, kind="links").exists()
