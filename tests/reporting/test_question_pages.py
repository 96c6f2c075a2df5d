"""Where a programme's questions and answers are read, and where staff write them."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from reporting.models import Answer, QuestionSet
from reporting.question_sets import (
    publish,
)
from reporting.workflow import Action
from tests.factories import (
    appoint,
    make_programme,
    make_questions,
    make_secretariat,
    make_user,
)
from tests.reporting.questions import save, with_questions
from tests.reporting.writing import make_writer, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def test_the_public_reads_question_and_answer_in_their_languages(client, writer):
    user, activity = writer
    desk = make_user()
    appoint(desk, "desk", programme=activity.programme)
    edition = make_questions(activity.programme, opened=False, one="one", text="text")
    edition.questions.filter(code="one").update(label_fr="Laquelle ?")
    publish(edition, by=desk)
    activity.versions.update(question_set=edition)
    data = typed(questions=str(edition.pk), **{"q-one": "a", "q-text": "So <b>"})
    save(writer, data)
    activity.take(Action.SUBMIT, by=user)
    activity.take(Action.APPROVE, by=desk)
    with translation.override("fr"):
        page = client.get(activity.get_absolute_url()).text
    assert "Laquelle ?" in page
    assert '<span lang="en" dir="ltr">Choice a</span>' in page
    assert '<span lang="en" dir="ltr">What of text?</span>' in page
    assert '<div lang="en" dir="ltr"><p>So &lt;b&gt;</p></div>' in page


def test_answers_are_read_and_nowhere_counted(client, writer):
    """No list narrows by them, no statistics or open data hold them."""
    user, activity = writer
    desk = make_user()
    appoint(desk, "desk", programme=activity.programme)
    edition = with_questions(writer, one="one", text="text")
    data = typed(questions=str(edition.pk), **{"q-one": "a", "q-text": "Wombats"})
    save(writer, data)
    activity.take(Action.SUBMIT, by=user)
    activity.take(Action.APPROVE, by=desk)
    assert "Wombats" in client.get(activity.get_absolute_url()).text
    elsewhere = [
        reverse("reporting:activity_list"),
        activity.organisation.get_absolute_url(),
        reverse("api:activities"),
    ]
    for address in elsewhere:
        answer = client.get(address)
        assert answer.status_code == 200
        body = answer.getvalue().decode()
        assert activity.versions.get().title in body
        assert "Wombats" not in body and "What of one?" not in body


def test_answers_of_a_draft_are_its_author_s_alone(client, writer):
    user, activity = writer
    edition = with_questions(writer, text="text")
    save(writer, typed(questions=str(edition.pk), **{"q-text": "Canary"}))
    assert Answer.objects.get().text == "Canary"
    for person in (None, make_user(), make_secretariat()):
        if person:
            client.force_login(person)
        for name in ("activity_edit", "activity_preview", "activity_record"):
            answer = client.get(reverse(f"reporting:{name}", args=[activity.code]))
            assert answer.status_code in (302, 404)
            assert "Canary" not in answer.text


# --- In the admin ---------------------------------------------------------------------


def of_admin(page, edition, **given):
    given |= {"object_id": edition.pk}
    return reverse(f"admin:reporting_questionset_{page}", kwargs=given)


def test_staff_begin_see_publish_and_close_an_edition(client):
    staff, programme = make_secretariat(), make_programme()
    client.force_login(staff)
    add = reverse("admin:reporting_questionset_add")
    client.post(add, {"programme": programme.pk})
    edition = QuestionSet.objects.get()
    assert (edition.number, edition.is_published) == (1, False)
    assert "not published yet" in client.post(add, {"programme": programme.pk}).text
    edition.questions.create(code="why", kind="text", label="Why?", guidance="Say.")
    change = client.get(of_admin("change", edition)).text
    for page in (
        of_admin("preview", edition),
        of_admin("step", edition, action="publish"),
    ):
        assert f'href="{page}"' in change
    assert ">Why?" in client.get(of_admin("preview", edition)).text
    step = of_admin("step", edition, action="publish")
    assert "Neither can be changed again" in client.get(step).text
    client.post(step, {"take": "1"})
    edition.refresh_from_db()
    assert (edition.is_published, edition.opened_by) == (True, staff)
    question = edition.questions.get()
    page = client.get(reverse("admin:reporting_question_change", args=[question.pk]))
    assert not page.context["show_save"]
    client.post(of_admin("step", edition, action="next"), {"take": "1"})
    assert [row.number for row in programme.question_sets.all()] == [2, 1]
    client.post(of_admin("step", edition, action="close"), {"take": "1"})
    edition.refresh_from_db()
    assert edition.closed_by == staff
    told = client.get(of_admin("step", edition, action="close"), follow=True)
    assert "This step cannot be taken now." in told.text
    assert edition.history.count() == 3


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"asked_for": "maybe"}, "asked_for"),
        ({"asked_after": "other"}, "asked_after"),
        ({"asked_after": "later"}, "asked_after"),
    ],
)
def test_a_condition_names_an_earlier_question_of_the_edition(given, field):
    edition = make_questions(
        make_programme(), opened=False, yes="yes_no", why="text", later="yes_no"
    )
    other = make_questions(make_programme(), opened=False, other="yes_no")
    rows = {q.code: q for e in (edition, other) for q in e.questions.all()}
    question = rows["why"]
    question.asked_after = rows[given.get("asked_after", "yes")]
    question.asked_for = given.get("asked_for", "yes")
    with pytest.raises(ValidationError) as refusal:
        question.clean()
    assert set(refusal.value.message_dict) == {field}
    question.asked_after, question.asked_for = rows["yes"], "yes"
    question.clean()
