"""A new activity begun from one of before: what comes along, and what stays behind."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from reporting.copying import begin_from
from reporting.models import Activity, RefusedField, StoredFile
from reporting.models.version import LISTS
from reporting.sample import clear_sample
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    join,
    make_activity,
    make_country,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_term,
    make_type,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_user(language="fr")


@pytest.fixture
def last_year(author):
    """A draft with something in every part that could come along."""
    activity = make_draft(
        author=author,
        programme=make_programme(),
        title="Cooking at school 2025",
        results="Much came of it.",
        language="es",
        ended_on=date(2020, 6, 1),
        countries=[make_country("KEN")],
        tags=[make_term("tag", "FOOD_WASTE")],
    )
    draft = activity.draft()
    draft.partners.create(name="A school", role="host", order=0)
    draft.partners.create(organisation=make_organisation(), role="funding", order=1)
    draft.quantities.create(what="Meals", status="value", value=3, unit="meals")
    draft.links.create(url="https://example.org/2025")
    stored = StoredFile.objects.create(sha256="a" * 64, size=1)
    draft.files.create(stored=stored, name="2025.csv")
    RefusedField.objects.create(version=draft, field="ended_on", text='["x"]')
    return activity


def lists(version):
    """List → codes, empty ones left out."""
    named = {name: getattr(version, name).all() for name in LISTS}
    return {
        name: [word.code for word in words] for name, words in named.items() if words
    }


def copy_page(activity):
    return reverse("reporting:activity_copy", args=[activity.code])


def record(client, activity):
    return client.get(reverse("reporting:activity_record", args=[activity.code])).text


# --- What comes along -----------------------------------------------------------------


def test_texts_words_lists_and_partners_come_along_and_nothing_of_the_year(
    author, last_year
):
    source, colleague = last_year.draft(), make_user(language="ru")
    join(colleague, last_year.organisation)
    copy = begin_from(last_year, by=colleague)
    draft = copy.draft()
    assert (copy.state, copy.copied_from, copy.created_by, copy.organisation) == (
        State.DRAFT,
        last_year,
        colleague,
        last_year.organisation,
    )
    assert copy.programme == last_year.programme and copy.code != last_year.code
    assert (draft.number, draft.language, draft.title, draft.summary) == (
        1,
        "es",
        "Cooking at school 2025",
        "What we did, and why.",
    )
    assert (draft.type, draft.scope) == (source.type, source.scope)
    assert (draft.entered_by, draft.reported_by) == (colleague, last_year.organisation)
    expected = {"countries": ["KEN"], "sectors": ["SEC_FOOD"], "tags": ["FOOD_WASTE"]}
    assert lists(draft) == lists(source) == expected
    partners = "order", "name", "organisation", "role"
    assert list(draft.partners.values_list(*partners)) == list(
        source.partners.values_list(*partners)
    )
    assert (draft.started_on, draft.ended_on, draft.results) == (None, None, "")
    left = (draft.quantities, draft.links, draft.files, draft.refused_fields)
    assert [rows.count() for rows in left] == [0, 0, 0, 0]
    assert source.partners.count() == 2, "what was copied stays where it was"


def test_the_newest_version_is_copied_but_nothing_submitted_in_vain(author):
    people = {"author": author, "reviewer": make_user()}
    activity = make_activity(state=State.APPROVED, title="Public", **people)
    revise(activity, author=author, title="In vain")
    assert begin_from(activity, by=author).draft().title == "In vain"
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.RECALL, by=author)
    activity.take(Action.DISCARD, by=author)
    assert begin_from(activity, by=author).draft().title == "Public"


def test_a_word_no_longer_used_is_left_out_and_said(client, author, last_year):
    source = last_year.draft()
    gone, kept = make_term("tag", "OLD", label="Old tag"), make_term("tag", "NEW")
    source.tags.set([gone, kept])
    source.type = make_type("OLD_TYPE", label="Old type")
    source.save()
    for word in (gone, source.type):
        word.retired_on = timezone.localdate()
        word.save()
    client.force_login(author)
    page = client.get(copy_page(last_year))
    assert [str(word) for word in page.context["left_out"]] == ["Old type", "Old tag"]
    assert "no longer used" in page.text and "Old type, Old tag" in page.text
    draft = begin_from(last_year, by=author).draft()
    assert (draft.type, [word.code for word in draft.tags.all()]) == (None, ["NEW"])


# --- Who may, and how often -----------------------------------------------------------


def test_nobody_else_copies_it_nor_reads_what_it_says(client, last_year):
    source = last_year.draft()
    source.title = "CANARY-copy"
    source.save()
    stranger, secretariat = make_user(), make_secretariat()
    make_organisation(editor=stranger)
    for person in (stranger, secretariat):
        with pytest.raises(StepRefused):
            begin_from(last_year, by=person)
        client.force_login(person)
        answers = [
            client.get(copy_page(last_year)),
            client.post(copy_page(last_year), {"title": "Mine now"}),
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert not [answer for answer in answers if "CANARY" in answer.text]
    assert Activity.objects.count() == 1


def test_the_page_offers_the_title_and_a_second_click_copies_once(
    client, author, last_year
):
    client.force_login(author)
    page = client.get(copy_page(last_year))
    assert page.context["form"]["title"].value() == "Cooking at school 2025"
    body = {"once": page.context["once"], "title": "Cooking at school 2026"}
    answers = [client.post(copy_page(last_year), body) for _time in range(2)]
    copy = Activity.objects.exclude(pk=last_year.pk).get()
    edit = reverse("reporting:activity_edit", args=[copy.code])
    assert [answer["Location"] for answer in answers] == [edit, edit]
    assert copy.draft().title == "Cooking at school 2026"
    said = [str(message) for message in get_messages(answers[0].wsgi_request)]
    assert said == ["Begun. Days and results are for you to write."]
    other = client.post(copy_page(last_year), body | {"title": "Another"})
    assert other.status_code == 422 and "begun another activity" in other.text
    assert Activity.objects.count() == 2


def test_without_a_title_it_asks_again(client, author, last_year):
    client.force_login(author)
    answer = client.post(copy_page(last_year), {"title": " "})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"title"}
    assert Activity.objects.count() == 1


# --- Where it shows -------------------------------------------------------------------


def test_the_list_and_the_record_lead_to_the_question(client, author, last_year):
    client.force_login(author)
    link = f'href="{copy_page(last_year)}"'
    assert link in client.get(reverse("reporting:my_activities")).text
    assert link in record(client, last_year)


def test_the_copy_says_where_it_was_begun_from(client, author, last_year):
    copy = begin_from(last_year, by=author, title="2026")
    client.force_login(author)
    edit = client.get(reverse("reporting:activity_edit", args=[copy.code])).text
    where = reverse("reporting:activity_record", args=[last_year.code])
    line = (
        f'Begun from <a href="{where}"><bdi>Cooking at school 2025</bdi></a> '
        f"(<bdi>{last_year.code}</bdi>)"
    )
    assert line in edit and line in record(client, copy)
    assert "Begun from" not in record(client, last_year)


def test_what_it_was_begun_from_is_not_told_to_another_organisation(
    client, author, last_year
):
    """No verb makes such a copy; a row could."""
    stranger = make_user()
    theirs = make_draft(author=stranger)
    Activity.objects.filter(pk=theirs.pk).update(copied_from=last_year)
    client.force_login(stranger)
    page = record(client, theirs)
    assert "Cooking at school" not in page and last_year.code not in page


def test_a_draft_others_came_from_may_go(author, last_year):
    copy = begin_from(last_year, by=author)
    last_year.delete_draft(by=author)
    copy.refresh_from_db()
    assert copy.copied_from is None
    assert Activity.objects.with_origin().get().origin_title is None


def test_sample_copies_go_with_the_sample():
    author = make_user()
    organisation = make_organisation(editor=author, is_sample=True)
    activity = make_draft(author=author, organisation=organisation)
    again = begin_from(activity, by=author)
    begin_from(again, by=author)
    assert Activity.objects.filter(is_sample=True).count() == 3
    clear_sample()
    assert Activity.objects.count() == 0
