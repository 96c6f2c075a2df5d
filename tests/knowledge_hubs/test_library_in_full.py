"""Tools, campaigns, awards and recommendations with all that is known of them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import override

from knowledge_hubs.models import Campaign, Recommendation, Resource
from oneplanet import searching
from programmes.models import SourceDocument
from tests.factories import make_country, make_organisation, make_record
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = pytest.mark.django_db


def page_of(client, record):
    return client.get(record.get_absolute_url())


def told(client, path, code):
    return client.get(reverse(f"api:{path}", args=[code])).json()


# --- Tools


def test_a_tool_says_what_it_is_for_whom_it_serves_and_how_fresh_it_is(client):
    given = {"purpose": "To weigh <b>pots</b>", "users": "Cooks"}
    tool = make_record(Resource, maintained_on=date(2024, 5, 17), **given)
    page = page_of(client, tool)
    assert "To weigh &lt;b&gt;pots&lt;/b&gt;" in page.text
    assert "Cooks" in page.text
    assert "17 May 2024" in page.text
    data = told(client, "resource", tool.code)
    assert {key: data[key] for key in ("purpose", "users", "maintained_on")} == {
        "purpose": "To weigh <b>pots</b>",
        "users": "Cooks",
        "maintained_on": "2024-05-17",
    }
    searching.changed(tool)
    assert kinds_of("pots") == kinds_of("cooks") == {"resource": 1}


def test_a_publication_that_is_no_tool_has_no_empty_lines(client):
    page = page_of(client, make_record(Resource))
    for words in ("What it is for", "Whom it serves", "Last brought up to date"):
        assert words not in page.text


# --- Campaigns and awards


def test_a_campaign_says_what_to_whom_and_how(client):
    given = {"message": "Freeze it", "audience": "Tenants", "channels": "Posters"}
    campaign = make_record(Campaign, **given)
    page = page_of(client, campaign)
    assert all(words in page.text for words in given.values())
    data = told(client, "campaign", campaign.code)
    assert {name: data[name] for name in given} == given
    searching.changed(campaign)
    assert kinds_of("tenants") == kinds_of("posters") == {"campaign": 1}


def test_awards_say_when_where_to_whom_and_what_nobody_says(client):
    campaign = make_record(Campaign, kind="award")
    body = make_organisation(name="The school board")
    campaign.awards.create(year=2020, country=make_country("KEN"), organisation=body)
    campaign.awards.create(recipient_en="Class 3b", reason_en="A garden", number=2)
    table = page_of(client, campaign).context["awards"]
    assert [column["label"] for column in table["columns"]] == [
        "Country",
        "To whom",
        "Year",
        "For what",
        "How many",
    ]
    first, second = table["rows"]
    assert (first[0], first[2:]) == ("Ken", ["2020", "", "not stated"])
    assert "The school board" in first[1]
    assert second == ["not stated", "Class 3b", "not stated", "A garden", "2"]
    rows = told(client, "campaign", campaign.code)["awards"]
    assert [(row["year"], row["country"], row["number"]) for row in rows] == [
        (2020, "KEN", None),
        (None, None, 2),
    ]
    searching.changed(campaign)
    assert kinds_of("garden") == {"campaign": 1}


def test_none_is_not_a_number_of_awards():
    campaign = make_record(Campaign)
    with pytest.raises(IntegrityError), transaction.atomic():
        campaign.awards.create(number=0)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_has_no_place_in_the_document_of_its_record_is_not_said_to_stand_there(
    client, language
):
    """Page and open data say the same of results, awards and steps."""
    document = SourceDocument.objects.create(symbol="E/1", kind="report")
    campaign = make_record(Campaign, document=document)
    advice = make_record(Recommendation, document=document)
    own = SourceDocument.objects.create(symbol="E/2", kind="report")
    places = ({"source": "A leaflet"}, {"paragraph": "7"}, {"document": own})
    for order, place in enumerate(places):
        place = place | {"order": order}
        campaign.results.create(kind="reach", metric="Readers", number=1, **place)
        campaign.awards.create(recipient_en="A class", **place)
        advice.steps.create(status="made", text="Said so", **place)
    with override(language):
        pages = [
            client.get(row.get_absolute_url()).context for row in (campaign, advice)
        ]
    tables = pages[0]["results"], pages[0]["awards"], pages[1]["progress"].table
    shown = [[strip_tags(row[-1]) for row in table["rows"]] for table in tables]
    place = {"en": "E/1, paragraph 7", "ar": "E/1، الفقرة ٧"}[language]
    assert shown == [["A leaflet", place, "E/2"]] * 3
    found = told(client, "campaign", campaign.code)
    steps = told(client, "recommendation", advice.code)["steps"]
    for rows in (found["results"], found["awards"], steps):
        assert [row["document"] for row in rows] == [None, "E/1", "E/2"]


# --- Recommendations


def test_a_recommendation_stands_where_its_last_step_puts_it(client):
    made, quiet = make_record(Recommendation, "asked"), make_record(Recommendation)
    report = make_record(Resource, "report")
    hidden = make_record(Resource, "CANARY", is_draft=True)
    made.steps.create(status="made", year=2020, resource=report, order=1)
    made.steps.create(
        status="begun",
        taken_on=date(2024, 5, 17),
        text="Two cities buy <so>",
        organisation=make_organisation(name="A city"),
        resource=hidden,
        order=2,
    )
    page = page_of(client, made)
    assert page.context["progress"].status == "Being followed"
    first, second = page.context["progress"].table["rows"]
    assert first[:2] == ["2020", "Made"]
    assert 'href="/en/resources/report/"' in first[2]
    assert second[:3] == ["17 May 2024", "Being followed", "Two cities buy &lt;so&gt;"]
    assert "A city" in second[3]
    assert "CANARY" not in page.text
    assert "No document says what became of it." in page_of(client, quiet).text
    cards = client.get(reverse("knowledge_hubs:recommendation_list")).context["cards"]
    assert {card["title"]: card["kind"] for card in cards} == {
        "Asked": "Public procurement, Being followed",
        "A-Record": "Public procurement",
    }
    rows = told(client, "recommendation", made.code)["steps"]
    assert [(row["status"], row["year"], row["taken_on"]) for row in rows] == [
        ("made", 2020, None),
        ("begun", None, "2024-05-17"),
    ]
    searching.changed(made)
    assert kinds_of("cities") == {"recommendation": 1}


def test_a_step_has_a_day_or_a_year():
    made = make_record(Recommendation)
    with pytest.raises(IntegrityError), transaction.atomic():
        made.steps.create(status="made", year=2020, taken_on=date(2020, 1, 1))


def test_where_it_stands_is_told_in_the_readers_language(client):
    made = make_record(Recommendation)
    made.steps.create(status="done", text_fr="Fait ainsi", text_en="Done so")
    with override("fr"):
        page = client.get(made.get_absolute_url())
    assert "Fait ainsi" in page.text
    assert "Done so" not in page.text
