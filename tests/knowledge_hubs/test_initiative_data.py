"""Initiatives as a feed, as files and as open data: who reads them, since when."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting.initiative_times import no_longer_public, public_versions
from reporting.models import InitiativePublication, Publication
from reporting.workflow import Action
from tests.factories import (
    make_country,
    make_organisation,
    make_secretariat,
    revise,
)
from tests.knowledge_hubs.test_feeds import read
from tests.reporting.test_initiative_list import people, public
from tests.reporting.test_initiatives import activity_in, approved

__all__ = ["people"]
pytestmark = pytest.mark.django_db
API, FEED = "/api/v1/initiatives/", "/en/initiatives/feed.xml"
DAY = datetime(2026, 3, 1, 12, tzinfo=UTC)


def day(n):
    return DAY + timedelta(days=n)


def publish(*, approvals, activities, initiative):
    """Move its publications, in order, to these days: (from, until) pairs."""
    own = InitiativePublication.objects.filter(initiative=initiative)
    named = Publication.objects.filter(version__initiative=initiative)
    for rows, given in ((own, approvals), (named, activities)):
        for row, (begin, end) in zip(rows.order_by("pk"), given, strict=True):
            row.from_at, row.until_at = day(begin), end and day(end)
            row.until_by = row.by if end else None
            row.save()


# --- Since when, until when -----------------------------------------------------------


@pytest.mark.parametrize(
    "approval, activities, since",
    [
        ((1, None), [(5, None)], 5),
        ((5, None), [(1, None)], 5),
        ((1, None), [(2, 4), (6, None)], 6),
        ((1, None), [(6, None), (3, None)], 3),
    ],
)
def test_it_is_public_since_both_are(people, approval, activities, since):
    initiative = approved(people)
    for _activity in activities:
        activity_in(initiative, people)
    publish(initiative=initiative, approvals=[approval], activities=activities)
    assert [v.changed_at for v in public_versions()] == [day(since)]
    assert list(no_longer_public()) == []


@pytest.mark.parametrize(
    "approval, activities, until",
    [
        ((1, None), [(2, 4), (3, 6)], 6),
        ((1, 5), [(2, None)], 5),
        ((1, 5), [(2, 9)], 5),
        ((1, 9), [(2, 5)], 5),
        ((1, 3), [(3, None)], None),
        ((5, None), [(1, 3)], None),
        ((5, 8), [(1, 5)], None),
        ((1, None), [], None),
    ],
)
def test_it_is_withdrawn_once_either_is(people, approval, activities, until):
    """Without a moment at which both were public it never was."""
    initiative = approved(people)
    for _activity in activities:
        activity_in(initiative, people)
    publish(initiative=initiative, approvals=[approval], activities=activities)
    assert list(public_versions()) == []
    gone = [(row.code, row.withdrawn_at) for row in no_longer_public()]
    assert gone == ([(initiative.code, day(until))] if until else [])


# --- Feed -----------------------------------------------------------------------------


def test_the_feed_tells_what_became_public_last_first(client, people):
    kenya = make_country("KEN")
    first = public(people, title="First", countries=[kenya])
    second = public(people, title="Second", objectives="Less of it.")
    approved(people, title="CANARY")
    publish(initiative=first, approvals=[(1, None)], activities=[(7, None)])
    publish(initiative=second, approvals=[(2, None)], activities=[(3, None)])
    found = read(FEED)
    assert [(e.title, e.updated) for e in found.entries] == [
        ("First", "2026-03-08T12:00:00+00:00"),
        ("Second", "2026-03-04T12:00:00+00:00"),
    ]
    entry = found.entries[1]
    assert entry.id == f"tag:localhost,2021:en/initiative/{second.code}"
    assert entry.link == f"http://localhost:8000{second.get_absolute_url()}"
    assert entry.summary == "Less of it."
    assert entry.author == people["organisation"].name
    assert [e.title for e in read(f"{FEED}?country=KEN").entries] == ["First"]
    assert read(f"{FEED}?q=" + "x" * 201).entries == []


# --- Files and answers ----------------------------------------------------------------


def test_an_initiative_is_told_whole(client, people):
    owner = make_organisation(code="owner", name="A Further Owner")
    initiative = public(
        people,
        title="Less of it",
        objectives="Half by 2030.",
        owners=[owner],
        countries=[make_country("KEN", name="Kenya")],
        started_on="2024-02-01",
    )
    told = client.get(f"{API}{initiative.code}/").json()
    since = told.pop("public_since")
    assert told.pop("updated_at") == since
    assert told.pop("data_licence")["name"] == "CC BY 4.0"
    organisation, version = people["organisation"], initiative.versions.get()
    assert told == {
        "code": initiative.code,
        "page": f"http://localhost:8000{initiative.get_absolute_url()}",
        "title": "Less of it",
        "objectives": "Half by 2030.",
        "language": "en",
        "organisation": organisation.code,
        "organisation_name": organisation.name,
        "owners": [{"organisation": "owner", "name": "A Further Owner"}],
        "programme": people["programme"].code,
        "programme_label": people["programme"].name,
        "type": version.type.code,
        "type_label": version.type.label,
        "started_on": "2024-02-01",
        "ended_on": None,
        "countries": ["KEN"],
        "countries_labels": ["Kenya"],
        "regions": [],
        "regions_labels": [],
        "sectors": [],
        "sectors_labels": [],
        "is_sample": False,
    }


def test_who_keeps_a_copy_hears_that_it_left_with_its_last_activity(client, people):
    initiative = approved(people, title="CANARY")
    begun = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    assert client.get(f"{API}{initiative.code}/").status_code == 404
    activity = activity_in(initiative, people)
    assert client.get(f"{API}{initiative.code}/").status_code == 200
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="A mistake.")
    answer = client.get(f"{API}{initiative.code}/")
    assert answer.status_code == 410 and "CANARY" not in answer.text
    (left,) = client.get(API, {"updated_since": begun}).json()["results"]
    assert left == {
        "code": initiative.code,
        "withdrawn_at": answer.json()["withdrawn_at"],
    }
    activity_in(initiative, people)
    (back,) = client.get(API, {"updated_since": begun}).json()["results"]
    assert back["title"] == "CANARY"


def test_a_revision_under_review_is_in_no_file(client, people):
    initiative = public(people, title="As approved")
    draft = revise(initiative, author=people["author"], title="CANARY")
    assert draft.title == "CANARY"
    approved(people, title="CANARY without activity")
    address = reverse("knowledge_hubs:list_download", args=["initiatives", "csv"])
    text = b"".join(client.get(address).streaming_content).decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["title"] for row in rows] == ["As approved"]
    asked = f"{address}?programme=NET"
    assert len(b"".join(client.get(asked).streaming_content).splitlines()) == 1


def test_the_list_leads_to_its_feed_its_files_and_to_being_told(client, people):
    public(people, countries=[make_country("KEN")])
    query = "?country=KEN"
    page = client.get(f"/en/initiatives/{query}").text
    for ending in ("csv", "xlsx", "json"):
        assert f'href="/en/data/initiatives.{ending}{query}"' in page
    assert page.count(f'href="{FEED}{query}"') == 2
    assert f'href="/en/alerts/new/initiative/{query}"' in page
