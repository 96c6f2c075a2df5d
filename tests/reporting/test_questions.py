"""Answers to a programme's questions are read beside the very words they answer."""

from datetime import date
from decimal import Decimal

import pytest

from reporting.comparing import changes
from reporting.drafts import EditConflict
from reporting.models import Activity
from reporting.posted import data_of, normal
from reporting.question_sets import (
    begin_next,
    newer_for,
    publish,
    take_newer,
)
from reporting.readiness import problems_of
from reporting.reading import changed_fields, read
from reporting.workflow import Action
from tests.factories import (
    make_programme,
    make_questions,
    make_user,
)
from tests.reporting.questions import (
    answered,
    refused,
    save,
    with_questions,
    words,
)
from tests.reporting.test_drafts import ROWS, stored
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def test_a_new_draft_is_asked_what_its_programme_asks():
    programme, user = make_programme(), make_user()
    from_now = {"by": user, "programme": programme}
    before = Activity.begin(organisation=make_writer()[1].organisation, **from_now)
    edition = make_questions(programme, text="text")
    after = Activity.begin(organisation=before.organisation, **from_now)
    assert [a.draft().question_set for a in (before, after)] == [None, edition]
    assert newer_for(before.draft()) == edition


def test_a_question_nobody_has_answered_yet_is_no_mistake(client, writer):
    user, activity = writer
    with_questions(writer)
    client.force_login(user)
    page = client.get(edit_url(activity))
    assert page.context["form"].errors == {} and page.context["problems"] == []


def test_every_kind_of_answer_is_read_back_as_it_was_posted(writer):
    edition = with_questions(writer)
    data = answered(edition)
    version = save(writer, data)
    assert stored(version) == sent(data)
    assert words(version) == [
        ("text", "A line"),
        ("long", "Two\nlines"),
        ("yes_no", "No"),
        ("one", "Choice a"),
        ("several", "Choice a"),
        ("several", "Choice b"),
        ("number", "1,234.5 people"),
        ("date", "2 April 2020"),
    ]
    rows = version.answers.values_list("text", "number", "day", "is_yes")
    assert ("", Decimal("1234.5"), None, None) in rows
    assert ("", None, date(2020, 4, 2), None) in rows


def test_what_is_refused_of_an_answer_is_kept_as_typed(writer):
    edition = with_questions(writer)
    wrong = {"q-one": "no such", "q-number": "many", "q-date": "soon"}
    wrong |= {"q-several": ["a", "zzz"], "q-text": "x" * 301, "q-yes_no": "perhaps"}
    data = answered(edition, **wrong)
    version = save(writer, data)
    assert stored(version) == sent(data)
    fields = set(version.refused_fields.values_list("field", flat=True))
    assert fields == set(wrong)
    save(writer, answered(edition))
    assert not version.refused_fields.exists()


def test_a_post_without_the_questions_leaves_the_answers_alone(writer):
    """What an upload or an older page sends."""
    edition = with_questions(writer)
    before = stored(save(writer, answered(edition)))
    version = save(writer, typed(title="Another"))
    assert stored(version) == before | {"title": ["Another"]}


def test_a_post_naming_another_edition_is_read_as_one_of_the_draft_s(writer):
    with_questions(writer, text="text")
    other = make_questions(make_programme(), text="text", secret="text")
    data = typed(questions=str(other.pk), **{"q-text": "Mine", "q-secret": "Theirs"})
    version = save(writer, data)
    assert words(version) == [("text", "Mine")]


def test_an_edition_not_published_is_asked_of_nobody(writer):
    hidden = make_questions(writer[1].programme, opened=False, text="text")
    data = typed(questions=str(hidden.pk), **{"q-text": "Mine"})
    assert words(save(writer, data)) == []
    assert normal(data).keys() == normal(typed()).keys()


def test_a_step_of_another_kind_leaves_answers_alone(writer):
    edition = with_questions(writer)
    before = stored(save(writer, answered(edition, **ROWS)))
    data = typed(title="Another", **{"q-text": ""})
    data["step"] = "what"
    version = save(writer, data)
    assert stored(version) == before | {"title": ["Another"]}
    alone = typed(title="Not saved", **{"q-text": "Yes", "q-several": []})
    alone["step"] = "questions"
    after = stored(save(writer, alone))
    assert (after["title"], after["q-text"]) == (["Another"], ["Yes"])
    assert (after["q-several"], after["q-one"]) == ([], [""])


def test_a_newer_answer_of_somebody_else_is_a_conflict(writer):
    edition = with_questions(writer)
    save(writer, answered(edition))
    same = answered(edition, **{"q-number": "1,234.50", "q-several": ["b", "a"]})
    assert save(writer, same, counter=0).edit_count == 1
    with pytest.raises(EditConflict):
        save(writer, answered(edition, **{"q-several": ["a"]}), counter=0)


def test_what_a_programme_needs_stands_in_the_way_where_it_is_asked(writer):
    edition = make_questions(
        writer[1].programme, opened=False, yes="yes_no", why="text", where="text"
    )
    yes, why, _where = edition.questions.all()
    edition.questions.update(is_needed=True)
    why.asked_after, why.asked_for, why.is_needed = yes, "yes", True
    why.save()
    publish(edition, by=make_user())
    writer[1].versions.update(question_set=edition)
    fields = {
        answer: [
            problem.field
            for problem in problems_of(
                save(writer, typed(questions=str(edition.pk), **{"q-yes": answer}))
            )
        ]
        for answer in ("", "yes", "no")
    }
    assert fields == {
        "": ["q-yes", "q-where"],
        "yes": ["q-why", "q-where"],
        "no": ["q-where"],
    }


