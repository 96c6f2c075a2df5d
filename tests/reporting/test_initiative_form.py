"""Writing an initiative: a save keeps what it can, and nothing typed is lost."""

import pytest
from django.urls import reverse

from oneplanet.idempotency import new_key
from reporting.initiative_form import InitiativeForm
from reporting.models import Initiative
from reporting.workflow import Action, State
from tests.factories import (
    join,
    make_initiative_draft,
    make_organisation,
    make_programme,
    make_type,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    user = make_user()
    client.force_login(user)
    return user


@pytest.fixture
def initiative(author):
    return make_initiative_draft(author=author, title="As it was")


def save(client, initiative, *, counter=None, **typed):
    draft = initiative.draft()
    data = {
        "counter": draft.edit_count if counter is None else counter,
        "once": new_key(),
        "title": draft.title,
        "objectives": draft.objectives,
        "language": draft.language,
        "type": draft.type.code,
        "started_on": "2020-01-01",
        "programme": "NET",
    }
    return client.post(initiative.page("edit"), data | typed)


def test_the_form_asks_these_questions():
    """One more of an activity is none of an initiative unless it is named here."""
    asked = [name for _n, _title, names in InitiativeForm.SECTIONS for name in names]
    assert sorted(InitiativeForm.base_fields) == sorted(asked)


def test_a_new_one_is_begun_once(client, author):
    organisation = make_organisation(editor=author)
    data = {
        "organisation": organisation.code,
        "programme": "NET",
        "title": "A new one",
        "once": new_key(),
    }
    answers = [client.post(reverse("reporting:initiative_new"), data) for _n in "12"]
    found = Initiative.objects.get()
    assert {answer.url for answer in answers} == {found.page("edit")}
    assert (found.draft().title, found.draft().language) == ("A new one", "en")


def test_a_save_stores_every_answer(client, initiative):
    owner = make_organisation(name="Second House")
    programme = make_programme()
    response = save(
        client,
        initiative,
        title="  Another   title ",
        objectives="Two lines.\r\nOr more.",
        type=make_type("PRACTICE").code,
        ended_on="2030-12-31",
        owners=["second house", "", str(initiative.organisation)],
        programme=programme.code,
    )
    assert response.url == initiative.page("edit")
    draft = initiative.draft()
    initiative.refresh_from_db()
    assert (draft.title, draft.objectives) == ("Another title", "Two lines.\nOr more.")
    assert (draft.type.code, str(draft.ended_on)) == ("PRACTICE", "2030-12-31")
    assert list(draft.owners.all()) == [owner], "the leading one is no further owner"
    assert initiative.programme == programme
    assert draft.edit_count == 1 and not draft.refused_fields.exists()


def test_what_is_refused_is_kept_as_typed_until_it_is_mended(client, initiative):
    typed = {"started_on": "1 Nevember", "owners": ["Nobody We Know"]}
    save(client, initiative, title="Kept", **typed)
    draft = initiative.draft()
    assert (draft.title, draft.started_on) == ("Kept", None)
    page = client.get(initiative.page("edit")).text
    for text in ("1 Nevember", "Nobody We Know", "No organisation of the network is"):
        assert text in page
    save(client, initiative, **typed, submit="1")
    initiative.refresh_from_db()
    assert initiative.state == State.DRAFT
    owner = make_organisation(name="Nobody We Know")
    save(client, initiative, started_on="2020-05-01", owners=["Nobody We Know"])
    draft = initiative.draft()
    assert not draft.refused_fields.exists()
    assert list(draft.owners.all()) == [owner]


def test_the_end_before_the_start_is_refused(client, initiative):
    save(client, initiative, started_on="2021-05-01", ended_on="2021-04-01")
    draft = initiative.draft()
    assert (str(draft.started_on), draft.ended_on) == ("2021-05-01", None)
    assert [row.field for row in draft.refused_fields.all()] == ["ended_on"]


def test_over_anothers_newer_save_both_texts_are_shown(client, initiative):
    other = make_user(name="The Other")
    join(other, initiative.organisation)
    save(client, initiative, title="Theirs", counter=0)
    initiative.versions.update(entered_by=other)
    response = save(client, initiative, title="Mine", counter=0)
    assert response.status_code == 409
    for text in ("The Other has saved this draft", "Theirs", "Mine"):
        assert text in response.text
    assert initiative.draft().title == "Theirs"
    assert save(client, initiative, title="Theirs", counter=0).status_code == 302
    save(client, initiative, title="Mine", counter=1)
    assert initiative.draft().title == "Mine"


def test_into_what_was_submitted_nothing_is_saved(client, author, initiative):
    initiative.take(Action.SUBMIT, by=author)
    address = initiative.page("edit")
    response = client.post(address, {"title": "Too late", "counter": "0"})
    assert response.status_code == 409
    assert "Too late" in response.text and "Somebody was quicker" in response.text
    assert initiative.versions.get().title == "As it was"


def test_submitting_says_what_is_missing(client, author):
    initiative = Initiative.begin(
        by=author, organisation=make_organisation(editor=author)
    )
    data = {"counter": "0", "submit": "1", "language": "en", "programme": "NET"}
    response = client.post(initiative.page("edit"), data, follow=True)
    assert [line["text"] for line in response.context["problems"]] == [
        "Give the initiative a title.",
        "Say in a few sentences what it is to achieve.",
        "Choose what kind of initiative it is.",
        "Give the day it starts or started.",
    ]


def test_it_is_submitted_taken_back_and_submitted_again(client, author, initiative):
    save(client, initiative, submit="1")
    initiative.refresh_from_db()
    assert initiative.state == State.SUBMITTED
    client.post(f"{initiative.get_absolute_url()}steps/recall/", {"once": new_key()})
    save(client, initiative, title="Better", submit="1")
    initiative.refresh_from_db()
    assert initiative.state == State.SUBMITTED
    versions = initiative.versions.order_by("number").values_list("title", flat=True)
    assert list(versions) == ["As it was", "Better"]
    receipt = initiative.versions.get(number=2).receipt
    assert "Better" in client.get(receipt.get_absolute_url()).text


def test_too_many_owners_are_refused_and_kept(client, initiative):
    names = [f"House {n}" for n in range(41)]
    save(client, initiative, owners=names)
    assert initiative.draft().refused_fields.get().field == "owners"
    page = client.get(initiative.page("edit")).text
    assert "Name at most" in page and "House 40" in page
