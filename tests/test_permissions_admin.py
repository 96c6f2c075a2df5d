"""Every address of the admin × role: what it answers; nothing private shows."""

import pytest

from reporting.models import Activity, ActivityVersion
from tests import scene as scenes
from tests.admin_pages import FIXED, OTHERS, STAFF, cells, is_private
from tests.test_permissions import leaked

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(reference, django_db_blocker):
    """The reference data, so that every model has a row, and the scene."""
    with django_db_blocker.unblock():
        return scenes.build()


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


@pytest.mark.parametrize("model", [Activity, ActivityVersion])
def test_there_is_something_to_hide(scene, model):
    assert {is_private(row) for row in model.objects.all()} == {True, False}
