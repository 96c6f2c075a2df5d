"""Who takes part in a record of another organisation: what programs, files and lists
are told of it, from the owner's yes until either side ends it.
"""

import csv
import io
import json
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from knowledge_hubs.open_data.shared import labels_of
from oneplanet.open_data import reading
from reporting.models import Participation
from reporting.participating import Act, act
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_draft,
    make_organisation,
    make_part,
    make_secretariat,
)
from tests.knowledge_hubs.joint import (
    asked,
    brought_to,
    contributors,
    listed,
    make_joint,
)

pytestmark = pytest.mark.django_db
STATES = {  # of a participation → whether the public is told of it
    "waiting": False,
    "taken_back": False,
    "declined": False,
    "joined": True,
    "ended": False,
}


@pytest.fixture
def at():
    return make_joint()


@pytest.fixture
def remembering(settings):
    """As in production, and nothing of it afterwards."""
    settings.REMEMBER_SECONDS = 60
    yield
    reading.forget()
    labels_of.kept.clear()


# --- Programs -------------------------------------------------------------------------


def told(client, path="activities/", **query):
    [found] = client.get(f"/api/v1/{path}", query).json()["results"]
    return found["joined_partners"]


def test_who_joined_is_told_with_what_it_did_and_since_when(client, at):
    row = brought_to(at, "joined")
    expected = [
        {
            "organisation": "partner",
            "name": "Cassowary Club",
            "role": "host",
            "role_label": "L’a accueillie",
            "joined_at": row.decided_at.isoformat().replace("+00:00", "Z"),
        }
    ]
    assert told(client, lang="fr") == expected
    one = client.get(f"/api/v1/activities/{at.record.code}/", {"lang": "fr"}).json()
    assert one["joined_partners"] == expected
    assert one["partners"] == []


@pytest.mark.parametrize("state", STATES)
def test_only_those_who_take_part_today_are_told(client, at, state):
    brought_to(at, state)
    assert bool(told(client)) is STATES[state]
    page = client.get(at.record.get_absolute_url()).text
    assert ("Cassowary" in page) is STATES[state]
    files = [client.get(f"/en/data/activities.{end}") for end in ("csv", "json")]
    said = [b"".join(file.streaming_content).decode() for file in files]
    assert ["partner (host)" in said[0], "Cassowary" in said[1]] == [STATES[state]] * 2


def test_of_a_record_taken_off_the_site_nothing_is_told(client, at):
    brought_to(at, "joined")
    by = make_secretariat()
    at.record.take(Action.UNPUBLISH, by=by, comment="Wrong.")
    assert client.get("/api/v1/activities/").json()["results"] == []
    gone = client.get(f"/api/v1/activities/{at.record.code}/")
    assert (gone.status_code, "Cassowary" in gone.text) == (410, False)


def test_a_record_that_was_public_before_tells_it_once(client, at):
    """Of a revision the parts are those of the record, not of a version."""
    brought_to(at, "joined")
    at.record.take(Action.REVISE, by=at.olga)
    at.record.take(Action.SUBMIT, by=at.olga)
    assert [row["organisation"] for row in told(client)] == ["partner"]
    at.record.take(Action.APPROVE, by=at.desk)
    assert [row["organisation"] for row in told(client)] == ["partner"]


def test_who_joins_and_who_leaves_changes_the_record(client, at):
    """Who reads by changes hears of both, and a list is never remembered beyond."""
    row = brought_to(at, "joined")
    of = "/api/v1/activities/"
    at.record.publications.update(from_at=timezone.now() - timedelta(days=9))
    Participation.objects.update(
        asked_at=timezone.now() - timedelta(days=6),
        decided_at=timezone.now() - timedelta(days=5),
    )

    def since(days):
        moment = timezone.now() - timedelta(days=days)
        answer = client.get(of, {"updated_since": moment.isoformat()})
        return [found["code"] for found in answer.json()["results"]]

    assert (since(6), since(4)) == ([at.record.code], [])
    act(row, Act.END, by=at.piet)
    assert (since(6), since(1)) == ([at.record.code], [at.record.code])
    Participation.objects.update(ended_at=timezone.now() - timedelta(days=2))
    assert (since(3), since(1)) == ([at.record.code], [])
    asked(at)  # which changes nothing the public reads
    assert since(1) == []


def test_what_lists_remember_is_gone_with_who_left(client, at, remembering):
    row = brought_to(at, "joined")
    assert len(told(client)) == len(told(client)) == 1
    act(row, Act.END, by=at.piet)
    assert told(client) == []
    asking = asked(at)
    assert told(client) == []
    act(asking, Act.ACCEPT, by=at.olga)
    assert len(told(client)) == 1


