"""Fixtures of the tests of activities."""

import pytest

from tests.factories import make_programme, make_user


@pytest.fixture
def people():
    """Who writes and who reviews in which programme, as make_activity() takes them."""
    author, reviewer = make_user(name="Paul"), make_user(name="Dina", language="ar")
    programme = make_programme(desk=reviewer)
    return {"author": author, "reviewer": reviewer, "programme": programme}
