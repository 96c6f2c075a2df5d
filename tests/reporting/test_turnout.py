"""Staff see who took part in a period and where nothing came from, each number beside
that of the period before and with the way to what it counts."""

import csv
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from programmes.models import ProgrammeRole, ReportingRegionRule
from reporting.gap_rows import COLUMNS
from reporting.gaps import Gaps
from reporting.period_rules import PeriodState
from reporting.turnout import Turnout
from reporting.workflow import Action
from tests.factories import (
    join,
    make_country,
    make_draft,
    make_organisation,
    make_period,
    make_programme,
    make_secretariat,
    make_stage,
    make_term,
    make_user,
)

pytestmark = pytest.mark.django_db
PAGE = reverse("reporting:turnout")


class Network:
    """Two programmes, two regions, three periods of a year each; the last is open."""

    def __init__(self):
        self.desk, self.staff = make_user(), make_secretariat()
        self.food = make_programme(desk=self.desk, code="SFS", name="Food", order=1)
        self.homes = make_programme(desk=self.desk, code="SBC", name="Homes", order=2)
        self.africa = make_term("reporting_region", "AF", label="Africa", order=1)
        self.asia = make_term("reporting_region", "AS", label="=Asia", order=2)
        self.kenya = self._country("KEN", "Kenya", self.africa)
        self.japan = self._country("JPN", "Japan", self.asia)
        self.before = self._period(2024, PeriodState.CLOSED)
        self.now = self._period(2025, PeriodState.OPEN)
        self._period(2026, PeriodState.PLANNED)

    def _country(self, code, name, region):
        country = make_country(code, name=name)
        ReportingRegionRule.objects.create(country=country, region=region)
        country.refresh_from_db()
        return country

    def _period(self, year, state):
        days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        return make_period(year=year, state=state, deadline_on=days["ends_on"], **days)

    def body(self, name, country, programme=None, *, has_account=True):
        """An organisation; ``organisation.author`` signs in for it."""
        body = make_organisation(name=name, country=country)
        body.author = make_user() if has_account else None
        if has_account:
            join(body.author, body)
        if programme:
            given = {"organisation": body, "role": ProgrammeRole.Role.PARTNER}
            programme.roles.create(**given)
        return body

    def reports(self, body, programme, *, year=2025, approved=True, **given):
        activity = make_draft(
            author=body.author,
            organisation=body,
            programme=programme,
            started_on=date(year, 2, 1),
            ended_on=date(year, 3, 1),
            **given,
        )
        activity.take(Action.SUBMIT, by=body.author)
        if approved:
            reviewer = self.desk if programme else self.staff
            activity.take(Action.APPROVE, by=reviewer)
        return activity


@pytest.fixture
def network():
    net = Network()
    ada = net.body("Ada", net.kenya, net.food)
    net.body("Bo", net.japan, net.food)
    net.body("Cy", net.japan, net.food, has_account=False)
    dee = net.body("Dee", net.kenya)
    stage = make_stage("FARM", label="Farming", chain="food")
    net.unused = make_stage("USE", label="Use")
    both = {"countries": [net.kenya], "stages": [stage]}
    net.reports(ada, net.food, year=2024, **both)
    net.reports(ada, net.food, **both, regions=[net.asia])
    net.reports(ada, net.food, **both, language="fr")
    net.reports(dee, net.homes, approved=False)  # under review: nowhere public
    net.reports(dee, None)
    return net


def names(turnout, keys) -> list[str]:
    return [row.name for key, row in turnout.organisations.items() if key in keys]


def test_organisations_by_programme(network):
    turnout = Turnout(network.now, before=network.before)
    found = {
        group.code: [
            names(turnout, group.could),
            names(turnout, group.reported),
            names(turnout, group.closed),
            (group.share, group.change),
        ]
        for group in (*turnout.by_programme, turnout.all)
    }
    assert found == {
        "SFS": [["Ada", "Bo"], ["Ada"], ["Cy"], (50, 0)],
        "SBC": [["Dee"], ["Dee"], [], (100, 1)],
        "NET": [["Dee"], ["Dee"], [], (100, 1)],
        "": [["Ada", "Bo", "Dee"], ["Ada", "Dee"], ["Cy"], (67, 1)],
    }


def test_organisations_by_region(network):
    turnout = Turnout(network.now, before=network.before)
    regions = [(row.pk, row.code, row.label) for row in (network.africa, network.asia)]
    found = {
        group.code: (names(turnout, group.nothing), len(group.reported), group.change)
        for group in turnout.by_region(regions)
    }
    assert found == {"AF": ([], 2, 1), "AS": (["Bo"], 0, 0), "": ([], 0, 0)}


def test_the_first_period_has_nothing_before_it(network):
    turnout = Turnout(network.before)
    assert (turnout.all.change, turnout.by_programme[0].change) == (None, None)


