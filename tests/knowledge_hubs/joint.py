"""A record of one organisation in which another takes part, or asks to."""

import json
import re
from types import SimpleNamespace

from reporting.participating import Act, act, ask
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)


def make_joint():
    """Olga's organisation has a public record, Piet's a draft of the same."""
    olga, piet, desk = (make_user(name=name) for name in ("Olga", "Piet", "Dina"))
    programme = make_programme(desk=desk)
    owner = make_organisation(code="owner", name="Owning Body", editor=olga)
    partner = make_organisation(code="partner", name="Cassowary Club", editor=piet)
    given = {"programme": programme, "reviewer": desk, "author": olga}
    record = make_activity(
        state=State.APPROVED, organisation=owner, title="A workshop", **given
    )
    draft = make_draft(author=piet, organisation=partner, programme=programme)
    people = {"olga": olga, "piet": piet, "desk": desk, "programme": programme}
    return SimpleNamespace(
        owner=owner, partner=partner, record=record, draft=draft, **people
    )


def asked(at):
    return ask(at.record, draft=at.draft, by=at.piet, role="host")


def brought_to(at, state):
    row = asked(at)
    if state == "taken_back":
        return act(row, Act.TAKE_BACK, by=at.piet)
    if state == "declined":
        return act(row, Act.DECLINE, by=at.olga, reason="Another one.")
    if state in ("joined", "ended"):
        row = act(row, Act.ACCEPT, by=at.olga)
    return act(row, Act.END, by=at.olga) if state == "ended" else row


def contributors(client, activity):
    """(what it is called, what it did) as the page tells machines."""
    html = client.get(activity.get_absolute_url()).text
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    [report] = [t for t in json.loads(text)["@graph"] if t["@type"] == "Report"]
    rows = report.get("contributor", [])
    assert {row["@type"] for row in rows} <= {"OrganizationRole"}
    return [(row["contributor"]["name"], row["roleName"]) for row in rows]


def listed(client, *codes, ending=""):
    """Codes of what the list of activities shows, and what the API lists."""
    response = client.get("/en/activities/", {"organisation": codes})
    shown = set(re.findall(r"OP-[0-9A-Z]+", response.text))
    api = client.get("/api/v1/activities/", {"organisation": codes}).json()
    assert {row["code"] for row in api["results"]} == shown
    feed = client.get("/en/activities/feed.xml", {"organisation": codes}).text
    assert set(re.findall(r"OP-[0-9A-Z]+", feed)) == shown
    return shown
