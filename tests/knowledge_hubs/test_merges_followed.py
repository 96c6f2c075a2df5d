"""Who keeps a copy of the open data learns of merges, and of their undoing, by what has
changed since; who came along with a merged record is told as those that joined it.
"""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone

from knowledge_hubs import merging
from knowledge_hubs.models import Resource
from knowledge_hubs.open_data.shared import labels_of
from oneplanet.open_data import reading
from programmes.models import Organisation, OrganisationMerge
from reporting.models import (
    ActivityMerge,
    InitiativePublication,
    Participation,
    Publication,
)
from reporting.uniting import separate, unite
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_initiative,
    make_organisation,
    make_part,
    make_record,
    make_secretariat,
)
from tests.knowledge_hubs.joint import make_joint

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=9)


@pytest.fixture
def at():
    found = make_joint()
    found.by = make_secretariat()
    given = {"programme": found.programme, "reviewer": found.desk}
    found.public = lambda **more: make_activity(state=State.APPROVED, **given | more)
    return found


def long_ago():
    """As if all of it had been so for days."""
    Publication.objects.update(from_at=LONG_AGO)
    InitiativePublication.objects.update(from_at=LONG_AGO)
    Participation.objects.update(asked_at=LONG_AGO)
    Participation.objects.exclude(decided_at=None).update(decided_at=LONG_AGO)
    for model in (Organisation, *(row.related_model for row in histories_of_parts())):
        model.history.update(history_date=LONG_AGO)
    Resource.objects.update(updated_at=LONG_AGO)


def histories_of_parts():
    names = ("other_names", "programme_roles", "relations")
    parts = [Organisation._meta.get_field(name) for name in names]
    return [*parts, Resource._meta.get_field("parties")]


def changed(client, kind, since=None):
    """What the list says has changed: code → the record, or what is left of it."""
    since = since or timezone.now() - timedelta(days=1)
    answer = client.get(f"/api/v1/{kind}/", {"updated_since": since.isoformat()})
    assert answer.status_code == 200
    return {row["code"]: row for row in answer.json()["results"]}


def one_of(client, kind, code):
    return client.get(f"/api/v1/{kind}/{code}/").json()


# --- Organisations --------------------------------------------------------------------


def test_the_one_that_went_is_told_with_where_it_went_and_comes_back(client, at):
    gone = make_organisation(code="gone", name="Dodo Society")
    make_organisation(code="bystander")
    long_ago()
    assert changed(client, "organisations") == {}
    merge = merging.merge(by=at.by, kept=at.partner, gone=gone, reason="One.")
    found = changed(client, "organisations")
    assert sorted(found) == ["gone", "partner"]
    assert found["gone"].pop("withdrawn_at")
    assert found["gone"] == {"code": "gone", "merged_into": "partner"}
    names = [row["name"] for row in found["partner"]["other_names"]]
    assert names == ["Dodo Society"]
    long_ago()
    OrganisationMerge.objects.update(merged_at=LONG_AGO)
    assert changed(client, "organisations") == {}
    merging.undo(by=at.by, merge=merge)
    found = changed(client, "organisations")
    assert sorted(found) == ["gone", "partner"]
    assert found["gone"]["name"] == "Dodo Society"
    assert found["partner"]["other_names"] == []


def test_of_a_merged_one_that_is_merged_on_the_last_is_told(client, at):
    gone = make_organisation(code="gone")
    merging.merge(by=at.by, kept=at.partner, gone=gone, reason="One.")
    merging.merge(by=at.by, kept=at.owner, gone=at.partner, reason="One.")
    found = changed(client, "organisations")
    into = {code: row.get("merged_into") for code, row in found.items()}
    assert into == {"gone": "owner", "partner": "owner", "owner": None}


# --- Activities and initiatives -------------------------------------------------------


def test_activities_of_a_merged_organisation_have_changed(client, at):
    gone = make_organisation(code="gone", name="Dodo Society", editor=at.piet)
    moved = at.public(organisation=gone, author=at.piet)
    initiative = make_initiative(
        author=at.piet, organisation=gone, programme=at.programme
    )
    initiative.take(Action.SUBMIT, by=at.piet)
    initiative.take(Action.APPROVE, by=at.desk)
    within = at.public(organisation=gone, author=at.piet, initiative=initiative)
    long_ago()
    assert changed(client, "activities") == changed(client, "initiatives") == {}
    merge = merging.merge(by=at.by, kept=at.partner, gone=gone, reason="One.")
    found = changed(client, "activities")
    names = {code: row["organisation_name"] for code, row in found.items()}
    assert names == dict.fromkeys([moved.code, within.code], "Cassowary Club")
    found = changed(client, "initiatives")
    assert [(code, row["organisation"]) for code, row in found.items()] == [
        (initiative.code, "partner")
    ]
    since = found[initiative.code]["public_since"]
    assert since == LONG_AGO.isoformat().replace("+00:00", "Z")
    OrganisationMerge.objects.update(merged_at=LONG_AGO)
    assert changed(client, "activities") == changed(client, "initiatives") == {}
    merging.undo(by=at.by, merge=merge)
    found = changed(client, "activities")
    names = {code: row["organisation"] for code, row in found.items()}
    assert names == dict.fromkeys([moved.code, within.code], "gone")
    assert list(changed(client, "initiatives")) == [initiative.code]


