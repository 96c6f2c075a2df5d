"""Feeds read back by a feed reader: what is in them, in which language, since when."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from knowledge_hubs.kinds import ARTICLE, COALITION, KINDS
from knowledge_hubs.models import Hub
from oneplanet.feeds import MOST
from reporting.workflow import Action, State
from tests import scene as scenes
from tests.factories import (
    make_activity,
    make_block,
    make_country,
    make_policy,
    make_programme,
    make_record,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SITE = "http://localhost:8000"
OTHERS = [
    f"/en/{path}/feed.xml" for path in ("activities", "initiatives", "hubs", "policies")
]
ADDRESSES = [*OTHERS, *(f"/en/{k.path}/feed.xml" for k in KINDS)]
each_feed = pytest.mark.parametrize("address", ADDRESSES)


def read(address):
    """The feed as a reader understands it; anything it had to guess fails."""
    answer = Client().get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    found = feedparser.parse(answer.content)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return found


def titles(address):
    return [entry.title for entry in read(address).entries]


@pytest.mark.sqlite_only
@each_feed
def test_a_feed_keeps_the_rules_of_atom(scene, address):
    """RFC 4287, 4.1: what must be there, once, and what must differ."""
    root = ElementTree.fromstring(Client().get(address).content)  # noqa: S314 (ours)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        alternate = [
            link for link in element.findall(f"{ATOM}link") if link.get("rel") != "self"
        ]
        assert len(alternate) == 1
        assert alternate[0].get("href").startswith(f"{SITE}/en/")
        moment = datetime.fromisoformat(element.findtext(f"{ATOM}updated"))
        assert moment.tzinfo is not None
    assert root.find(f"{ATOM}author/{ATOM}name").text == "One Planet network"
    rights = root.findtext(f"{ATOM}rights")
    assert rights == "CC BY 4.0; what belongs to others stays theirs."
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) > 1
    assert all(name.startswith("tag:localhost,2021:en/") for name in ids)


@pytest.mark.sqlite_only
@each_feed
def test_every_entry_leads_to_a_page_and_the_feed_to_its_list(client, scene, address):
    found = read(address)
    for link in (found.feed.link, *(entry.link for entry in found.entries)):
        assert client.get(link.removeprefix(SITE)).status_code == 200
    (itself,) = [link.href for link in found.feed.links if link.rel == "self"]
    assert itself == SITE + address


@pytest.mark.sqlite_only
@each_feed
def test_a_feed_is_kept_like_a_page(scene, address):
    first, second = Client().get(address), Client().get(address)
    assert first.content == second.content
    assert not first.cookies
    assert first["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert first["Content-Language"] == "en"
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.sqlite_only
@each_feed
def test_an_empty_feed_is_the_same_each_time(address):
    found = read(address)
    assert (found.entries, found.feed.updated) == ([], "1970-01-01T00:00:00+00:00")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_only_what_is_published_is_in_a_feed(kind):
    now = timezone.now()
    make_record(kind.model, "public")
    make_record(kind.model, "draft", is_draft=True)
    make_record(kind.model, "scheduled", publish_at=now + timedelta(hours=1))
    make_record(kind.model, "expired", expire_at=now - timedelta(hours=1))
    with override("en"):
        assert titles(kind.feed_url) == ["Public"]


def test_only_public_hubs_are_in_their_feed():
    now = timezone.now()
    make_record(Hub, "public")
    make_record(Hub, "draft", is_draft=True)
    make_record(Hub, "scheduled", publish_at=now + timedelta(hours=1))
    make_record(Hub, "expired", expire_at=now - timedelta(hours=1))
    assert titles("/en/hubs/feed.xml") == ["Public"]


def test_a_hub_whose_block_changed_is_news(client):
    """Its own row says nothing of it."""
    old, _new = make_record(Hub, "old"), make_record(Hub, "new")
    page = client.get("/en/hubs/").text
    assert titles("/en/hubs/feed.xml") == ["New", "Old"]
    make_block(old, "text", text="What we learnt.")
    assert titles("/en/hubs/feed.xml") == ["Old", "New"]
    assert page.count('href="/en/hubs/feed.xml"') == 2


def test_a_policy_keeps_its_own_name_and_is_news_when_it_changed():
    policy = make_policy(name="Loi anti-gaspillage", name_language="fr")
    make_policy(name="Younger")
    policy.summary = "It forbids some bags."
    policy.save()
    mended, other = read("/en/policies/feed.xml").entries
    assert (mended.title, other.title) == ("Loi anti-gaspillage", "Younger")
    assert mended.summary == "It forbids some bags."
    assert mended.published <= other.published <= mended.updated
    root = ElementTree.fromstring(  # noqa: S314 (ours)
        Client().get("/en/policies/feed.xml").content
    )
    assert root.find(f"{ATOM}entry/{ATOM}title").get(LANG) == "fr"


def test_of_activities_only_the_public_version_is_in_the_feed(scene):
    text = Client().get("/en/activities/feed.xml").text
    assert "CANARY" not in text
    assert sorted(titles("/en/activities/feed.xml")) == sorted(
        f"Public {state}" for state in scenes.PUBLIC
    )
    assert scene.activities["unpublished"].code not in text


def test_a_feed_begins_with_what_changed_last_and_says_when():
    day = datetime(2021, 5, 1, tzinfo=UTC)
    for code, days in (("old", 0), ("new", 2), ("middle", 1)):
        record = make_record(ARTICLE.model, code, publish_at=day + timedelta(days))
        moved = {"old": 3, "new": -9, "middle": -9}[code]
        rows = ARTICLE.model.objects.filter(pk=record.pk)
        rows.update(updated_at=day + timedelta(days=moved))
    found = [
        (e.title, e.published, e.updated) for e in read("/en/news/feed.xml").entries
    ]
    assert found == [
        ("Old", "2021-05-01T00:00:00+00:00", "2021-05-04T00:00:00+00:00"),
        ("New", "2021-05-03T00:00:00+00:00", "2021-05-03T00:00:00+00:00"),
        ("Middle", "2021-05-02T00:00:00+00:00", "2021-05-02T00:00:00+00:00"),
    ]
    assert read("/en/news/feed.xml").feed.updated == "2021-05-04T00:00:00+00:00"


def test_a_new_version_is_the_same_entry_changed():
    author, desk = make_user(), make_user()
    activity = make_activity(state=State.APPROVED, author=author, reviewer=desk)
    (before,) = read("/en/activities/feed.xml").entries
    revise(activity, author=author, title="Another title")
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    (after,) = read("/en/activities/feed.xml").entries
    assert after.id == before.id == f"tag:localhost,2021:en/activity/{activity.code}"
    assert after.title == "Another title"
    assert after.published == before.published
    assert after.updated >= before.updated


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("/en/coalitions/feed.xml?programme=SFS", ["One"]),
        ("/en/coalitions/feed.xml?q=two", ["Two"]),
        ("/en/coalitions/feed.xml?q=" + "x" * 201, []),
        ("/en/activities/feed.xml?programme=SFS", ["Of food"]),
        ("/en/activities/feed.xml?q=nothing", []),
        ("/en/policies/feed.xml?country=KEN", ["Bag law"]),
    ],
)
def test_a_feed_is_narrowed_as_its_list(client, address, found):
    food = make_programme(code="SFS", slug="food")
    make_record(COALITION.model, "one").programmes.add(food)
    make_record(COALITION.model, "two")
    make_policy(make_country("KEN"), name="Bag law")
    make_policy(make_country("FRA"))
    make_activity(state=State.APPROVED, programme=None, title="Of all")
    desk, author = make_user(), make_user()
    food_with_desk = make_programme(code="SFS", desk=desk)
    activity = make_activity(
        author=author, reviewer=desk, programme=food_with_desk, title="Of food"
    )
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=desk)
    assert titles(address) == found
    page = client.get(address.replace("feed.xml", ""))
    assert f'href="{address}"' in page.text.replace("&amp;", "&")


def test_every_list_leads_to_its_feed_in_its_own_language(client):
    for kind in KINDS:
        with override("ar"):
            page, feed = client.get(kind.list_url).text, kind.feed_url
        assert page.count(f'href="{feed}"') == 2
        found = read(feed)
        assert found.feed.language == "ar"
        assert found.feed.id == f"tag:localhost,2021:ar/{kind.name}"


def test_each_text_says_the_language_it_is_in():
    make_record(COALITION.model, title="", title_es="Pacto", lead="In English")
    make_activity(state=State.APPROVED, language="ar", title="ماء")
    root = ElementTree.fromstring(  # noqa: S314 (ours)
        Client().get("/fr/coalitions/feed.xml").content
    )
    assert root.get(LANG) == "fr"
    entry = root.find(f"{ATOM}entry")
    said = {
        name: entry.find(f"{ATOM}{name}").get(LANG) for name in ("title", "summary")
    }
    assert said == {"title": "es", "summary": "en"}
    activities = ElementTree.fromstring(  # noqa: S314 (ours)
        Client().get("/ar/activities/feed.xml").content
    )
    assert activities.find(f"{ATOM}entry/{ATOM}title").get(LANG) is None
    name = activities.find(f"{ATOM}entry/{ATOM}author/{ATOM}name")
    assert name.get(LANG) == "en"


def test_signs_no_feed_may_hold_are_left_out():
    make_record(COALITION.model, title="A\x0bB \ufffe<b>&", lead="C\x1fD")
    (entry,) = read("/en/coalitions/feed.xml").entries
    assert (entry.title, entry.summary) == ("AB <b>&", "CD")


def test_a_feed_holds_no_more_than_the_newest():
    for n in range(MOST + 1):
        make_record(COALITION.model, f"c{n}")
    assert len(titles("/en/coalitions/feed.xml")) == MOST


def test_addresses_of_feeds_are_those_of_their_lists():
    with override("en"):
        reported = ("reporting:activity_feed", "reporting:initiative_feed")
    names = (*reported, "knowledge_hubs:hub_feed", "knowledge_hubs:policy_feed")
    named = [k.feed_url for k in KINDS] + [reverse(name) for name in names]
    assert sorted(named) == sorted(ADDRESSES)
