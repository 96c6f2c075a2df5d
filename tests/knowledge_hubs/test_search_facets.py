"""Every facet narrows, is counted as if nothing of it were chosen, and speaks the
language of the reader: compared with a table of what the records were made of.
"""

import random
from collections import Counter
from datetime import date
from itertools import product

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import Hub, Resource
from knowledge_hubs.search.asking import Asked
from knowledge_hubs.search.results import results
from knowledge_hubs.search.vocabulary import FACETS
from oneplanet import searching
from oneplanet.text.languages import NAMES
from programmes.models import ReportingRegionRule
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_block,
    make_country,
    make_programme,
    make_record,
    make_stage,
    make_target,
    make_term,
    make_type,
    make_user,
)
from tests.knowledge_hubs.reading import main, words

pytestmark = pytest.mark.django_db
COLUMNS = [code.replace("-", "_") for code in NAMES]


def named(name, field="label") -> dict:
    """A word in each of the six languages."""
    return {f"{field}_{column}": f"{name} {column}" for column in COLUMNS}


@pytest.fixture
def filed() -> list[dict]:
    """Thirty records, all called bamboo; of each what it is filed under, by facet."""
    chance, author, desk = random.Random(12), make_user(), make_user()
    programmes = [
        make_programme(desk=desk, code=code, **named(code, "name"))
        for code in ("SBC", "SFS", "STP")
    ]
    given = {
        "sectors": [make_term("sector", f"S_{n}", **named(f"S_{n}")) for n in range(4)],
        "tags": [make_term("tag", f"T_{n}", **named(f"T_{n}")) for n in range(4)],
        "stages": [make_stage(f"VC_{n}", **named(f"VC_{n}")) for n in range(3)],
        "targets": [
            make_target(f"12.{n}", **named(f"12.{n}", "short_label")) for n in "abc"
        ],
    }
    types = [make_type(f"TY_{n}", **named(f"TY_{n}")) for n in range(3)]
    regions = [make_term("reporting_region", c, **named(c)) for c in ("R_1", "R_2")]
    countries = [
        make_country(code, **named(code, "name")) for code in ("PER", "FRA", "NPL")
    ]
    for n, country in enumerate(countries):
        ReportingRegionRule.objects.create(country=country, region=regions[n % 2])
        country.refresh_from_db()
    hubs = [
        make_record(Hub, code, kind="theme", **named(code, "title"))
        for code in ("reed", "cane")
    ]
    rows = []
    for _n in range(24):
        lists = {name: some(chance, values) for name, values in given.items()}
        programme, sort = chance.choice(programmes), chance.choice(types)
        where, year = some(chance, countries), chance.randint(2019, 2022)
        language = chance.choice(["en", "fr", "ar"])
        activity = make_activity(
            state=State.APPROVED,
            author=author,
            reviewer=desk,
            programme=programme,
            title="bamboo",
            type=sort,
            language=language,
            countries=where,
            started_on=date(year, 1, 1),
            ended_on=date(year, 6, 1),
            **lists,
        )
        inside = [hub for hub in hubs if chance.random() < 0.4]
        for hub in inside:
            make_block(hub, "records", items=[{"activity": activity}])
        rows.append(
            {
                "kind": {"activity"},
                "programme": {programme.code},
                "type": {sort.code},
                "language": {language},
                "year": {str(year)},
                "country": codes(where),
                "region": {country.reporting_region.code for country in where},
                "hub": codes(inside),
                "sector": codes(lists["sectors"]),
                "tag": codes(lists["tags"]),
                "stage": codes(lists["stages"]),
                "target": codes(lists["targets"]),
            }
        )
    report = make_term("resource_type", "RT_REPORT", **named("RT_REPORT"))
    for n in range(6):
        row = make_record(Resource, f"r{n}", title_en="bamboo", kind=report, year=2021)
        tags = some(chance, given["tags"])
        row.tags.set(tags)
        rows.append(
            {"kind": {"resource"}, "type": {"RT_REPORT"}, "year": {"2021"}}
            | {"language": {"en"}, "tag": codes(tags)}
        )
    searching.rebuild()
    return rows


def some(chance, values) -> list:
    return chance.sample(values, chance.randint(1, 2))


def codes(rows) -> set[str]:
    return {row.code for row in rows}


def found(chosen: dict, language="en", more=""):
    query = "&".join(f"{name}={v}" for name, values in chosen.items() for v in values)
    query = QueryDict(f"q=bamboo&{query}{more}")
    with translation.override(language):
        return results(Asked.of(query, language), query)


def fitting(rows, chosen) -> list[dict]:
    """Those that have one of the values of every facet something is chosen of."""
    return [
        row
        for row in rows
        if all(row.get(name, set()) & set(values) for name, values in chosen.items())
    ]


