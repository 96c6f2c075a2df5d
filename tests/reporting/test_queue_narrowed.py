"""The queue, narrowed and ordered by its address; who has how much in hand."""

import pytest
from django.urls import reverse

from programmes.models import Appointment
from reporting.assigning import assign
from reporting.queue import Line
from tests.factories import appoint, make_country, make_programme, make_user
from tests.reporting.desks import make_bench

pytestmark = pytest.mark.django_db
QUEUE = reverse("reporting:review_queue")


@pytest.fixture
def bench():
    """Ada's line: an activity, an initiative and one of another programme of hers."""
    bench = make_bench()
    other = make_programme(desk=bench.ada, code="SECO")
    kenya = [make_country("KEN")]
    bench.people["old"] = bench.waits("Old", days_ago=20, countries=kenya)
    bench.people["mid"] = bench.initiative_waits("Mid", days_ago=9, language="fr")
    bench.people["new"] = bench.waits("New", days_ago=2, programme=other)
    assign(bench.old, to=bench.ada, by=bench.ada)
    assign(bench.mid, to=bench.bo, by=bench.ada)
    return bench


def listed(client, person, **asked):
    client.force_login(person)
    response = client.get(QUEUE, asked)
    assert response.status_code == 200
    return [row["card"]["title"] for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Old", "Mid", "New"]),
        ({"order": "newest"}, ["New", "Mid", "Old"]),
        ({"kind": "initiative"}, ["Mid"]),
        ({"kind": "activity"}, ["Old", "New"]),
        ({"programme": "SECO"}, ["New"]),
        ({"reviewer": "me"}, ["Old"]),
        ({"reviewer": "nobody"}, ["New"]),
        ({"age": "week"}, ["New"]),
        ({"age": "fortnight"}, ["Mid"]),
        ({"age": "older"}, ["Old"]),
        ({"country": "KEN"}, ["Old"]),
        ({"language": "fr"}, ["Mid"]),
        ({"language": "en", "kind": "activity", "age": "week"}, ["New"]),
        ({"language": "fr", "kind": "activity"}, []),
        ({"kind": "nothing", "age": "\0", "reviewer": "9" * 30}, ["Old", "Mid", "New"]),
    ],
)
def test_it_is_narrowed_by_its_address(client, bench, asked, expected):
    assert listed(client, bench.ada, **asked) == expected


def test_a_colleague_is_chosen_by_who_has_something_in_hand(client, bench):
    assert listed(client, bench.ada, reviewer=bench.bo.pk) == ["Mid"]
    assert listed(client, bench.bo, reviewer=bench.ada.pk) == ["Old"]


def test_a_country_of_a_version_under_review_alone_is_offered(client, bench):
    make_country("FRA")
    form = Line(bench.ada, {}).form
    assert [code for code, _name in form.fields["country"].choices] == ["", "KEN"]
    offered = [code for code, _name in form.fields["programme"].choices]
    assert offered == ["", bench.programme.code, "SECO"]


def test_what_each_has_in_hand_the_longest_waiting_first(bench):
    again = bench.waits("Again", days_ago=30)
    assign(again, to=bench.bo, by=bench.bo)
    found = [
        (row["reviewer__name"], row["number"], row["oldest"].date())
        for row in Line(bench.ada, {}).loads
    ]
    days = {
        name: reported.latest_sealed().sealed_at.date()
        for name, reported in (("Bo", again), ("Ada", bench.old))
    }
    assert found == [("Bo", 2, days["Bo"]), ("Ada", 1, days["Ada"])]


def test_what_is_elsewhere_counts_for_nobody_here(bench):
    stranger = make_user(name="Stranger")
    elsewhere = bench.waits("Elsewhere", programme=make_programme(desk=stranger))
    assign(elsewhere, to=stranger, by=stranger)
    names = [row["reviewer__name"] for row in Line(bench.ada, {}).loads]
    assert names == ["Ada", "Bo"]
    everybody = Line(bench.sam, {"show": "all"}).loads
    assert [row["reviewer__name"] for row in everybody] == ["Ada", "Bo", "Stranger"]


def test_who_decides_and_follows_chooses_which(client, bench):
    """The secretariat, and a desk that leads another programme."""
    assert listed(client, bench.sam) == []
    assert listed(client, bench.sam, show="all") == ["Old", "Mid", "New"]
    appoint(bench.bo, Appointment.Role.LEAD, programme=make_programme())
    assert "show" in Line(type(bench.bo).objects.get(pk=bench.bo.pk), {}).form.fields
    assert "show" not in Line(bench.ada, {}).form.fields
    assert "show" not in Line(bench.lea, {}).form.fields


def test_what_one_only_follows_has_nothing_to_tick(client, bench):
    client.force_login(bench.ada)
    assert client.get(QUEUE).text.count('name="of"') == 3
    assert client.get(QUEUE, {"ticked": "all"}).text.count(" checked>") == 3
    for person, asked in ((bench.lea, {}), (bench.sam, {"show": "all"})):
        client.force_login(person)
        page = client.get(QUEUE, asked)
        assert page.context["rows"]
        assert 'name="of"' not in page.text
        assert "/review/approve/" not in page.text


def test_a_long_line_has_pages_that_keep_what_was_asked(client, bench):
    for n in range(30):
        bench.waits(f"Row {n:02}", days_ago=40 - n)
    client.force_login(bench.ada)
    second = client.get(QUEUE, {"kind": "activity", "page": 2})
    assert [row["card"]["title"] for row in second.context["rows"]][-1] == "New"
    assert "kind=activity" in second.text.partition('class="pages"')[2]
    numbers = len(second.context["rows"]), second.context["page_of"].paginator.count
    assert numbers == (7, 32)
