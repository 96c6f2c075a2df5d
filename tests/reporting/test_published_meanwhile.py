"""Who writes questions while a colleague publishes their edition is told so beside the
form, and what was typed is kept."""

import pytest
from django.urls import reverse

from reporting.models import Question, QuestionSet
from reporting.question_sets import publish
from tests.factories import make_programme, make_questions, make_secretariat, make_user

pytestmark = pytest.mark.django_db
TOLD = "Colleague has published this edition meanwhile"


@pytest.fixture
def edition(client):
    client.force_login(make_secretariat())
    return make_questions(make_programme(), opened=False, first="text", second="one")


def change(row):
    return reverse(f"admin:reporting_{row._meta.model_name}_change", args=[row.pk])


def as_sent(page) -> dict:
    """What the browser would send of a form of the editors' pages as it was shown."""
    forms = [page.context["adminform"].form]
    data = {}
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            value = getattr(value, "pk", value)
            if value not in (None, False):
                data[bound.html_name] = value
    return data


def put_out(edition):
    publish(QuestionSet.objects.get(pk=edition.pk), by=make_user(name="Colleague"))


@pytest.mark.parametrize("code", ["first", "second"])
def test_a_question_saved_after_its_edition_was_published(client, edition, code):
    question = edition.questions.get(code=code)
    typed = as_sent(client.get(change(question))) | {"label_en": "Typed all morning?"}
    put_out(edition)
    page = client.post(change(question), typed)
    assert page.status_code == 200
    assert TOLD in page.text
    assert 'value="Typed all morning?"' in page.text or (
        ">Typed all morning?</textarea>" in page.text.replace("\n", "")
    )
    question.refresh_from_db()
    assert question.label == f"What of {code}?"
    page = client.get(change(question))
    assert not page.context["show_save"], "seen afresh, it is only read"


def test_a_new_question_for_an_edition_published_meanwhile(client, edition):
    add = reverse("admin:reporting_question_add")
    form = as_sent(client.get(f"{add}?question_set={edition.pk}"))
    typed = form | {"code": "third", "kind": "text", "label_en": "Typed all morning?"}
    put_out(edition)
    page = client.post(add, typed)
    assert (page.status_code, TOLD in page.text) == (200, True)
    assert "Typed all morning?" in page.text
    assert Question.objects.filter(code="third").count() == 0


def test_the_order_of_questions_saved_after_the_edition_was_published(client, edition):
    typed = as_sent(client.get(change(edition)))
    places = [name for name in typed if name.endswith("-order")]
    assert len(places) == 2
    put_out(edition)
    page = client.post(change(edition), typed | {places[0]: "77"})
    assert (page.status_code, TOLD in page.text) == (200, True)
    assert 'value="77"' in page.text
    assert not edition.questions.filter(order=77).exists()
    assert client.post(change(edition), {}).status_code != 500


def test_before_it_is_published_all_of_it_is_saved(client, edition):
    question = edition.questions.get(code="second")
    typed = as_sent(client.get(change(question))) | {"label_en": "Another?"}
    assert client.post(change(question), typed).status_code == 302
    typed = as_sent(client.get(change(edition)))
    places = [name for name in typed if name.endswith("-order")]
    assert client.post(change(edition), typed | {places[0]: "77"}).status_code == 302
    assert edition.questions.filter(order=77).exists()
    question.refresh_from_db()
    assert question.label == "Another?"


def test_a_question_of_a_published_edition_is_not_deleted(client, edition):
    question = edition.questions.get(code="first")
    put_out(edition)
    where = reverse("admin:reporting_question_delete", args=[question.pk])
    assert client.post(where, {"post": "yes"}).status_code == 403
    assert edition.questions.filter(code="first").exists()
