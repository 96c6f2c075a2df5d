"""What nobody can take back is asked about first."""

import pytest

from reporting.models import Activity
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_draft,
    make_secretariat,
    make_user,
    revise,
)
from tests.programmes.test_accounts import address

pytestmark = pytest.mark.django_db


def returned(people):
    return make_activity(state=State.RETURNED, **people)


def revised(people):
    activity = make_activity(state=State.APPROVED, **people)
    revise(activity, author=people["author"], title="Better")
    return activity


def published(people):
    people["author"] = make_secretariat()
    return make_activity(state=State.APPROVED, **people)


FINAL = [
    (returned, Action.WITHDRAW, "Withdraw this report?"),
    (revised, Action.DISCARD, "Discard this revision?"),
    (published, Action.UNPUBLISH, "Take it off the public site?"),
]


def step_url(activity, action):
    return address("reporting:activity_step", activity.code, action)


@pytest.mark.parametrize(("made", "action", "question"), FINAL)
def test_a_final_step_is_taken_after_its_question(
    client, people, made, action, question
):
    activity = made(people)
    client.force_login(people["author"])
    url, steps = step_url(activity, action), activity.history.count()
    for asked in (client.get(url), client.post(url, {"comment": "<b>why</b>"})):
        assert (asked.status_code, activity.history.count()) == (200, steps)
        assert f">{question}</h2>" in asked.text
        assert asked.text.count("formaction=") == 1
        assert f'class="button-problem" formaction="{url}"' in asked.text
    assert "&lt;b&gt;why&lt;/b&gt;</textarea>" in asked.text
    answer = client.post(url, {"comment": "Why", **asked.context["hidden"]})
    assert answer.status_code == 302
    last = activity.history.last()
    assert (last.action, last.comment) == (action, "Why")


def test_a_final_step_without_its_comment_is_asked_again(client, people):
    activity = published(people)
    client.force_login(people["author"])
    url = step_url(activity, Action.UNPUBLISH)
    answer = client.post(url, {"sure": "1", "comment": " "})
    assert answer.status_code == 422
    assert activity.open_publication() is not None


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_final_step_not_open_is_refused_instead_of_asked(client, people, method):
    activity = make_activity(state=State.SUBMITTED, **people)
    client.force_login(people["author"])
    ask = getattr(client, method)
    answer = ask(step_url(activity, Action.WITHDRAW), {"comment": "Mine"}, follow=True)
    assert answer.redirect_chain[-1][0] == address(
        "reporting:activity_record", activity.code
    )
    assert "This is not possible now" in answer.text
    assert activity.history.last().action == Action.SUBMIT


def test_steps_that_can_be_taken_back_are_not_asked_about(client, people):
    activity = make_activity(state=State.SUBMITTED, **people)
    client.force_login(people["author"])
    client.post(step_url(activity, Action.RECALL))
    assert activity.history.last().action == Action.RECALL


# --- Deleting ------------------------------------------------------------------------


def offered(client, activity):
    """The addresses a record page offers to go on to."""
    page = client.get(address("reporting:activity_record", activity.code))
    delete = address("reporting:activity_delete", activity.code)
    return [s.action for s in page.context["steps"]], f'href="{delete}"' in page.text


def test_a_draft_never_submitted_can_be_submitted_or_deleted(client, people):
    activity = make_activity(state=State.DRAFT, **people)
    client.force_login(people["author"])
    assert offered(client, activity) == (["submit"], True)
    activity.take(Action.SUBMIT, by=people["author"])
    activity.take(Action.RECALL, by=people["author"])
    assert offered(client, activity) == (["submit", "withdraw"], False)


def test_a_draft_withdrawn_can_no_longer_be_deleted(client, people):
    activity = make_activity(state=State.DRAFT, **people)
    activity.take(Action.WITHDRAW, by=people["author"])
    client.force_login(people["author"])
    assert offered(client, activity) == ([], False)
    for ask in (client.get, client.post):
        answer = ask(address("reporting:activity_delete", activity.code), follow=True)
        assert "This is not possible now" in answer.text
    assert Activity.objects.count() == 1


def test_looking_at_the_question_deletes_nothing(client):
    author = make_user()
    activity = make_draft(author=author)
    client.force_login(author)
    url = address("reporting:activity_delete", activity.code)
    asked = client.get(url)
    assert asked.status_code == 200
    assert "Delete this draft?" in asked.text
    assert Activity.objects.count() == 1
    answer = client.post(url)
    assert answer["Location"] == address("reporting:my_activities")
    assert Activity.objects.count() == 0
