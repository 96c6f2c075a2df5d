"""Who brings a spreadsheet, and for whom."""

import pytest

from reporting.models import Activity, ActivityVersion
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_term,
    make_type,
    make_user,
)


@pytest.fixture
def author():
    return make_user(name="Paul")


@pytest.fixture
def ours(author):
    return make_organisation(code="ours", editor=author)


@pytest.fixture
def programme():
    make_type("TRAINING")
    make_term("scope", "GLOBAL", label="Global")
    make_term("sector", "SEC_FOOD", label="Food")
    return make_programme(code="SFS", slug="food", name="Food systems")


@pytest.fixture
def we():
    author = make_user()
    ours = make_organisation(code="ours", editor=author)
    make_programme(code="SFS", slug="food")
    make_type("TRAINING")
    make_term("scope", "GLOBAL", label="Global")
    make_term("sector", "SEC_A", label="Food")
    make_term("sector", "SEC_B", label="Food")
    make_draft(author=author, organisation=ours, title="There already")
    return author, ours


@pytest.fixture
def nothing_is_written(we):
    yield
    titles = ActivityVersion.objects.values_list("title", flat=True)
    assert (list(titles), Activity.objects.count()) == (["There already"], 1)
