"""Fixtures of the journeys."""

import pytest

from tests.factories import (
    make_draft,
    make_organisation,
    make_user,
)
from tests.journeys.writer import Writer


@pytest.fixture
def author(transactional_db):
    return make_user(name="Author")


@pytest.fixture
def organisation(author):
    return make_organisation(editor=author)


@pytest.fixture
def writer(page, live_server, author, organisation):
    draft = make_draft(
        author=author, organisation=organisation, title="Begun", summary="S"
    )
    page.clock.install()
    return Writer(page, live_server, draft, author).open()
