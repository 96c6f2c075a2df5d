"""Every URL × role × state: what it answers, and that nothing private shows."""

import re

import pytest
from django.db import transaction
from django.urls import URLPattern, get_resolver

from reporting.models import Activity
from reporting.workflow import Action
from tests import scene as scenes
from tests.pages import BY_NAME, PAGES, cells
from tests.reporting.test_workflow import OPEN
from tests.scene import OWN, PUBLIC, ROLES, STATES

pytestmark = pytest.mark.django_db
CANARY = re.compile(r"CANARY(?:-\w+)+")
ALLAUTH = ("account_", "mfa_", "usersessions_")


@pytest.fixture
def scene():
    return scenes.build()


def names(patterns=None, namespace=""):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            if not inner.startswith("admin:"):
                yield from names(pattern.url_patterns, inner)


def test_every_address_has_a_row():
    ours = {name for name in names() if not name.startswith(ALLAUTH)}
    assert ours == set(BY_NAME)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(client, scene, role):
    scene.sign_in(client, role)
    wrong, leaks, walked = [], [], 0
    for page, cell_role, state in cells():
        if cell_role != role:
            continue
        walked += 1
        address = page.address(scene, state)
        response = client.get(address)
        expected = page.status(role, state)
        if response.status_code != expected:
            wrong.append((page.name, state, response.status_code, expected))
        for canary in set(CANARY.findall(_body(response))) - page.shows:
            if not scenes.may_read(role, canary):
                leaks.append((page.name, state, canary))
    assert (wrong, leaks) == ([], [])
    assert walked >= len(PAGES)


def _body(response):
    if response.streaming:
        return b"".join(response.streaming_content).decode()
    return response.content.decode() + str(response.headers)


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_a_visitor_meets_no_canary_in_any_language(client, scene, language):
    for page in PAGES:
        if page.is_public:
            for state in STATES if page.by_state else ("approved",):
                address = page.address(scene, state).replace("/en/", f"/{language}/", 1)
                response = client.get(address)
                found = set(CANARY.findall(_body(response)))
                assert not {c for c in found if not scenes.may_read("visitor", c)}


COMMENT = {"comment": "Because."}
ROLE_IN_TABLE = {"desk": "reviewer", "secretariat": "secretariat"}


def allowed(role, state, action):
    """From the table of the workflow's own test and the scene's people."""
    is_public = state in PUBLIC
    stored = {"revised": "draft", "unpublished": "withdrawn"}.get(state, state)
    held = ["author"] if role in OWN else []
    held += [ROLE_IN_TABLE[role]] if role in ROLE_IN_TABLE else []
    return any(action in OPEN.get((stored, r, is_public), []) for r in held)


@pytest.mark.parametrize("role", ROLES)
def test_each_step_is_open_to_those_the_table_names(client, scene, role):
    scene.sign_in(client, role)
    for state in STATES:
        _try_every_step(client, scene, role, state)


def _try_every_step(client, scene, role, state):
    for action in Action:
        activity = scene.activities[state]
        before = (activity.history.count(), Activity.objects.get(pk=activity.pk).state)
        if not allowed(role, state, action):
            response = client.post(_step(scene, state, action), COMMENT)
            stored = Activity.objects.get(pk=activity.pk)
            assert (activity.history.count(), stored.state) == before, action
            assert response.status_code in (302, 404)
    for action in Action:
        if allowed(role, state, action):
            savepoint = transaction.savepoint_create()
            client.post(_step(scene, state, action), COMMENT)
            assert activity.history.last().action == action
            transaction.savepoint_rollback(savepoint)


def _step(scene, state, action):
    address = BY_NAME["reporting:activity_step"].address(scene, state)
    return address.replace("/approve/", f"/{action}/")
