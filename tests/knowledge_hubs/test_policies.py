"""Policies: found by words and by what they are about, named in their language."""

from datetime import date

import pytest

from knowledge_hubs.models import Article, Resource
from programmes.models import Coalition, SourceDocument
from tests.factories import make_country, make_policy, make_record, make_term
from tests.knowledge_hubs.reading import main, section, sources, words

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    response = client.get(f"/en/policies/{query}")
    return [card["title"] for card in response.context["cards"]]


@pytest.fixture
def policies():
    one = make_policy(
        make_country("KEN"),
        "ONE",
        name="Ley de Economía Circular",
        name_language="es",
        summary_ru="Запрещает пакеты",
        adoption_year=2017,
        order=1,
    )
    two = make_policy(
        make_country("FRA"), "TWO", name="Plan", start_year=2019, end_year=2024, order=2
    )
    one.tags.add(make_term("tag", "PLASTICS"))
    one.types.add(make_term("policy_type", "LAW"))
    two.sectors.add(make_term("sector", "WASTE"))
    return one, two


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Ley de Economía Circular", "Plan"]),
        ("q=ECONOMIA", ["Ley de Economía Circular"]),
        ("q=запрещает", ["Ley de Economía Circular"]),
        ("q=acts plan", ["Plan"]),
        ("country=FRA", ["Plan"]),
        ("theme=PLASTICS", ["Ley de Economía Circular"]),
        ("sector=WASTE", ["Plan"]),
        ("type=LAW", ["Ley de Economía Circular"]),
        ("year=2017", ["Ley de Economía Circular"]),
        ("year=2021", ["Plan"]),
        ("year=2025", []),
        ("year=x", []),
        ("year=٢٠١٧", []),
        ("theme=WASTE", []),
        ("country=FRA&theme=PLASTICS", []),
    ],
)
def test_the_list_is_narrowed(client, policies, query, found):
    assert titles(client, f"?{query}") == found


def test_the_list_offers_what_occurs_in_it(client, policies):
    make_country("BRA")
    make_term("sector", "FOOD")
    narrowing = client.get("/en/policies/?year=1999").context["narrowing"]
    assert {n.name: [value for value, _label in n.options] for n in narrowing} == {
        "country": ["FRA", "KEN"],
        "sector": ["WASTE"],
        "theme": ["PLASTICS"],
        "type": ["LAW"],
        "year": ["2019", "2017", "1999"],
    }


def test_a_list_that_holds_nothing_says_so(client):
    assert "Nothing has been published here yet" in main(client.get("/en/policies/"))
    assert "Nothing matches" in main(client.get("/en/policies/?q=zz"))


def test_a_page_says_what_it_is_and_where_it_stands(client, policies):
    one, _two = policies
    report = SourceDocument.objects.create(
        symbol="E/2021/56", kind="report", title="R", published_on=date(2021, 4, 23)
    )
    one.goals.add(make_term("goal", "SDG12", label="Responsible consumption"))
    one.document, one.paragraph, one.note = report, "23", "A note."
    one.to_check, one.basis, one.is_single_use_plastics = True, "rendering", True
    one.save()
    page = client.get("/en/policies/ONE/")
    text = words(main(page))
    assert (
        '<h1 lang="es"><bdi dir="ltr">Ley de Economía Circular</bdi></h1>' in page.text
    )
    for said in (
        "Adopted in 2017",
        "Themes Plastics",
        "Type Law",
        "12 Responsible consumption",
        "It has provisions on them.",
    ):
        assert said in text
    assert sources(main(page)) == [
        "As listed in E/2021/56, 23 April 2021: paragraph 23.",
        "Editor’s noteA note.",
        "The name is our rendering; editors have yet to check it.",
    ]


def test_what_is_unknown_is_not_said(client, policies):
    two = policies[1]
    text = words(main(client.get(two.get_absolute_url())))
    assert "When 2019–2024" in text
    for name in ("Single-use", "Adopted", "Themes", "Editor", "check"):
        assert name not in text


def test_records_on_its_themes_are_there_and_drafts_are_not(client, policies):
    tag = make_term("tag", "PLASTICS")
    for model in (Resource, Coalition, Article):
        make_record(model, "on-it").tags.add(tag)
        make_record(model, "on-it-draft", is_draft=True).tags.add(tag)
        make_record(model, "elsewhere").tags.add(make_term("tag", "FOOD"))
    sections = client.get("/en/policies/ONE/").context["sections"]
    assert [(s.id, [c["title"] for c in s.cards]) for s in sections] == [
        ("resource", ["On-It"]),
        ("coalition", ["On-It"]),
    ]
    assert client.get("/en/policies/TWO/").context["sections"] == []


def test_other_policies_of_the_country_or_theme_are_there(client, policies):
    one, two = policies
    make_policy(one.country, name="Same country", order=4)
    same = make_policy(make_country("BRA"), name="Same theme", order=3)
    same.tags.add(make_term("tag", "PLASTICS"))
    others = section(client.get("/en/policies/ONE/"), "others")
    assert others.index("Same theme") < others.index("Same country")
    assert "Plan" not in others
    assert section(client.get("/en/policies/TWO/"), "others") == ""


def test_an_unknown_policy_is_not_found(client, policies):
    assert client.get("/en/policies/NONE/").status_code == 404
