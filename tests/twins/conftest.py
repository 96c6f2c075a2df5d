"""One training in Nakuru, told by as many partners as a test asks for."""

from datetime import date

import pytest

from reporting.workflow import Action
from tests.factories import make_country, make_draft, make_programme, make_user

TOLD = {
    "en": "Cooks of school canteens learn to weigh food waste",
    "fr": "Les cuisiniers des cantines scolaires apprennent à peser le gaspillage",
}


@pytest.fixture
def desk():
    return make_user()


@pytest.fixture
def programme(desk):
    return make_programme(desk=desk, code="SFS", slug="food")


@pytest.fixture
def told(programme, desk):
    """A function that writes a record of one training in Nakuru, as far as asked."""

    def write(language="en", *, steps=(), author=None, **given):
        author = author or make_user()
        given = {
            "language": language,
            "title": TOLD[language],
            "summary": TOLD[language],
            "started_on": date(2021, 3, 14),
            "ended_on": date(2021, 3, 16),
            "countries": [make_country("KEN")],
        } | given
        activity = make_draft(author=author, programme=programme, **given)
        for action in steps:
            by = desk if action in (Action.APPROVE, Action.RETURN) else author
            activity.take(action, by=by, comment="Because.")
        return activity

    return write
