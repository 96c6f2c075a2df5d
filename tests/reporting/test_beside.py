"""Two records side by side: who reads them so, what the page says, what it leads to."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.double_counting import double_counts
from reporting.models import Participation
from reporting.workflow import Action
from tests.factories import (
    join,
    make_organisation,
    make_part,
    make_programme,
    make_user,
)
from tests.knowledge_hubs.reading import section, words
from tests.reporting.test_double_counting import Bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    """One workshop told by two of its hosts: one public, the other under review."""
    found = Bodies()
    ada, bo = found.body("Ada"), found.body("Bo")
    found.one = found.workshop(ada, numbers=[("Cooks", 250, "cooks")], partners=[bo])
    found.other = found.workshop(bo, numbers=[("Cooks", 40, "cooks")])
    found.one.take(Action.APPROVE, by=found.desk)
    found.author = ada.author
    found.address = address(found.one, found.other)
    return found


def address(one, other):
    return reverse("reporting:activity_beside", args=[one.code, other.code])


def table(client, path):
    """Question → what stands in the two cells below; the records have none."""
    body = client.get(path).text.partition("</thead>")[2].partition("</table>")[0]
    found = {}
    for part in body.split("</tbody>")[:-1]:
        question, *cells = re.split(r"<td[^>]*>", part)
        found[words(question)] = [words(cell) for cell in cells]
    return found


def test_the_two_stand_side_by_side_where_they_differ(client, at):
    client.force_login(at.desk)
    rows = table(client, at.address)
    partners = "Organisations that took part"
    assert list(rows) == ["", partners, "Results as numbers"]
    title = "Food waste workshop for school kitchens in Nairobi"
    assert rows[""] == [
        f"{at.one.code} Ada {title}",
        f"{at.other.code} Bo {title}",
    ]
    assert rows[partners] == ["Bo · Hosted it", "–"]
    assert rows["Results as numbers"] == ["Cooks · 250 · cooks", "Cooks · 40 · cooks"]
    same = words(section(client.get(at.address), "alike"))
    for said in ("The same in both", title, "2 April 2025", "Nairobi learned"):
        assert said in same
    assert "Cooks ·" not in same


def test_who_joined_stands_there_too(client, at):
    client.force_login(at.desk)
    assert "Taking part" not in table(client, at.address)
    body = make_organisation(name="Cy")
    make_part(at.other, body, by=at.desk)
    assert table(client, at.address)["Taking part"] == ["–", "Cy · Gave expertise"]
    Participation.objects.update(outcome="declined", reason="No.")
    assert "Taking part" not in table(client, at.address)


def test_of_a_revision_under_review_the_public_version_is_shown(client, at):
    author = at.author
    at.one.take(Action.REVISE, by=author)
    draft = at.one.draft()
    draft.title = "CANARY"
    draft.save()
    at.one.take(Action.SUBMIT, by=author)
    client.force_login(at.desk)
    assert "CANARY" not in client.get(at.address).text


def test_only_who_reads_both_gets_it(client, at):
    other_desk = make_user()
    programme = make_programme(desk=other_desk)
    theirs = at.workshop(at.body("Cy"), programme)
    draft_address = reverse("reporting:activity_beside", args=[at.one.code, "OP-0"])
    expected = {
        at.desk: (200, 404, 404),
        other_desk: (404, 404, 404),
        at.staff: (200, 200, 404),
        at.author: (404, 404, 404),
        make_user(): (404, 404, 404),
    }
    paths = (at.address, address(at.one, theirs), draft_address)
    for user, statuses in expected.items():
        client.force_login(user)
        found = tuple(client.get(path).status_code for path in paths)
        assert found == statuses, user
    assert client.get(address(at.one, at.one)).status_code == 404


def test_who_may_merge_them_is_led_there(client, at):
    merge = reverse("reporting:activity_unite", args=[at.one.code])
    way = f"{merge}?with={at.other.code}"
    client.force_login(at.desk)
    assert way in client.get(at.address).text
    assert client.get(way).status_code == 200
    client.force_login(at.staff)
    assert way in client.get(at.address).text
    join(at.staff, at.other.organisation)
    assert way not in client.get(at.address).text


def test_the_warnings_lead_there(client, at):
    pair = double_counts(at.period, user=at.staff).organisations[0]
    assert pair.beside in (at.address, address(at.other, at.one))
    client.force_login(at.staff)
    page = client.get(f"{reverse('reporting:double_counting')}?year=2025")
    assert f'href="{pair.beside}"' in page.text
    assert client.get(pair.beside).status_code == 200


def test_it_asks_as_much_however_many_take_part(client, at):
    client.force_login(at.desk)
    counts = []
    for _time in range(2):
        make_part(at.other, make_organisation(), by=at.desk)
        make_part(at.one, make_organisation(), by=at.desk)
        with CaptureQueriesContext(connection) as asked:
            client.get(at.address)
        counts.append(len(asked))
    assert counts[0] == counts[1]
