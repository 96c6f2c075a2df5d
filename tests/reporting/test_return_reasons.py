"""Staff read which reasons are given most, by question and language of the report."""

import pytest
from django.urls import reverse

from reporting.models import ReturnReason
from reporting.reason_counts import Counted, count_reasons
from reporting.review_notes import settle_note, write_note
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_initiative,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return make_user()


@pytest.fixture
def reasons():
    return {
        code: ReturnReason.objects.create(
            code=code, label_en=label, guidance_en="Do.", order=order
        )
        for order, (code, label) in enumerate(
            [("PLACE", "Place unclear"), ("DATES", "Date missing")]
        )
    }


@pytest.fixture
def returned(desk, reasons):
    """An activity in English and an initiative in French, returned with five notes,
    one settled since; one more is not sent."""
    author, programme = make_user(), make_programme(desk=desk)
    given = {"author": author, "reviewer": desk, "programme": programme}
    activity = make_activity(state=State.SUBMITTED, **given)
    initiative = make_initiative(state=State.SUBMITTED, language="fr", **given)
    rounds = (
        (activity, [("countries", "PLACE"), ("title", "DATES")]),
        (activity, [("title", None)]),
        (initiative, [("countries", "PLACE"), ("", "DATES")]),
    )
    for reported, notes in rounds:
        for field, code in notes:
            _say(reported, desk, field, reasons.get(code))
        reported.take(Action.RETURN, by=desk)
        reported.take(Action.SUBMIT, by=author)
    _say(activity, desk, "summary", reasons["DATES"])
    note = initiative.versions.get(number=1).notes.get(field="countries")
    settle_note(initiative, note.pk, by=desk, is_settled=True)


def _say(reported, by, field, reason):
    number = reported.latest_sealed().number
    write_note(
        reported, by=by, number=number, field=field, reason=reason, comment="Which?"
    )


def test_reasons_are_counted_by_question_and_language(returned):
    found = count_reasons()
    assert (found.notes, found.languages) == (5, [("en", 3), ("fr", 2)])
    assert [(row.label, row.notes, row.open) for row in found.reasons] == [
        ("Date missing", 2, 2),
        ("Place unclear", 2, 1),
        ("No reason, a comment alone", 1, 1),
    ]
    titles = "What is the activity called?"
    assert found.questions[0] == Counted(
        titles, 2, 2, [("Date missing", 1), ("No reason, a comment alone", 1)]
    )
    assert [row.notes for row in found.questions] == [2, 1, 1, 1]


def test_they_are_narrowed_to_a_language(returned):
    found = count_reasons(language="fr")
    assert (found.notes, found.languages) == (2, [("en", 3), ("fr", 2)])
    assert [(row.label, row.notes, row.open) for row in found.reasons] == [
        ("Date missing", 1, 1),
        ("Place unclear", 1, 0),
    ]


def test_the_page_is_for_staff(client, returned, desk):
    address = reverse("reporting:return_reasons")
    client.force_login(desk)
    assert client.get(address).status_code == 403
    client.force_login(make_secretariat())
    page = client.get(address, {"language": "fr"})
    assert page.context["counts"].notes == 2
    assert client.get(address, {"language": "xx"}).context["counts"].notes == 5
