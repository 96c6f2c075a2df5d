"""The search as programs ask it: the same as its page, as plain values."""

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator

from knowledge_hubs.models import AskedQuery, Resource
from knowledge_hubs.search.describing import described
from knowledge_hubs.search.vocabulary import FACETS
from oneplanet import searching
from oneplanet.open_data.licence import licence
from tests.factories import make_country, make_record, make_term, make_word

pytestmark = pytest.mark.django_db
SITE = settings.SITE_URL


def ask(client, query="", address="search/"):
    return client.get(f"/api/v1/{address}{query}")


@pytest.fixture
def bamboo():
    """Two public records and a draft."""
    book = make_record(
        Resource,
        "book",
        title="Bamboo & bicycles",
        title_fr="Vélos en bambou",
        lead="How to build <them>.",
        lead_fr="",
        year=2022,
    )
    book.countries.add(make_country("KEN", name="Kenya"))
    book.tags.add(make_term("tag", "TAG_B", label="Bikes"))
    make_record(Resource, "draft", title="Bamboo draft", is_draft=True)
    make_word("Bamboo")
    searching.rebuild()
    return book


def test_an_answer_whole(client, bamboo):
    answer = ask(client, "?q=bicycles&country=KEN").json()
    facets = {facet["name"]: facet for facet in answer.pop("facets")}
    book = f"resource:{bamboo.pk}"
    assert answer == {
        "data_licence": licence(),
        "query": {
            "q": "bicycles",
            "like": None,
            "language": "en",
            "ignored": [],
            "did_you_mean": None,
        },
        "total": 1,
        "any_word": False,
        "page": 1,
        "pages": 1,
        "results": [
            {
                "kind": "resource",
                "kind_label": "Tools and publications",
                "title": "Bamboo & bicycles",
                "title_language": "en",
                "title_marked": "Bamboo &amp; <mark>bicycles</mark>",
                "text": "How to build <them>.",
                "text_language": "en",
                "text_marked": "How to build &lt;them&gt;.",
                "is_meant": False,
                "is_chosen": False,
                "like": book,
                "page": f"{SITE}/en/resources/book/",
            }
        ],
        "next": None,
    }
    assert list(facets) == list(FACETS)
    assert facets["country"] == {
        "name": "country",
        "label": "Country",
        "values": [{"value": "KEN", "label": "Kenya", "count": 1, "is_selected": True}],
    }
    assert [v["value"] for v in facets["language"]["values"]] == ["en", "fr"]


def test_titles_come_in_the_language_asked_for(client, bamboo):
    (found,) = ask(client, "?q=bicycles&lang=fr").json()["results"]
    assert (found["title"], found["title_language"]) == ("Vélos en bambou", "fr")
    assert (found["text"], found["text_language"]) == ("How to build <them>.", "en")
    assert found["page"] == f"{SITE}/fr/resources/book/"


def test_pages_follow_one_another_and_facets_are_whole(client):
    for n in range(25):
        term = make_term("tag", f"TAG_{n:02}", label=f"Theme {n}")
        make_record(Resource, f"r{n}", title="Bamboo").tags.add(term)
    searching.rebuild()
    first = ask(client, "?q=bamboo").json()
    assert first["next"] == f"{SITE}/api/v1/search/?q=bamboo&page=2"
    last = ask(client, "?q=bamboo&page=2").json()
    assert (last["next"], last["total"], last["pages"]) == (None, 25, 2)
    seen = {row["like"] for answer in (first, last) for row in answer["results"]}
    assert len(seen) == 25
    themes = next(facet for facet in first["facets"] if facet["name"] == "tag")
    assert len(themes["values"]) == 25


def test_slips_are_told_and_what_is_like_a_record_is_found(client, bamboo):
    assert ask(client, "?q=bambboo").json()["query"]["did_you_mean"] == "bamboo"
    like = f"resource:{bamboo.pk}"
    answer = ask(client, f"?like={like}").json()
    assert (answer["total"], answer["query"]["like"]) == (0, like)
    draft = Resource.objects.get(code="draft")
    assert ask(client, f"?like=resource:{draft.pk}").json()["total"] == 0


def test_of_nothing_comes_everything_public_and_nothing_is_counted(client, bamboo):
    answer = ask(client)
    assert {row["title"] for row in answer.json()["results"]} == {
        "Bamboo & bicycles",
        "Bamboo",
        "Kenya",
    }
    assert "draft" not in answer.text
    ask(client, "?q=bamboo")
    assert not AskedQuery.objects.exists()


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?colour=green", "colour"),
        ("?q=a&q=b", "q"),
        ("?q=%00", "q"),
        ("?sort=colour", "sort"),
        ("?page=0", "page"),
        ("?page=²", "page"),
        ("?page=501", "page"),
        ("?like=resource", "like"),
        ("?country=XXX", "country"),
        ("?kind=nothing", "kind"),
        ("?year=soon", "year"),
        ("?lang=tlh", "lang"),
        ("?view=map", "view"),
    ],
)
def test_what_makes_no_sense_is_refused_and_named(client, query, parameter):
    answer = ask(client, query)
    assert (answer.status_code, answer.json()["parameter"]) == (400, parameter)


def test_what_is_typed_is_completed(client, bamboo):
    answer = ask(client, "?q=bicy", "search/suggestions/").json()
    assert answer == {"data_licence": licence(), "suggestions": ["bicycles"]}
    nothing = {"data_licence": licence(), "suggestions": []}
    assert ask(client, "", "search/suggestions/").json() == nothing


def test_answers_are_what_the_description_says(client, bamboo):
    whole = client.get("/api/v1/openapi.json").json()
    assert described().items() <= whole["paths"].items()
    for path, query in (("search/", "?q=bicycles"), ("search/suggestions/", "?q=b")):
        said = whole["paths"][f"/{path}"]["get"]["responses"]["200"]
        schema = said["content"]["application/json"]["schema"]
        checked = Draft202012Validator(schema | {"components": whole["components"]})
        checked.validate(ask(client, query, path).json())


def test_it_is_allowed_as_often_as_the_other_answers(client, settings):
    settings.LIMITS = settings.LIMITS | {"api": (1, 2)}
    first, second = ask(client, "?q=bamboo"), ask(client, "?q=bamboo")
    assert (first.status_code, second.status_code) == (200, 429)
    assert first["Link"].startswith("<")