def test_a_list_costs_the_same_however_many_take_part(client, at):
    counts = []
    for _time in range(2):
        for _n in range(2):
            make_part(at.record, make_organisation(), by=at.olga)
        given = {"programme": at.programme, "reviewer": at.desk, "author": at.olga}
        other = make_activity(state=State.APPROVED, organisation=at.owner, **given)
        make_part(other, at.partner, by=at.olga)
        with CaptureQueriesContext(connection) as queries:
            client.get("/api/v1/activities/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


# --- Files ----------------------------------------------------------------------------


def body(response):
    return b"".join(response.streaming_content)


def test_files_tell_it_too_and_the_codebook_explains_it(client, at):
    brought_to(at, "joined")
    text = body(client.get("/en/data/activities.csv")).decode().removeprefix("\ufeff")
    [line] = csv.DictReader(io.StringIO(text))
    assert line["joined_partners"] == "partner (host)"
    [found] = json.loads(body(client.get("/en/data/activities.json")))["results"]
    assert [row["name"] for row in found["joined_partners"]] == ["Cassowary Club"]
    response = client.get("/en/data/activities.xlsx")
    content = body(response) if response.streaming else response.content
    heads, row = openpyxl.load_workbook(io.BytesIO(content))["data"].values
    assert dict(zip(heads, row, strict=True))["joined_partners"] == "partner (host)"
    said = body(client.get("/en/data/activities/codebook.csv")).decode()
    assert "joined_partners.joined_at" in said


# --- The page's own data --------------------------------------------------------------


def test_the_page_names_all_who_took_part_to_machines(client, at):
    given = {"programme": at.programme, "organisation": at.owner, "language": "fr"}
    draft = make_draft(author=at.olga, **given)
    draft.draft().partners.create(name="Des amis", role="funding")
    body = make_organisation(name="Named Body")
    draft.draft().partners.create(organisation=body, role="implementing", order=1)
    draft.take(Action.SUBMIT, by=at.olga)
    draft.take(Action.APPROVE, by=at.desk)
    make_part(draft, at.partner, by=at.olga)
    assert contributors(client, draft) == [
        ({"@value": "Des amis", "@language": "fr"}, "Funded it"),
        ("Named Body", "Carried it out with us"),
        ("Cassowary Club", "Gave expertise"),
    ]


def test_the_pages_data_name_nobody_who_left(client, at):
    assert contributors(client, at.record) == []
    row = brought_to(at, "joined")
    assert contributors(client, at.record) == [("Cassowary Club", "Hosted it")]
    act(row, Act.END, by=at.piet)
    assert contributors(client, at.record) == []


# --- Lists by organisation ------------------------------------------------------------


def test_a_list_by_organisation_has_what_it_reported_and_what_it_took_part_in(
    client, at
):
    author = {"programme": at.programme, "reviewer": at.desk, "author": at.piet}
    own = make_activity(state=State.APPROVED, organisation=at.partner, **author)
    given = {"programme": at.programme, "organisation": at.owner}
    named = make_draft(author=at.olga, **given)
    named.draft().partners.create(organisation=at.partner, role="funding")
    named.take(Action.SUBMIT, by=at.olga)
    assert listed(client, "partner") == {own.code}
    named.take(Action.APPROVE, by=at.desk)
    assert listed(client, "partner") == {own.code, named.code}
    row = brought_to(at, "joined")
    assert listed(client, "partner") == {own.code, named.code, at.record.code}
    assert listed(client, "owner") == {named.code, at.record.code}
    other = make_organisation(code="other")
    assert listed(client, "other") == set()
    make_part(own, other, by=at.piet)
    assert listed(client, "other", "owner") == {own.code, named.code, at.record.code}
    act(row, Act.END, by=at.olga)
    assert listed(client, "partner") == {own.code, named.code}


def test_what_is_chosen_is_named_and_can_be_taken_away(client, at):
    brought_to(at, "joined")
    response = client.get("/en/activities/?organisation=partner&organisation=nobody")
    found = [(row["facet"], row["label"]) for row in response.context["chosen"]]
    assert found == [("Organisation", "Cassowary Club"), ("Organisation", "nobody")]
    assert 'name="organisation"' in response.text
    assert 'name="organisation"' not in client.get("/en/activities/").text


def test_the_page_of_an_organisation_leads_to_its_whole_list(client, at):
    address = "/en/activities/?organisation=partner"
    assert address not in client.get(at.partner.get_absolute_url()).text
    brought_to(at, "joined")
    assert address in client.get(at.partner.get_absolute_url()).text
    assert "A workshop" in client.get(at.partner.get_absolute_url()).text


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_by_organisation_asks_as_much_for_three_as_for_one(client, at, rows):
    given = {"programme": at.programme, "reviewer": at.desk, "author": at.olga}
    for _n in range(rows):
        other = make_activity(state=State.APPROVED, organisation=at.owner, **given)
        make_part(other, at.partner, by=at.olga)
    with CaptureQueriesContext(connection) as queries:
        client.get("/en/activities/?organisation=partner")
    assert len(queries) == 10


def test_a_long_code_of_an_organisation_is_known(client, at):
    code = "o" * 80
    body = make_organisation(code=code)
    make_part(at.record, body, by=at.olga)
    assert listed(client, code) == {at.record.code}
