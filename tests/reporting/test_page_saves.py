"""A page that is left sends its last words without waiting for the answer before."""

import pytest
from django.urls import reverse

from reporting.drafts import EditConflict, save_draft
from reporting.initiative_drafts import save_initiative
from reporting.models import Activity
from reporting.posted import data_of
from tests.factories import (
    join,
    make_contribution,
    make_initiative_draft,
    make_user,
)
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def save(writer, *, by=None, title, once="page", turn, counter=0):
    user, activity = writer
    data = typed(activity, programme="", title=title, once=once, turn=turn)
    return save_draft(activity, by=by or user, data=data, uploads=None, counter=counter)


def titles(writer):
    return Activity.objects.get(pk=writer[1].pk).draft().title


def test_what_a_page_sends_after_its_own_save_takes_its_place(writer):
    save(writer, title="First", turn="1")
    save(writer, title="Later", turn="2")
    assert titles(writer) == "Later"


def test_last_words_that_were_sent_already_change_nothing(writer):
    """Else the page that follows would meet its own writer's newer save."""
    user, activity = writer

    def send(**words):
        counter, data = words.pop("counter", 0), typed(activity, **words)
        return save_draft(activity, by=user, data=data, counter=counter)

    assert send(title="As typed", once="page", turn="3").edit_count == 1
    again = send(title="As typed", once="page", turn="4")
    assert (again.edit_count, again.page_turn) == (1, 4)
    send(title="Then this", once="the next page", turn="1", counter=1)
    assert titles(writer) == "Then this"


def test_what_arrives_late_never_takes_the_place_of_what_was_typed_after_it(writer):
    save(writer, title="Later", turn="2")
    with pytest.raises(EditConflict):
        save(writer, title="First", turn="1")
    assert titles(writer) == "Later"


@pytest.mark.parametrize(
    ("once", "turn"), [("another page", "3"), ("", "3"), ("page", ""), ("page", "x")]
)
def test_any_other_page_is_in_conflict_as_before(writer, once, turn):
    save(writer, title="First", turn="1")
    with pytest.raises(EditConflict):
        save(writer, title="Second", once=once, turn=turn)


def test_a_save_of_somebody_else_in_between_is_not_written_over(writer):
    other = make_user()
    join(other, writer[1].organisation)
    version = save(writer, title="First", turn="1")
    count = version.edit_count
    theirs = data_of(version)
    theirs["title"] = "Theirs"
    save_draft(writer[1], by=other, data=theirs, uploads=None, counter=count)
    with pytest.raises(EditConflict):
        save(writer, title="Mine", turn="2")
    assert titles(writer) == "Theirs"


def test_nor_is_what_a_spreadsheet_brought_in_between(writer):
    save(writer, title="First", turn="1")
    writer[1].versions.update(title="Brought", edit_count=2)  # knows of no page
    with pytest.raises(EditConflict):
        save(writer, title="Mine", turn="2")
    assert titles(writer) == "Brought"


def test_initiatives_and_contributions_know_their_page_too(client, writer):
    user, activity = writer
    initiative = make_initiative_draft(author=user)
    for turn, title in (("1", "First"), ("2", "Later")):
        data = typed(title=title, objectives="O", once="page", turn=turn)
        save_initiative(initiative, by=user, data=data, counter=0)
    assert initiative.draft().title == "Later"
    row = make_contribution(activity, by=user)
    for turn, text in (("1", "First"), ("2", "Later")):
        sends = {"summary": text, "once": "page", "turn": turn, "counter": "0"}
        answer = client.post(f"{row.get_absolute_url()}autosave/", sends)
        assert answer.json()["state"] == "saved"
    row.refresh_from_db()
    assert row.answers["summary"] == ["Later"]


def test_who_asks_whether_it_arrived_is_told_the_last_page(client, writer):
    user, activity = writer
    save(writer, title="First", turn="7")
    client.force_login(user)
    told = client.post(reverse("reporting:activity_presence", args=[activity.code]))
    kept = {key: told.json()[key] for key in ("counter", "page", "turn")}
    assert kept == {"counter": 1, "page": "page", "turn": 7}


# --- The switch of language is a button of the form -----------------------------------


def switch(client, activity, **given):
    page = client.get(edit_url(activity)).context
    base = {"base": page["base"], "once": page["once"], "in_language": "ar"}
    data = typed(activity, **base | given)
    return client.post(edit_url(activity), sent(data), follow=True)


def test_another_language_saves_what_was_typed_on_the_way(client, writer):
    user, activity = writer
    client.force_login(user)
    rows = {"quantities-0-what": "Meals", "quantities-0-value": "1,234"}
    rows |= {"quantities-0-unit": "meals", "title": "Typed before", "step": ""}
    page = switch(client, activity, **rows)
    assert page.redirect_chain == [(edit_url(activity, "ar"), 302)]
    assert titles(writer) == "Typed before"
    text = page.content.decode()
    assert 'lang="ar" dir="rtl"' in text and 'value="1234"' in text


def test_another_language_alone_saves_nothing(client, writer):
    user, activity = writer
    client.force_login(user)
    page = client.get(edit_url(activity))
    nothing = data_of(activity.draft())
    for n in ("counter", "base", "once"):
        nothing[n] = str(page.context[n])
    nothing |= {"in_language": "fr", "step": "what"}
    told = client.post(edit_url(activity), sent(nothing))
    assert told.url == f"{edit_url(activity, 'fr')}?step=what"
    assert Activity.objects.get(pk=activity.pk).draft().edit_count == 0


def test_the_enter_key_saves_and_never_changes_the_language(client, writer):
    user, activity = writer
    client.force_login(user)
    text = client.get(edit_url(activity)).content.decode()
    buttons = text.split("<button")[1:]
    first = next(b for b in buttons if 'form="draft"' in b or "name=" in b)
    assert first.startswith(' form="draft" hidden>')


def test_a_contributor_keeps_what_they_typed_in_another_language_too(client, writer):
    user, activity = writer
    row = make_contribution(activity, by=user)
    sends = {"summary": "Typed", "counter": "0", "in_language": "es"}
    told = client.post(row.get_absolute_url(), sends)
    assert told.url == row.get_absolute_url().replace("/en/", "/es/")
    row.refresh_from_db()
    assert row.answers["summary"] == ["Typed"]


@pytest.mark.parametrize("step", ["", "?step=what"])
def test_nothing_keeps_the_form_but_the_page_itself(client, writer, step):
    user, activity = writer
    client.force_login(user)
    assert "no-store" in client.get(edit_url(activity) + step)["Cache-Control"]
    row = make_contribution(activity, by=user)
    assert "no-store" in client.get(row.get_absolute_url())["Cache-Control"]
