"""One small network of people and activities, for the modules on the admin."""

import pytest


@pytest.fixture(scope="module")
def scene(scene_of_reference):
    """The reference data, and one small network of people and activities."""
    return scene_of_reference
