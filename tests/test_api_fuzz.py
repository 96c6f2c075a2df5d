"""The API asked at random, from its own description: nothing breaks, and nothing is
answered that the description does not name.
"""

from itertools import product

import pytest
from django.conf import settings
from django.core import signals
from django.core.handlers.wsgi import WSGIHandler
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from knowledge_hubs.open_data import KINDS
from tests import scene as scenes
from tests.served import session_of

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]

ROLES = ("visitor", "token", "editor", "secretariat")
TIMES = 6  # of each operation, role and way of asking
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def scene(django_db_setup, django_db_blocker):
    """Kept in a transaction, which the end of a request must not close."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    with django_db_blocker.unblock(), transaction.atomic():
        yield scenes.build()
        transaction.set_rollback(True)
    for signal in ends:
        signal.connect(close_old_connections)


def headers_of(scene, role):
    unpacked = {"Accept-Encoding": "identity"}
    if role == "visitor":
        return unpacked
    if role == "token":
        return unpacked | {"Authorization": f"Bearer {scene.token}"}
    cookie = settings.SESSION_COOKIE_NAME
    return unpacked | {"Cookie": f"{cookie}={session_of(scene.people[role])}"}


def codes():
    """Path of a record → the code of one there is."""
    found = {}
    for kind in KINDS:
        code = kind.rows().values_list(kind.code, flat=True).first()
        found[f"/{kind.name}/{{code}}/"] = code
    return found


def ask(operation, mode, headers, known) -> int:
    """Ask so many times; how often the answer was looked at."""
    asked = []

    @how(
        max_examples=TIMES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def once(case):
        if known and len(asked) % 2:
            case.path_parameters["code"] = known
        response = case.call(headers=headers)
        case.validate_response(response, checks=CHECKS)
        asked.append(response.status_code)

    once()
    return asked


@pytest.mark.parametrize("role", ROLES)
def test_nothing_breaks_and_no_answer_is_unknown_to_the_description(scene, role):
    schema = openapi.from_wsgi("/api/v1/openapi.json", app=WSGIHandler())
    headers, known, statuses = headers_of(scene, role), codes(), []
    operations = [found.ok() for found in schema.get_all_operations()]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    for operation, mode in product(operations, modes):
        statuses += ask(operation, mode, headers, known.get(operation.path))
    assert len(operations) == 2 * len(KINDS) + 3  # the index, the search
    assert len(statuses) * len(ROLES) >= 2000
    assert set(statuses) == {200, 400, 404}
