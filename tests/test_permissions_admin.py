"""Every address of the admin × role: what it answers; nothing private shows."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from knowledge_hubs.models import Hub
from reporting.models import Activity, ActivityVersion
from tests.admin_pages import (
    FIXED,
    OF_A_ROW,
    OTHERS,
    STAFF,
    cells,
    is_private,
    name_of,
    of_one_hub,
)
from tests.programmes.test_admin import MODELS
from tests.test_permissions import leaked

pytestmark = pytest.mark.django_db
OPEN_TO_ALL = ("admin:login", "admin:logout")  # and lead to where one may be


@pytest.fixture(scope="module")
def scene(scene_of_reference):
    """The reference data, so that every model has a row, and the scene."""
    return scene_of_reference


def wrong_at(address, response, expected, role) -> list:
    """One line where the answer is not what the table says, or tells too much."""
    leaks = leaked(response, role)
    if response.status_code == expected and not leaks:
        return []
    return [(address, response.status_code, expected, leaks)]


@pytest.mark.parametrize("role", STAFF)
def test_staff_get_what_the_table_says_and_nobodys_draft(client, scene, role):
    scene.sign_in(client, role)
    wrong = []
    for _page, address, expected in cells():
        wrong += wrong_at(address, client.get(address), expected, role)
    for row in FIXED:
        address = row.address()
        wrong += wrong_at(address, client.get(address), row.answers[2], role)
    assert wrong == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_gets_in(client, scene, role):
    """Neither by looking nor by posting, whatever there is at the address."""
    scene.sign_in(client, role)
    wrong = []
    for page, address, _expected in cells(private=False):
        response = client.get(address)
        wrong += wrong_at(address, response, 302, role)
        if page in ("add", "change", "delete", "end"):
            response = client.post(address, {"post": "yes", "_save": "Save"})
            wrong += wrong_at(address, response, 302, role)
        assert response["Location"].startswith("/en/admin/login/?next=")
    for row in FIXED:
        address, expected = row.address(), row.answers[role != "visitor"]
        wrong += wrong_at(address, client.get(address), expected, role)
    assert wrong == []


def test_an_editor_of_one_hub_gets_its_pages_and_nothing_else(client, scene):
    """Neither by looking nor by posting: of all there is, and of a hub not theirs."""
    scene.sign_in(client, "hub_editor")
    own = of_one_hub(Hub.objects.get(code="a-hub"))
    other = Hub.objects.get(code="a-draft")
    every = {address for _page, address, _expected in cells()} | own
    every |= {row.address() for row in FIXED if row.name not in OPEN_TO_ALL}
    every |= {reverse(name_of(Hub, page), args=[other.pk]) for page in OF_A_ROW}
    before, wrong, leaks = rows_there(), [], []
    for address in sorted(every):
        response = client.get(address)
        if (response.status_code == 200) != (address in own):
            wrong.append((address, response.status_code))
        leaks += [(address, text) for text in leaked(response, "hub_editor")]
        if address not in own:
            posted = client.post(address, {"post": "yes", "_save": "Save"})
            if posted.status_code not in (302, 403, 404, 405):
                wrong.append((address, "posted", posted.status_code))
    assert (wrong, leaks) == ([], [])
    assert rows_there() == before


def rows_there() -> dict:
    """How many rows of each model there are, and the last line of what was done."""
    rows = {model: model._base_manager.count() for model in MODELS}
    return rows | {LogEntry: LogEntry.objects.count()}


@pytest.mark.parametrize("model", [Activity, ActivityVersion])
def test_there_is_something_to_hide(scene, model):
    assert {is_private(row) for row in model.objects.all()} == {True, False}
