"""What a list of the API costs, with every part of a record filled in."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reporting.workflow import Action
from tests.factories import (
    fill,
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_list_costs_the_same_however_long_it_is(client, reference):
    """One query for the rows and one for each relation, never one for each row."""
    author, desk = make_user(), make_user()
    programme = make_programme(desk=desk)
    counts = []
    for _time in range(2):
        for _row in range(2):
            given = {"author": author, "programme": programme}
            activity = make_draft(
                organisation=make_organisation(editor=author), **given
            )
            fill(activity.draft(), times=2)
            activity.take(Action.SUBMIT, by=author)
            activity.take(Action.APPROVE, by=desk)
        with CaptureQueriesContext(connection) as asked:
            client.get("/api/v1/activities/")
        counts.append(len(asked))
    assert counts == [21, 21]