def test_so_have_those_it_joined_and_came_to(client, at):
    gone = make_organisation(code="gone", name="Dodo Society", editor=at.piet)
    other = at.public(organisation=at.owner, author=at.olga)
    left = at.public(organisation=at.owner, author=at.olga)
    make_part(at.record, gone, by=at.olga)
    make_part(left, gone, by=at.olga)
    over = {"ended_at": LONG_AGO + timedelta(days=1), "ended_by": at.olga}
    told = at.public()
    with_it = [(gone, "host")]
    unite(gone=told, kept=other, by=at.desk, reason="One.", partners=with_it)
    long_ago()
    left.participations.update(**over)
    Publication.objects.exclude(until_at=None).update(until_at=LONG_AGO)
    ActivityMerge.objects.update(at=LONG_AGO)
    assert changed(client, "activities") == {}
    merge = merging.merge(by=at.by, kept=at.partner, gone=gone, reason="One.")
    expected = dict.fromkeys([at.record.code, other.code], ["Cassowary Club"])
    assert joined(changed(client, "activities")) == expected
    OrganisationMerge.objects.update(merged_at=LONG_AGO)
    assert changed(client, "activities") == {}
    merging.undo(by=at.by, merge=merge)
    expected = dict.fromkeys([at.record.code, other.code], ["Dodo Society"])
    assert joined(changed(client, "activities")) == expected


def joined(found):
    return {
        code: [row["name"] for row in record["joined_partners"]]
        for code, record in found.items()
    }


def test_what_was_put_away_as_said_twice_is_a_change_of_its_record(client, at):
    """Of two publishers that are one there is one; and there are two again."""
    gone, resource = make_organisation(code="gone"), make_record(Resource, "a-report")
    for body in (at.partner, gone):
        resource.parties.create(organisation=body, role="publisher")
    long_ago()
    assert changed(client, "resources") == {}

    def told():
        record = changed(client, "resources")["a-report"]
        return [row["organisation"] for row in record["parties"]]

    merge = merging.merge(by=at.by, kept=at.partner, gone=gone, reason="One.")
    assert told() == ["partner"]
    long_ago()
    assert changed(client, "resources") == {}
    merging.undo(by=at.by, merge=merge)
    assert told() == ["partner", "gone"]


# --- Records merged -------------------------------------------------------------------


@pytest.fixture
def merged(at):
    """What Piet's organisation told of the workshop is merged into Olga's record; a
    third came along."""
    at.body = make_organisation(code="came", name="Bongo Bureau")
    at.gone = at.public(organisation=at.partner, author=at.piet)
    long_ago()
    at.merge = unite(
        gone=at.gone,
        kept=at.record,
        by=at.desk,
        reason="One.",
        partners=[(at.partner, "implementing"), (at.body, "host")],
    )
    return at


def test_who_came_along_is_told_with_those_that_joined(client, merged):
    third = make_organisation(code="third", name="Third Body")
    row = make_part(merged.record, third, by=merged.olga)
    since = {
        name: moment.isoformat().replace("+00:00", "Z")
        for name, moment in (("third", row.decided_at), ("came", merged.merge.at))
    }
    expected = [
        {
            "organisation": "third",
            "name": "Third Body",
            "role": "technical",
            "role_label": "Gave expertise",
            "joined_at": since["third"],
        },
        {
            "organisation": "partner",
            "name": "Cassowary Club",
            "role": "implementing",
            "role_label": "Carried it out with us",
            "joined_at": since["came"],
        },
        {
            "organisation": "came",
            "name": "Bongo Bureau",
            "role": "host",
            "role_label": "Hosted it",
            "joined_at": since["came"],
        },
    ]
    record = one_of(client, "activities", merged.record.code)
    assert record["joined_partners"] == expected
    [listed] = client.get("/api/v1/activities/").json()["results"]
    assert listed["joined_partners"] == expected


def test_who_came_along_is_in_the_files(client, merged):
    response = client.get("/en/data/activities.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    [line] = csv.DictReader(io.StringIO(text))
    assert line["joined_partners"] == "partner (implementing); came (host)"
    response = client.get("/en/data/activities.json")
    assert "Bongo Bureau" in b"".join(response.streaming_content).decode()


def test_a_merge_of_records_is_told_to_who_follows_changes_and_so_is_its_undoing(
    client, merged
):
    kept, gone = merged.record.code, merged.gone.code
    found = changed(client, "activities")
    assert found.pop(gone) == {
        "code": gone,
        "withdrawn_at": merged.merge.at.isoformat().replace("+00:00", "Z"),
        "merged_into": kept,
    }
    assert joined(found) == {kept: ["Cassowary Club", "Bongo Bureau"]}
    separate(merged.merge, by=merged.desk, reason="Two.")
    assert joined(changed(client, "activities")) == {kept: [], gone: []}


def test_of_a_record_taken_off_nobody_who_came_along_is_told(client, merged):
    merged.record.take(Action.UNPUBLISH, by=merged.by, comment="Wrong.")
    answer = client.get("/api/v1/activities/")
    assert (answer.json()["results"], "Bongo" in answer.text) == ([], False)
    text = client.get(f"/api/v1/activities/{merged.record.code}/").text
    assert "Bongo" not in text
    (row,) = [r for r in changed(client, "activities").values() if "merged_into" in r]
    assert row["code"] == merged.gone.code


@pytest.fixture
def remembering(settings):
    """As in production, and nothing of it afterwards."""
    settings.REMEMBER_SECONDS = 60
    yield
    reading.forget()
    labels_of.kept.clear()


def test_what_lists_remember_is_gone_with_who_came_along(client, merged, remembering):
    def told():
        records = client.get("/api/v1/activities/").json()["results"]
        (kept,) = [row for row in records if row["code"] == merged.record.code]
        return len(kept["joined_partners"])

    assert told() == told() == 2
    separate(merged.merge, by=merged.desk, reason="Two.")
    assert told() == 0
