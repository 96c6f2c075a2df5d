"""What needs an editor: each kind of work stands on the desk once, by hub and
language.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst

from knowledge_hubs.curators_desk import SHOWN
from knowledge_hubs.kinds import KINDS
from knowledge_hubs.models import Article, AskedQuery, Event, Hub, QueryDay, Resource
from oneplanet.text import dates
from reporting.models import LinkCheck
from tests.factories import (
    make_block,
    make_feedback,
    make_organisation,
    make_proposal,
    make_record,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db
DEAD = "https://dead.example/"


@pytest.fixture
def hub():
    """With something of every kind in it, and beside it as much that is not."""
    partner = make_user()
    body = make_organisation(editor=partner, website="https://x.example", acronym="B")
    hub = make_record(Hub, "a-hub", body="A text")
    named = []
    for where, given in (("in", {"hub": hub}), ("out", {})):
        make_proposal(body, by=partner, title=f"Proposed {where}", **given)
        page = "/fr/hubs/a-hub/" if where == "in" else "/en/board/"
        language = "fr" if where == "in" else "en"
        make_feedback(words=f"Said {where}", page=page, language=language)
        over = dates.today() - timedelta(days=9)
        event = make_record(Event, f"event-{where}", starts_on=over)
        Event.objects.filter(pk=event.pk).update(lead_fr="Dite")
        dead = make_record(Article, f"dead-{where}", website=f"{DEAD}{where}")
        Article.objects.filter(pk=dead.pk).update(lead_fr="Dite")
        make_dead(dead.website)
        named += [{"event": event}, {"article": dead}] if where == "in" else []
    make_block(hub, "records", items=named)
    asked = AskedQuery.objects.create(language="fr", query="consigne")
    QueryDay.objects.create(query=asked, day=dates.today(), searches=3)
    return hub


def make_dead(address):
    failed = {"state": "gone", "failures": 2, "failing_since": timezone.now()}
    LinkCheck.objects.create(address=address, host="dead.example", **failed)


@pytest.fixture
def desk(client, hub):
    client.force_login(make_secretariat())

    def titles(**asked):
        shown = client.get(reverse("admin:curators_desk"), asked).context["sections"]
        return {s.id: [line.title for line in s.lines] for s in shown}

    return titles


def test_everything_that_waits_stands_on_the_desk(desk):
    shown = desk()
    complete, translations = shown.pop("complete"), shown.pop("translations")
    assert shown == {
        "proposals": ["Proposed in", "Proposed out"],
        "feedback": ["Said in", "Said out"],
        "links": ["Dead-In", "Dead-Out"],
        "searches": ["consigne"],
        "events": ["Event-In", "Event-Out"],
    }
    assert (len(complete), len(translations)) == (6, 5)


def test_a_search_whose_results_hardly_anybody_opens_needs_other_words(desk):
    """What is asked seldom, or opened by some, does not."""
    for query, searches, clicks in (("lost", 60, 3), ("rare", 9, 0), ("fine", 60, 30)):
        row = AskedQuery.objects.create(language="en", query=query, results=40)
        day = {"day": dates.today(), "searches": searches, "clicks": clicks}
        QueryDay.objects.create(query=row, **day)
    assert desk()["searches"] == ["lost", "consigne"]


def test_a_hub_shows_its_own_alone(desk):
    shown = desk(hub="a-hub")
    assert set(shown.pop("complete")) == {"A-Hub", "Event-In", "Dead-In"}
    assert len(shown.pop("translations")) == 5
    assert shown == {
        "proposals": ["Proposed in"],
        "feedback": ["Said in"],
        "links": ["Dead-In"],
        "events": ["Event-In"],
    }


def test_a_language_shows_what_is_said_and_lacking_in_it(desk):
    shown = desk(language="fr")
    assert shown["feedback"] == ["Said in"]
    assert shown["searches"] == ["consigne"]
    assert "proposals" not in shown
    assert shown["complete"] == ["A-Hub"]
    assert desk(language="ar")["complete"] != shown["complete"]
    both = desk(language="fr", hub="a-hub")
    assert both["translations"] == ["French"]
    assert both["feedback"] == ["Said in"]


@pytest.mark.parametrize(
    ("reads", "french"), [("en", "French"), ("ru", "Французский"), ("zh-hans", "法文")]
)
def test_languages_are_named_in_the_readers(client, desk, reads, french):
    with translation.override(reads):
        answer = client.get(reverse("admin:curators_desk"), {"language": "fr"})
    lines = {each.id: each.lines for each in answer.context["sections"]}
    assert lines["searches"][0].more.startswith(f"{french} · ")
    assert [line.title for line in lines["translations"]] == [capfirst(french)]
    assert f'<option value="fr" selected>{capfirst(french)}</option>' in answer.text


def test_what_nobody_offers_narrows_nothing(desk):
    assert desk(hub="nowhere", language="xx") == desk()


def test_an_empty_desk_says_so(client):
    client.force_login(make_secretariat())
    page = client.get(reverse("admin:curators_desk")).content.decode()
    assert "Nothing needs you here" in page


def test_the_desk_asks_as_much_however_much_waits(client, desk):
    counts = []
    for round_ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:curators_desk"))
        counts.append(len(asked))
        for n in range(3):
            make_record(Resource, f"more-{round_}-{n}")
            make_feedback()
    assert counts[0] == counts[1] <= 42


def test_links_of_a_hub_are_found_whatever_kind_of_record_has_them(desk, hub):
    for kind in KINDS:
        address = f"{DEAD}{kind.name}"
        record = make_record(kind.model, f"{kind.name}-too", website=address)
        make_dead(address)
        make_block(hub, "records", order=9, items=[{kind.name: record}])
    assert len(desk(hub="a-hub")["links"]) == min(len(KINDS) + 1, SHOWN)
