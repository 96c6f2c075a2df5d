"""An activity for programs: what it says of it, to whom, and the steps open to them."""

import pytest
from django.urls import reverse

from reporting.workflow import Action
from tests.pages import api as status
from tests.posts import may_take
from tests.scene import OWN, PUBLIC, REVISIONS, ROLES, STATES, STORED

pytestmark = pytest.mark.django_db
SAID_FROM_THE_FIRST = (  # programs rely on these, whatever is added beside them
    "code organisation programme is_sample title language started_on ended_on "
    "available_actions"
).split()
WORKING = OWN | {"desk", "secretariat"}  # who may have a step to take


def answer(client, scene, state):
    code = scene.activities[state].code
    return client.get(reverse("api:activity", args=[code]))


@pytest.mark.parametrize("role", ROLES)
def test_available_actions_are_those_of_the_table(client, scene, role):
    scene.sign_in(client, role)
    offered, expected = {}, {}
    for state in STATES:
        if status(role, state) == 200:
            offered[state] = answer(client, scene, state).json()["available_actions"]
            expected[state] = [a for a in Action if may_take(role, state, a)]
    assert offered == expected
    assert any(expected.values()) is (role in WORKING)


@pytest.mark.parametrize("role", ROLES)
def test_the_state_is_told_to_those_who_work_on_it(client, scene, role):
    scene.sign_in(client, role)
    for state in STATES:
        if status(role, state) == 200:
            data = answer(client, scene, state).json()
            known = STORED.get(state, state) if role in WORKING else None
            assert data.get("state") == known, state


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", STATES)
def test_it_says_of_an_activity_what_is_public_and_no_more(client, scene, state, role):
    scene.sign_in(client, role)
    response = answer(client, scene, state)
    if response.status_code == 410:
        ended = scene.activities[state].publications.get().until_at
        assert response.json() == {
            "detail": "This record is no longer public.",
            "code": scene.activities[state].code,
            "withdrawn_at": ended.isoformat().replace("+00:00", "Z"),
        }
        return
    if response.status_code == 404:
        assert set(response.json()) == {"detail"}
        return
    data = response.json()
    is_public = state in PUBLIC
    first = f"Public {state}"
    assert data["title"] == (first if is_public else None)
    assert (data["public_since"] is not None) is is_public
    assert data["started_on"] == ("2020-03-01" if is_public else None)
    assert "CANARY" not in response.text, "what is under review is not in it"


def test_a_revision_under_review_changes_nothing_of_what_is_said(client, scene):
    for state in REVISIONS:
        data = answer(client, scene, state).json()
        assert {name: data[name] for name in SAID_FROM_THE_FIRST} == {
            "code": scene.activities[state].code,
            "organisation": "ours",
            "programme": "SFS",
            "is_sample": False,
            "title": f"Public {state}",
            "language": "en",
            "started_on": "2020-03-01",
            "ended_on": None,
            "available_actions": [],
        }
