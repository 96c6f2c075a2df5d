"""What stands beside a record: what editors tied to it, then what is like it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from knowledge_hubs.models import Article, Event, Resource
from oneplanet import searching
from programmes.models import Coalition
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_country,
    make_initiative,
    make_policy,
    make_record,
    make_secretariat,
)
from tests.knowledge_hubs.reading import headings, section, words

pytestmark = pytest.mark.django_db

SAYS = "Riders repair bamboo frames in workshops."


def make_alike(model, code, title="Bamboo bicycles", **given):
    return make_record(model, code, title=title, lead=SAYS, **given)


def alike(page) -> list[str]:
    """Titles in the block, in its order."""
    return headings(section(page, "alike"), 3)


def test_what_editors_tied_to_a_record_comes_first_and_once(client):
    first = make_alike(Resource, "first")
    make_alike(Resource, "second", "Bicycles of bamboo")
    make_alike(Article, "third", "Frames and workshops")
    make_alike(Resource, "draft", "Hidden bamboo frames", is_draft=True)
    tied = make_alike(Coalition, "tied", "Bamboo riders")
    tied.resources.add(first)
    hidden = make_alike(Coalition, "hidden", "Hidden riders", is_draft=True)
    hidden.resources.add(first)
    searching.rebuild()
    page = client.get(first.get_absolute_url())
    assert headings(section(page, "coalition"), 3) == ["Bamboo riders"]
    assert alike(page) == ["Bicycles of bamboo", "Frames and workshops"]
    assert "Found by the search" in words(section(page, "alike"))
    everything = f"/en/search/?like=resource%3A{first.pk}"
    assert f'href="{everything}"' in section(page, "alike")
    assert "Hidden" not in page.text
    there = client.get(everything).context["results"].page_of.object_list
    titles = {words(card["title"]) for card in there}
    assert titles == {"Bamboo riders", "Bicycles of bamboo", "Frames and workshops"}


def test_what_is_taken_away_stands_beside_nothing_at_once(client):
    first, second = make_alike(Event, "first"), make_alike(Event, "second")
    searching.rebuild()
    assert alike(client.get(first.get_absolute_url())) == ["Bamboo bicycles"]
    Event.objects.filter(pk=second.pk).update(is_draft=True)
    assert alike(client.get(first.get_absolute_url())) == []  # the row rules
    searching.changed(second)
    page = client.get(first.get_absolute_url())
    assert alike(page) == []
    assert f'href="/en/search/?like=event%3A{first.pk}"' in page.text


def test_a_preview_shows_nothing_alike(client):
    draft = make_alike(Article, "draft", is_draft=True)
    make_alike(Article, "other", "Other bamboo frames")
    searching.rebuild()
    client.force_login(make_secretariat())
    page = client.get(draft.get_absolute_url())
    assert (page.status_code, alike(page), "?like=" in page.text) == (200, [], False)


def test_an_activity_leads_to_activities_like_it(client):
    given = {"state": State.APPROVED, "summary": SAYS}
    first = make_activity(title="Bamboo bicycles", **given)
    second = make_activity(title="Bamboo frames", **given)
    make_activity(title="Bamboo secrets", state=State.SUBMITTED, summary=SAYS)
    searching.rebuild()
    page = client.get(first.get_absolute_url())
    assert alike(page) == ["Bamboo frames"]
    assert "secrets" not in page.text
    second.take(Action.UNPUBLISH, by=make_secretariat(), comment="Gone.")
    assert alike(client.get(first.get_absolute_url())) == []


def test_an_initiative_leads_to_what_is_like_it(client):
    initiative = make_initiative(state=State.APPROVED, title="Bamboo for all")
    make_activity(
        state=State.APPROVED, author=initiative.created_by, initiative=initiative
    )
    page = client.get(initiative.get_absolute_url())
    assert f'"/en/search/?like=initiative:{initiative.pk}"' in page.text


def test_a_policy_leads_to_records_like_it(client):
    policy = make_policy(make_country("KEN"), name="Bamboo bicycles act", summary=SAYS)
    make_alike(Resource, "first")
    searching.rebuild()
    assert alike(client.get(policy.get_absolute_url())) == ["Bamboo bicycles"]


@pytest.mark.parametrize(("number", "first", "again"), [(1, 9, 7), (3, 9, 7)])
def test_what_is_alike_costs_two_queries_and_four_where_it_is_new(
    client, number, first, again
):
    event = make_alike(Event, "first")
    for n in range(number):
        make_alike(Article, f"a{n}")
        make_alike(Resource, f"r{n}")
    searching.rebuild()
    client.get("/en/search/?q=bamboo")  # the process knows the index from now on
    asked = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as counted:
            page = client.get(event.get_absolute_url())
        asked.append(len(counted))
    assert len(alike(page)) == min(2 * number, 4)
    assert asked == [first, again]
