"""How many queries each page asks: literal, and the same for one row and for three."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programmes.models import Appointment, Invitation, Membership, Programme
from reporting.workflow import Action
from tests.factories import (
    appoint,
    fill,
    join,
    make_draft,
    make_organisation,
    make_secretariat,
    make_user,
)
from tests.pages import PAGES

pytestmark = pytest.mark.django_db

COUNTS = {}


@pytest.mark.parametrize("rows", [1, 3])
def test_every_page_asks_as_many_queries_as_the_table_says(client, reference, rows):
    scene, counted = world(rows), {}
    for page in PAGES:
        for role in page.looks or ("visitor",):
            state = "draft" if page.name == "reporting:activity_edit" else "approved"
            client.logout()
            if role != "visitor":
                client.force_login(scene.people[role])
            with CaptureQueriesContext(connection, ) as asked:
                response = client.get(page.address(scene, state))
            print("###", page.name, role, response.status_code, len(asked))
            for q in asked.captured_queries: print("   ", q["sql"][:230].replace('"',''))
            counted[page.name, role] = len(asked)
    assert counted == COUNTS


def world(rows: int):
    """So many of everything a page could list or show."""
    people = {name: make_user() for name in ("editor", "admin", "desk", "stranger")}
    programme = Programme.objects.get(code="SFS")
    appoint(people["desk"], Appointment.Role.DESK, programme=programme)
    appoint(make_secretariat(), Appointment.Role.DESK, programme=programme)
    organisation = make_organisation(editor=people["editor"], admin=people["admin"])
    scene = SimpleNamespace(
        people=people, programme=programme, organisation=organisation, activities={}, files={}
    )
    for n in range(rows):
        join(people["admin"], make_organisation())
        join(make_user(), organisation)
        scene.invitation = Invitation.objects.create(
            organisation=organisation,
            role=Membership.Role.EDITOR,
            email=f"invited{n}@example.org",
            language="en",
            invited_by=people["admin"],
        )
        for state in ("draft", "submitted", "returned", "approved"):
            scene.activities[state] = activity(scene, state, rows)
    return scene


def activity(scene, state, rows):
    author, desk = scene.people["editor"], scene.people["desk"]
    made = make_draft(
        author=author, organisation=scene.organisation, programme=scene.programme
    )
    fill(made.draft(), times=rows)
    scene.files[state] = made.draft().files.first()
    if state == "draft":
        return made
    for _n in range(rows):
        made.take(Action.SUBMIT, by=author)
        made.take(Action.RETURN, by=desk, comment="Please say more.")
    if state == "returned":
        return made
    made.take(Action.SUBMIT, by=author)
    if state == "submitted":
        return made
    for _n in range(rows):
        made.take(Action.APPROVE, by=desk)
        made.take(Action.REVISE, by=author)
        made.take(Action.SUBMIT, by=author)
    made.take(Action.APPROVE, by=desk)
    return made
