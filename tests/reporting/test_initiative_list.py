"""The public list of initiatives, narrowed, and initiatives in the search."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_country,
    make_initiative_draft,
    make_organisation,
    make_programme,
    make_term,
    make_user,
)
from tests.reporting.test_initiatives import activity_in, approved, given

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    author, desk = make_user(), make_user()
    return {
        "author": author,
        "desk": desk,
        "programme": make_programme(desk=desk),
        "organisation": make_organisation(editor=author),
    }


def public(people, **content):
    initiative = approved(people, **content)
    activity_in(initiative, people)
    return initiative


def listed(client, **query) -> list[str]:
    response = client.get(reverse("reporting:initiative_list"), query)
    return [card["title"] for card in response.context["cards"]]


def test_it_lists_what_is_public_those_begun_last_first(client, people):
    public(people, title="Older", started_on="2019-01-01")
    public(people, title="Newer", started_on="2021-01-01")
    approved(people, title="CANARY-no-activity")
    draft = make_initiative_draft(**given(people), title="CANARY-draft")
    activity_in(draft, people)
    assert listed(client) == ["Newer", "Older"]
    page = client.get(reverse("reporting:initiative_list")).text
    assert "initiatives</h2>" in page and "CANARY" not in page


def test_it_is_narrowed_by_programme_country_sector_and_words(client, people):
    kenya, food = make_country("KEN"), make_term("sector", "SEC_FOOD")
    public(people, title="Meals for Łódź", countries=[kenya], sectors=[food])
    public(people, title="Alone")
    for query in ({"country": "KEN"}, {"sector": "SEC_FOOD"}, {"q": "lodz meals"}):
        assert listed(client, **query) == ["Meals for Łódź"]
    assert len(listed(client, programme=people["programme"].code)) == 2
    assert listed(client, programme="NET") == []
    page = client.get(reverse("reporting:initiative_list"), {"country": "PER"}).text
    assert "Nothing matches yet" in page
    plain = client.get(reverse("reporting:initiative_list")).text
    assert 'value="KEN"' in plain and 'name="year"' not in plain


def test_before_any_is_public_it_says_what_comes(client, people):
    approved(people)
    page = client.get(reverse("reporting:initiative_list")).text
    assert "No initiative is public yet" in page
    assert f'href="{reverse("reporting:activity_list")}"' in page


def test_the_list_of_activities_and_each_initiative_lead_there(client, people):
    initiative = public(people)
    where = f'href="{reverse("reporting:initiative_list")}"'
    for page in (reverse("reporting:activity_list"), initiative.get_absolute_url()):
        assert where in client.get(page).text


def test_the_search_finds_public_ones_as_a_kind_of_their_own(client, people):
    initiative = public(people, title="Quincunx for all")
    approved(people, title="Quincunx CANARY")
    asked = {"q": "quincunx", "kind": "initiative"}
    page = client.get(reverse("knowledge_hubs:search"), asked).text
    assert initiative.get_absolute_url() in page and "CANARY" not in page
