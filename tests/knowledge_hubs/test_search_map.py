"""Results by country: every State a tile, and the table that says the same."""

import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Resource
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.results import results
from knowledge_hubs.tile_drawing import Block, Tile, draw, shade
from oneplanet import searching
from programmes.models import Country
from tests.factories import make_record
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db


def asked(query):
    query = QueryDict(query)
    with translation.override("en"):
        return results(Asked.of(query, "en"), query)


def get(client, query):
    return client.get(reverse("knowledge_hubs:search") + query)


@pytest.fixture
def on_a_map(reference):
    """Three results name Kenya, two France, one the Union, one nobody."""
    places = {country.code: country for country in Country.objects.all()}
    for n, codes in enumerate(("KEN", "KEN", "KEN FRA ORG_EU", "FRA", "")):
        record = make_record(Resource, f"r{n}", title=f"Bamboo {n}")
        record.countries.add(*(places[code] for code in codes.split()))
    make_record(Resource, "draft", title="Bamboo", is_draft=True).countries.add(
        places["ABW"]
    )
    searching.changed(*Resource.objects.filter(title__startswith="Bamboo"))


def test_results_stand_on_a_map_with_its_table(client, on_a_map):
    page = get(client, "?q=bamboo&view=map&sort=title&in=tag&page=2")
    found = page.context["results"].map
    name = '<a href="?q=bamboo&amp;sort=title&amp;country={}">{}</a>'
    assert found.table["rows"] == [
        [name.format("KEN", "Kenya"), "Sub-Saharan Africa", "3"],
        [name.format("FRA", "France"), "Western Europe", "2"],
        [name.format("ORG_EU", "European Union"), "–", "1"],
    ]
    assert found.off_map == [name.format("ORG_EU", "European Union: 1 result")]
    drawn = "".join(found.drawings)
    assert drawn.count("<a ") == 2
    assert "<title>Kenya: 3 results</title>" in drawn
    assert "<title>Chad: nothing</title>" in drawn
    assert "ABW" not in page.text
    assert page.context["results"].page_of.object_list == []


def test_a_map_asks_no_more_queries_than_a_list(client, on_a_map):
    def queries(address):
        get(client, address)  # the process knows the index from now on
        with CaptureQueriesContext(connection) as asked_now:
            get(client, address)
        return len(asked_now)

    assert queries("?q=bamboo&view=map") <= queries("?q=bamboo")


def test_every_state_is_a_tile_and_an_area_where_it_has_results(client, on_a_map):
    drawn = "".join(asked("q=bamboo&view=map").map.drawings)
    assert drawn.count("<rect") == 195
    aruba = Resource.objects.get(code="r4")
    aruba.countries.add(Country.objects.get(code="ABW"))
    searching.changed(aruba)
    drawn = "".join(asked("q=bamboo&view=map").map.drawings)
    assert (drawn.count("<rect"), "ABW" in drawn) == (196, True)


def test_a_country_that_is_chosen_is_marked_and_the_others_counted_still(on_a_map):
    found = asked("q=bamboo&view=map&country=FRA").map
    here = re.findall(
        r'<a href="([^"]*)" aria-current="true">', "".join(found.drawings)
    )
    assert here == ["?q=bamboo&amp;country=FRA"]
    assert [row[2] for row in found.table["rows"]] == ["3", "2", "1"]


def test_where_no_country_is_named_the_map_says_so(client):
    make_record(Resource, title="Bamboo")
    searching.rebuild()
    assert "None of these results names a country." in words(
        main(get(client, "?q=bamboo&view=map"))
    )
    assert "Map of countries" not in words(main(get(client, "?q=bamboo")))


def test_shades_grow_with_what_is_counted():
    assert [shade(n, 100) for n in (0, 1, 3, 10, 40, 100)] == [0, 1, 2, 3, 4, 4]
    assert shade(1, 1) == 4


def test_a_drawing_begins_where_reading_begins_and_escapes_what_it_writes():
    tiles = [Tile("AAA", "<A>: 1", "1", "?a&b", 1)]
    left = draw("<R>", [Block("<S>", tiles)])
    right = draw("<R>", [Block("<S>", tiles)], rtl=True)
    assert '<rect x="1" ' in left
    assert '<rect x="251" ' in right
    assert "<A>" not in left and "<R>" not in left and "<S>" not in left
    assert 'href="?a&amp;b"' in left