def figures(lines):
    return {line.code: [(f.number, f.before) for f in line.figures] for line in lines}


def test_activities_by_region_programme_language_and_stage(network):
    gaps = Gaps(2025, before=2024, programmes=[network.food, network.homes])
    assert [column[:2] for column in gaps.columns] == [
        ("SFS", "Food"),
        ("SBC", "Homes"),
        ("NET", "Network-wide"),
    ]
    assert figures([*gaps.by_region(), gaps.of_all()]) == {
        "AF": [(2, 1), (0, 0), (0, 0), (2, 1)],
        "AS": [(1, 0), (0, 0), (0, 0), (1, 0)],
        "": [(2, 1), (0, 0), (1, 0), (3, 1)],
    }
    assert figures(gaps.by_language([("en", "English"), ("fr", "French")])) == {
        "en": [(2, 1)],
        "fr": [(1, 0)],
    }
    stages = gaps.by_stage()
    assert [(line.code, line.group) for line in stages] == [
        ("USE", "generic"),
        ("FARM", "food"),
    ]
    assert figures(stages) == {"USE": [(0, 0)], "FARM": [(2, 1)]}
    silent = {one.code: [c.code for c in one.countries] for one in gaps.silent()}
    assert silent == {"AF": [], "AS": ["JPN"]}


def test_each_number_leads_to_what_it_counts(client, network):
    client.force_login(network.staff)
    page = client.get(PAGE)
    lines = [*page.context["by_region"], *page.context["by_language"]]
    lines += page.context["by_stage"]
    counted = [figure for line in lines for figure in line.figures if figure.number]
    assert len(counted) == 10
    for figure in counted:
        listed = client.get(figure.url).context["page_of"].paginator.count
        assert (figure.url, listed) == (figure.url, figure.number)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"standing": "nothing"}, ["Bo"]),
        ({"standing": "closed", "programme": "SFS"}, ["Cy"]),
        ({"standing": "reported", "programme": "NET"}, ["Dee"]),
        ({"standing": "could", "region": "AF"}, ["Ada", "Dee"]),
        ({"standing": "could", "region": ""}, []),
        ({"standing": "reported", "programme": "NONE"}, []),
    ],
)
def test_the_organisations_behind_a_number_are_listed(client, network, asked, expected):
    client.force_login(network.staff)
    page = client.get(PAGE, asked)
    rows = page.context["listed"]["page"].object_list
    assert [row.name for row in rows] == expected
    assert client.get(PAGE, {"standing": "x"}).context["listed"] is None


def test_the_period_is_the_open_one_or_that_asked_for(client, network):
    client.force_login(network.staff)
    for asked, chosen, before in (
        ({}, 2025, 2024),
        ({"year": "2024"}, 2024, None),
        ({"year": "2026"}, 2025, 2024),  # only planned
        ({"year": "x"}, 2025, 2024),
    ):
        context = client.get(PAGE, asked).context
        found = context["before"] and context["before"].year
        assert (context["period"].year, found) == (chosen, before)


def test_nothing_is_counted_before_the_first_period(client):
    client.force_login(make_secretariat())
    for name in ("turnout", "double_counting"):
        page = client.get(reverse(f"reporting:{name}"))
        assert "No period has begun yet" in page.content.decode()
    file = reverse("reporting:turnout_table", args=["csv"])
    assert client.get(file).status_code == 404


def test_it_is_for_staff(client, network):
    addresses = [
        PAGE,
        reverse("reporting:double_counting"),
        reverse("reporting:turnout_table", args=["csv"]),
    ]
    for address in addresses:
        client.force_login(network.desk)
        assert client.get(address).status_code == 403
        client.force_login(network.staff)
        assert client.get(address).status_code == 200


def test_the_numbers_as_files_say_the_same_and_hold_no_formula(client, network):
    client.force_login(network.staff)
    made = {
        ending: client.get(reverse("reporting:turnout_table", args=[ending]))
        for ending in ("csv", "xlsx")
    }
    text = made["csv"].content.decode("utf-8-sig")
    head, *rows = csv.reader(text.splitlines())
    assert head == COLUMNS
    assert [
        "activities by region",
        "AS",
        "'=Asia",
        "SFS",
        "activities",
        "1",
        "0",
    ] in rows
    assert ["organisations", "", "", "", "nothing", "1", ""] in rows
    assert ["countries with nothing", "JPN", "Japan", "", "", "0", ""] in rows
    sheet = load_workbook(BytesIO(made["xlsx"].content)).active
    cells = [["" if c is None else str(c) for c in row] for row in sheet.values]
    assert cells == [head, *rows]
    assert not [c for row in cells for c in row if c.startswith(("=", "+", "-", "@"))]
    other = reverse("reporting:turnout_table", args=["pdf"])
    assert client.get(other).status_code == 404