def conditional(writer):
    edition = make_questions(
        writer[1].programme, opened=False, yes="yes_no", why="text", where="text"
    )
    yes, why, _where = edition.questions.all()
    why.asked_after, why.asked_for = yes, "yes"
    why.save()
    publish(edition, by=make_user())
    writer[1].versions.update(question_set=edition)
    return edition


def test_without_scripts_a_question_is_drawn_after_the_save_that_needs_it(
    client, writer
):
    user, activity = writer
    edition = conditional(writer)
    client.force_login(user)
    address = f"{edit_url(activity)}?step=questions"

    def is_hidden():
        page = client.get(address).text
        before = page[: page.index('name="q-why"')]
        tag = before[before.rindex('class="field') :].split(">")[0]
        assert 'data-when="q-yes=yes"' in tag
        return " hidden" in tag

    assert is_hidden()
    data = typed(activity, questions=str(edition.pk), **{"q-yes": "yes"})
    data["step"] = "questions"
    answer = client.post(edit_url(activity), sent(data))
    assert answer.headers["Location"] == address
    assert not is_hidden()


def test_an_answer_not_asked_for_is_kept_in_the_draft_and_not_sealed(writer):
    user, activity = writer
    edition = conditional(writer)
    given = {"q-yes": "no", "q-why": "Because.", "q-where": "Here."}
    data = typed(questions=str(edition.pk), **given)
    version = save(writer, data)
    assert [code for code, _w in words(version)] == ["yes", "why", "where"]
    shown = read([version])[0].answers
    assert [row.question.code for row in shown] == ["yes", "where"]
    sealed = activity.take(Action.SUBMIT, by=user).version
    assert words(sealed) == [("yes", "No"), ("where", "Here.")]


# --- Another edition, another programme -----------------------------------------------


def test_a_draft_keeps_its_edition_until_its_author_takes_the_newer(client, writer):
    user, activity = writer
    first = with_questions(writer, text="text", old="text", one="one")
    save(writer, typed(questions=str(first.pk), **{"q-text": "Kept", "q-old": "Old"}))
    second = begin_next(first, by=user)
    second.questions.filter(code="old").delete()
    second.questions.create(code="new", kind="text", label="New?", guidance="Say.")
    publish(second, by=user)
    client.force_login(user)
    page = client.get(edit_url(activity))
    assert page.context["newer"] == second
    assert 'name="q-old"' in page.text and 'name="q-new"' not in page.text
    data = data_of(activity.draft())
    data["counter"], data["newer_questions"] = "1", "1"
    answer = client.post(edit_url(activity), sent(data))
    assert answer.headers["Location"] == f"{edit_url(activity)}?step=questions"
    draft = activity.draft()
    assert (draft.question_set, draft.edit_count) == (second, 3)
    page = client.get(edit_url(activity))
    assert page.context["newer"] is None
    assert [a.text for a in page.context["off_the_form"]] == ["Old"]
    assert page.context["form"].data["q-text"] == "Kept"
    assert "Answers no longer asked for" in page.text
    sealed = activity.take(Action.SUBMIT, by=user).version
    assert words(sealed) == [("text", "Kept")]


def test_another_programme_asks_its_own_and_loses_no_answer(writer):
    other = make_programme()
    theirs = make_questions(other, text="text")
    mine = with_questions(writer, text="text")
    save(writer, typed(questions=str(mine.pk), **{"q-text": "Mine"}))
    there = typed(questions=str(mine.pk), **{"q-text": "Mine"})
    version = save(writer, there, programme=other.code)
    assert (version.question_set, stored(version)["q-text"]) == (theirs, [""])
    back = save(writer, typed(), programme=mine.programme.code)
    assert (back.question_set, stored(back)["q-text"]) == (mine, ["Mine"])


def test_a_sealed_version_keeps_its_edition_and_its_answers_for_ever(writer):
    user, activity = writer
    edition = with_questions(writer)
    save(writer, answered(edition))
    activity.take(Action.SUBMIT, by=user)
    publish(begin_next(edition, by=user), by=user)
    version = activity.latest_sealed()
    assert version.question_set == edition
    refused(lambda: version.answers.update(text="Another"))
    refused(lambda: version.answers.all().delete())
    activity.take(Action.RECALL, by=user)
    draft = activity.draft()
    assert (draft.question_set, words(draft)) == (edition, words(version))


def test_a_changed_answer_is_told_and_one_carried_over_is_not(writer):
    user, activity = writer
    edition = with_questions(writer)
    save(writer, answered(edition))
    first = activity.take(Action.SUBMIT, by=user).version
    activity.take(Action.RECALL, by=user)
    newer = begin_next(edition, by=user)
    publish(newer, by=user)
    take_newer(activity, by=user)
    draft = activity.draft()
    before, after = read([first, draft])
    assert changed_fields(before, after) == []
    save(writer, answered(newer, **{"q-text": "Another line"}))
    before, after = read([first, activity.draft()])
    (change,) = changes(before, after)
    pieces = [(p.kind, p.text) for p in change.pieces if p.kind != "same"]
    label = "What of text? – "
    assert (change.field, pieces) == (
        "answers",
        [("gone", f"{label}A line"), ("new", f"{label}Another line")],
    )