def counted(rows, chosen) -> dict[str, dict[str, int]]:
    """Of each facet, among what fits all that is chosen of the others."""
    counts = {}
    for facet in FACETS:
        others = {name: values for name, values in chosen.items() if name != facet}
        of = Counter(v for row in fitting(rows, others) for v in row.get(facet, ()))
        counts[facet] = dict(of)
    return counts


def assert_as_the_table_says(rows, chosen):
    answer = found(chosen)
    assert answer.total == len(fitting(rows, chosen)), chosen
    there = {facet: dict(answer.counts.get(facet, {})) for facet in FACETS}
    assert there == counted(rows, chosen), chosen


def values_of(rows) -> dict[str, list[str]]:
    return {
        facet: sorted(set().union(*(row.get(facet, set()) for row in rows)))
        for facet in FACETS
    }


def test_values_of_every_facet_find_and_count_what_the_table_says(filed):
    """None, each alone, two of each, and some of several facets together."""
    chance, values = random.Random(3), values_of(filed)
    assert [facet for facet in FACETS if values[facet][1:]] == list(FACETS)
    assert_as_the_table_says(filed, {})
    for facet, every in values.items():
        for value in every:
            assert_as_the_table_says(filed, {facet: [value]})
        assert_as_the_table_says(filed, {facet: every[:2]})
    for _time in range(60):
        facets = chance.sample(list(FACETS), chance.randint(2, 4))
        chosen = {name: some(chance, values[name]) for name in facets}
        assert_as_the_table_says(filed, chosen)


def test_values_that_find_nothing_are_not_offered_but_what_was_chosen_stays(filed):
    answer = found({"hub": ["reed"], "kind": ["resource"]})
    assert answer.total == 0
    assert {facet.name: values(facet) for facet in answer.facets if facet.chosen} == {
        "kind": ["activity", "resource"],  # the second was chosen and finds nothing
        "hub": ["reed"],
    }
    one = fitting(filed, {"sector": ["S_0"], "tag": ["T_0"]})
    offered = {f.name: f for f in found({"sector": ["S_0"], "tag": ["T_0"]}).facets}
    there = set().union(*(row["stage"] for row in one if "stage" in row))
    assert set(values(offered["stage"])) == there


def values(facet) -> list[str]:
    return [choice.value for choice in facet.choices]


def test_labels_are_in_the_language_of_the_reader(filed):
    for language in NAMES:
        with translation.override(language):
            facets = {facet.name: facet for facet in found({}, language).facets}
            titles = {name: str(title) for name, title in FACETS.items()}
        assert {name: facet.label for name, facet in facets.items()} == titles
        for name in set(FACETS) - {"kind", "language", "year"}:
            assert labels(facets[name]) == {
                value: called(name, value, language) for value in values(facets[name])
            }
        assert labels(facets["language"]) == {c: NAMES[c] for c in ("en", "fr", "ar")}
        year = "٢٠٢١" if language == "ar" else "2021"
        assert labels(facets["year"])["2021"] == year


def labels(facet) -> dict[str, str]:
    return {choice.value: choice.label for choice in facet.choices}


def called(facet, value, language) -> str:
    said = f"{value} {language.replace('-', '_')}"
    return f"\u2068{value}\u2069 {said}" if facet == "target" else said


def test_each_facet_is_called_otherwise_in_each_language():
    """Where a word is the same in two of them, the reviewed list says so."""
    said = {}
    for language, (name, title) in product(NAMES, FACETS.items()):
        with translation.override(language):
            said.setdefault(name, set()).add(str(title))
    assert {name: len(titles) for name, titles in said.items() if len(titles) < 4} == {}


def test_every_choice_is_a_plain_field_and_its_address_a_plain_link(client, filed):
    """A form that asks with GET; what is chosen is taken away by a link."""
    search = reverse("knowledge_hubs:search")
    rail = main(client.get(f"{search}?q=bamboo")).partition('id="narrow"')[2]
    assert '<form method="get" action="/en/search/#found"' in rail  # and on to these
    for facet, every in values_of(filed).items():
        for value in every:
            assert f'type="checkbox" name="{facet}" value="{value}">' in rail
    chosen = "q=bamboo&tag=T_0&tag=T_1&year=2021"
    page = main(client.get(f"{search}?{chosen}"))
    for value in ("T_0", "T_1"):
        assert f'name="tag" value="{value}" checked>' in page
    assert 'href="?q=bamboo&amp;tag=T_1&amp;year=2021"' in page  # T_0 taken away
    fit = fitting(filed, {"tag": ["T_0", "T_1"], "year": ["2021"]})
    assert f"{len(fit)} results" in words(page)
