"""One small network of people and activities, for the modules on the admin."""

import pytest

from tests import scene as scenes


@pytest.fixture(scope="module")
def scene(reference, django_db_blocker):
    """The reference data, and one small network of people and activities."""
    with django_db_blocker.unblock():
        return scenes.build()
