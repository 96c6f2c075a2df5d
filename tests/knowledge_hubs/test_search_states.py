"""States of a search: all values of a facet looked through, what is like a record."""

import re

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Resource
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.results import results
from oneplanet import searching
from oneplanet.search.documents import Key
from reporting.workflow import State
from tests.factories import make_activity, make_record, make_term
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db


def asked(query):
    query = QueryDict(query)
    with translation.override("en"):
        return results(Asked.of(query, "en"), query)


def get(client, query):
    return client.get(reverse("knowledge_hubs:search") + query)


def titles(results):
    return [words(card["title"]) for card in results.page_of.object_list]


# --- Facets


@pytest.fixture
def twelve_themes():
    """Theme 11 stands in twelve records, theme 10 in eleven …"""
    themes = [make_term("tag", f"TAG_{n}", label=f"Thème {n}") for n in range(12)]
    for n in range(12):
        make_record(Resource, f"r{n}", title="Bamboo").tags.add(*themes[n:])
    searching.rebuild()


def themes(query):
    found = asked(query).facets
    return next(facet for facet in found if facet.name == "tag"), found


def test_a_long_facet_shows_its_first_values_and_leads_to_all(client, twelve_themes):
    facet, _all = themes("q=bamboo&page=2&tag=TAG_0")
    first = [f"Thème {n}" for n in (11, 10, 9, 8, 7, 6, 5, 4, 0)]  # 0 is chosen
    assert [choice.label for choice in facet.choices] == first
    assert facet.all_url == "?q=bamboo&tag=TAG_0&in=tag#narrow"
    there = words(main(get(client, "?q=bamboo&tag=TAG_0")))
    assert "All 12, to look through: Theme" in there


def test_all_values_of_a_facet_are_looked_through_without_losing_a_choice(
    client, twelve_themes
):
    given = "q=bamboo&tag=TAG_0&in=tag&find=THEME+1"
    facet, found = themes(given)
    assert found[0] == facet
    assert [c.label for c in facet.choices] == [
        "Thème 0",
        "Thème 1",
        "Thème 10",
        "Thème 11",
    ]
    assert (facet.count, facet.few_url) == (12, "?q=bamboo&tag=TAG_0#narrow")
    page = main(get(client, "?" + given))
    form = re.search(r'<form method="get" action.*?</form>', page, re.S)
    buttons = re.findall(r"<button[^>]*>", form[0])
    first = '<button name="in" value="tag" formaction="#narrow">'  # what Enter presses
    assert buttons[0] == first
    assert 'name="find" value="THEME 1"' in form[0]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("&in=tag", 12),
        ("&in=tag&find=zzz", 0),
        ("&in=tag&find=%00" + "x" * 900, 0),
        ("&in=nothing&find=1", 8),
        ("&find=1", 8),
    ],
)
def test_whatever_is_looked_for_is_answered(client, twelve_themes, query, number):
    facet, _all = themes("q=bamboo" + query)
    assert len(facet.choices) == number
    there = words(main(get(client, "?q=bamboo" + query)))
    assert ("Nothing here is called so." in there) == (not number)


# --- More like this


@pytest.fixture
def alike():
    """Two about bamboo bicycles, one about boats."""
    texts = {"lead": "Riders repair frames in workshops.", "body": ""}
    first = make_record(Resource, "first", title="Bamboo bicycles", **texts)
    make_record(Resource, "second", title="Bicycles of bamboo", **texts)
    make_record(Resource, "third", title="Boats", lead="Sails and nets.")
    make_record(Resource, "draft", title="Bamboo bicycles", is_draft=True, **texts)
    searching.rebuild()
    return first


def test_what_is_like_a_record_is_found_without_itself(client, alike):
    address = f"?like=resource:{alike.pk}"
    page = get(client, address)
    assert titles(page.context["results"]) == ["Bicycles of bamboo"]
    there = words(main(page))
    assert "More like this: Bamboo bicycles" in there
    kept = f'<input type="hidden" name="like" value="resource:{alike.pk}">'
    assert kept in main(page) or page.context["results"].facets == []
    feed = page.context["feed_url"]
    assert feed.endswith(f"/search/feed/?like=resource%3A{alike.pk}")
    assert "Bicycles of bamboo" in client.get(feed).text
    rows = client.get(page.context["files"][2][1]).json()["results"]
    assert [row["title"] for row in rows] == ["Bicycles of bamboo"]


def test_each_result_leads_to_what_is_like_it(client, alike):
    there = main(get(client, "?q=boats"))
    boats = Resource.objects.get(code="third")
    assert f'<a href="?like=resource%3A{boats.pk}" rel="nofollow">' in there
    page = get(client, f"?like=resource:{boats.pk}")
    assert "No other public record says the same" in words(main(page))


def test_what_is_not_public_is_like_nothing(client, alike):
    draft = Resource.objects.get(code="draft")
    Resource.objects.filter(pk=alike.pk).update(is_draft=True)
    searching.changed(alike)
    secret = make_activity(state=State.SUBMITTED, title="Bamboo bicycles")
    for key in (
        f"resource:{draft.pk}",
        f"resource:{alike.pk}",
        f"activity:{secret.pk}",
        "resource:0",
        "nothing:1",
    ):
        page = get(client, f"?like={key}")
        assert page.context["results"].total == 0
        assert "This record is not public" in words(main(page))
        assert "Bamboo" not in page.text


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ("like=resource:12", Key("resource", "12")),
        ("like=resource:012", Key("resource", "12")),
        ("like=resource:²", None),
        ("like=resource:" + "9" * 19, None),
        ("like=resource", None),
        ("like=resource:12&q=boats", None),  # words begin another search
    ],
)
def test_a_record_is_named_by_kind_and_number(given, key):
    assert Asked.of(QueryDict(given), "en").like == key
