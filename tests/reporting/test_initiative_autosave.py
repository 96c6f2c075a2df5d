"""An initiative saves itself, shows who is there, and loses no text of two editors."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from oneplanet.models import PendingPost
from reporting.models import Initiative, InitiativePresence
from reporting.workflow import Action
from tests.factories import join, make_initiative_draft, make_organisation, make_user
from tests.reporting.test_two_editors import hidden

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """The draft of an initiative, and the clients of its author and a colleague."""
    author, other = make_user(name="Paul"), make_user(name="Hera")
    initiative = make_initiative_draft(author=author, title="As it was")
    join(other, initiative.organisation)
    clients = Client(), Client()
    for client, user in zip(clients, (author, other), strict=True):
        client.force_login(user)
    return initiative, *clients


def opened(client, initiative, **changed) -> dict:
    """What the form sends that is open now, with what is changed in it."""
    draft, carried = draft_of(initiative), hidden(client.get(initiative.page("edit")))
    return {
        "title": draft.title,
        "objectives": draft.objectives,
        "language": draft.language,
        "type": draft.type.code,
        "started_on": "01/01/2020",
        "owners": [str(body) for body in draft.owners.all()],
        "programme": "NET",
        **carried,
        **changed,
    }


def draft_of(initiative):
    return Initiative.objects.get(pk=initiative.pk).draft()


def autosave(client, initiative, data):
    ours = {"origin": "http://testserver"}
    return client.post(initiative.page("autosave"), data, headers=ours)


def test_what_is_typed_is_saved_and_each_save_goes_on_from_the_last(two):
    initiative, paul, _hera = two
    data = opened(paul, initiative)
    for n in (1, 2):
        data["title"] = f"Typed {n}"
        answer = autosave(paul, initiative, data).json()
        assert (answer["state"], answer["counter"], answer["unread"]) == (
            "saved",
            n,
            "",
        )
        assert draft_of(initiative).title == f"Typed {n}"
        data |= {"counter": answer["counter"], "base": answer["base"]}
    assert initiative.versions.count() == 1
    assert not initiative.history.exists()


def test_an_answer_that_could_not_be_read_is_named_and_kept(two):
    initiative, paul, _hera = two
    data = opened(paul, initiative, ended_on="soon", owners=["Nobody We Know"])
    answer = autosave(paul, initiative, data).json()
    assert answer["unread"] == (
        '1 answer could not be read yet: <a href="#id_ended_on">When does it end?</a>'
        " · 1 answer was read but does not fit yet: "
        '<a href="#id_owners_0">Which organisations own it together with yours?</a>'
    )
    assert re.findall(r"</a> <span>([^<]*)</span>", answer["panel"])[:2] == [
        "Write day, month and year, for example 23/04/2021 or 2021-04-23.",
        "No organisation of the network is called just so: Nobody We Know. Save, "
        "and choose from those like it; or write a word of its name, or its acronym.",
    ]
    page = paul.get(initiative.page("edit")).text
    assert 'value="soon"' in page and "Nobody We Know" in page
    assert all(f'id="{place}"' in page for place in ("id_ended_on", "id_owners_0"))
    mended = opened(paul, initiative, ended_on="", title="")
    answer = autosave(paul, initiative, mended | {"owners": []}).json()
    assert answer["unread"] == ""
    assert "Give the initiative a title." in answer["panel"]


def test_over_anothers_newer_save_nothing_is_written(two):
    initiative, paul, hera = two
    mine = opened(paul, initiative, title="Mine")
    autosave(hera, initiative, opened(hera, initiative, title="Theirs"))
    answer = autosave(paul, initiative, mine)
    assert (answer.status_code, answer.json()) == (409, {"state": "conflict"})
    assert draft_of(initiative).title == "Theirs"


def test_what_was_submitted_is_closed(two):
    initiative, paul, _hera = two
    late = opened(paul, initiative, title="Late")
    initiative.take(Action.SUBMIT, by=initiative.created_by)
    answer = autosave(paul, initiative, late)
    assert (answer.status_code, answer.json()) == (409, {"state": "closed"})
    assert initiative.versions.get().title == "As it was"
    merged = paul.post(initiative.page("merge"), late)
    assert (merged.status_code, "Somebody was quicker" in merged.text) == (409, True)


def test_another_organisations_draft_is_not_there(two):
    paul, theirs = two[1], make_initiative_draft(title="CANARY-draft")
    for name in ("autosave", "presence", "merge"):
        answer = paul.post(theirs.page(name), {"title": "Mine", "counter": "0"})
        assert (answer.status_code, "CANARY" in answer.text) == (404, False)
    assert draft_of(theirs).title == "CANARY-draft"


def test_what_is_typed_after_the_session_ended_waits_for_its_person(two):
    initiative, paul, hera = two
    data = opened(paul, initiative, objectives="Typed too late")
    paul.session.flush()
    paul.cookies.clear()
    answer = autosave(paul, initiative, data)
    assert answer.status_code == 401
    assert answer.json() == {"state": "signed_out", "kept": True}
    assert draft_of(initiative).objectives == "What it is to achieve."
    where = f"{initiative.page('edit')}?waiting={PendingPost.objects.get().key}"
    assert "Typed too late" not in hera.get(where).text
    paul.force_login(initiative.created_by)
    assert "Typed too late" in paul.get(where).text


# --- Two texts ------------------------------------------------------------------------


def test_of_different_fields_both_are_kept_with_one_press(two):
    initiative, paul, hera = two
    houses = [make_organisation(name=f"House {n}") for n in (1, 2, 3, 4)]
    initiative.draft().owners.set(houses[:2])
    mine = opened(paul, initiative, title="Mine", owners=["House 1", "House 3"])
    theirs = opened(hera, initiative, objectives="Theirs", started_on="02/02/2021")
    theirs["owners"] = ["House 1", "House 2", "House 4"]
    assert hera.post(initiative.page("edit"), theirs).status_code == 302
    asked = paul.post(initiative.page("edit"), mine)
    assert (asked.status_code, "one press saves them" in asked.text) == (409, True)
    assert draft_of(initiative).title == "As it was"
    done = paul.post(initiative.page("merge"), hidden(asked))
    assert (done.status_code, done.url) == (302, initiative.page("edit"))
    draft = draft_of(initiative)
    assert (draft.title, draft.objectives) == ("Mine", "Theirs")
    assert str(draft.started_on) == "2021-02-02"
    assert list(draft.owners.order_by("name")) == [houses[0], *houses[2:]]
    assert draft.type is not None and not draft.refused_fields.exists()


def test_of_one_field_the_person_chooses(two):
    initiative, paul, hera = two
    mine = opened(paul, initiative, objectives="Mine", title="My title")
    theirs = opened(hera, initiative, objectives="Theirs", title="Their title")
    hera.post(initiative.page("edit"), theirs)
    asked = paul.post(initiative.page("edit"), mine)
    for text in ("Hera has saved this draft", "Hera saved", "Mine", "Theirs"):
        assert text in asked.text
    missing = paul.post(
        initiative.page("merge"), hidden(asked) | {"take-title": "theirs"}
    )
    assert (missing.status_code, missing.text.count("Choose which text")) == (422, 2)
    assert draft_of(initiative).objectives == "Theirs"
    chosen = {"take-title": "mine", "take-objectives": "own"}
    chosen["own-objectives"] = "A third"
    done = paul.post(initiative.page("merge"), hidden(missing) | chosen)
    assert done.status_code == 302
    draft = draft_of(initiative)
    assert (draft.title, draft.objectives) == ("My title", "A third")


# --- Who is there ---------------------------------------------------------------------


def test_who_else_has_it_open_is_seen_and_forgotten(two, time_machine):
    initiative, paul, hera = two
    time_machine.move_to("2026-11-26 14:05:00Z", tick=False)
    assert "have this draft open" not in paul.get(initiative.page("edit")).text
    words = "Others have this draft open too: Paul (since 14:05 UTC)"
    assert words in hera.get(initiative.page("edit")).text
    answer = paul.post(initiative.page("presence")).json()
    assert answer == {
        "state": "there",
        "others": words.replace("Paul", "Hera"),
        "counter": initiative.draft().edit_count,
        "page": "",
        "turn": 0,
    }
    assert Client().post(initiative.page("presence")).status_code == 401
    assert InitiativePresence.objects.count() == 2
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    call_command("run_due")
    assert not InitiativePresence.objects.exists()
