"""What is typed is kept while it is typed, and each answer says what became of it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import translation

from oneplanet.text import dates
from reporting import writing
from reporting.models import Activity, HistoryEntry, StoredFile
from reporting.workflow import Action
from tests.factories import join, make_activity, make_draft, make_user
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db
OUT = {"state": "signed_out", "kept": False}  # without the mark of a form


@pytest.fixture
def writer():
    return make_writer()


@pytest.fixture
def author(client, writer):
    client.force_login(writer[0])
    return client


def address(activity, language="en"):
    with translation.override(language):
        return reverse("reporting:activity_autosave", args=[activity.code])


def answer_of(response):
    """But for its panel and head, how it was read (test_how_numbers_were_read.py), and
    what test_two_editors.py tests: its beginning, and who is there."""
    answer, left = (
        response.json(),
        ("base", "others", "panel", "remarks", "head", "meant"),
    )
    told = {name: answer[name] for name in answer if name not in left}
    return response.status_code, told


def draft_of(activity):
    return Activity.objects.get(pk=activity.pk).draft()


def saved(activity, counter, language="en"):
    """The answer to a save, in words, with the counter to go on from."""
    clock = dates.clock(draft_of(activity).saved_at, language)
    with translation.override(language):
        words = translation.gettext("Saved at %(time)s %(zone)s")
    words %= {"time": clock, "zone": "UTC"}
    state = {
        "state": "saved",
        "counter": counter,
        "saved_at": words,
        "unread": "",
        "errors": {},
    }
    return 200, state


def test_each_save_gives_the_counter_of_the_next(author, writer):
    activity, counter = writer[1], writer[1].draft().edit_count
    rows = row("quantities", what="Meals", value="1200", unit="meals")
    for n in (1, 2, 3):
        data = sent(typed(activity, title=f"Cooking {n}", **rows))
        assert answer_of(author.post(address(activity), data)) == saved(
            activity, counter + n
        )
        draft = draft_of(activity)
        numbers = [(q.what, int(q.value)) for q in draft.quantities.all()]
        assert (draft.title, numbers) == (f"Cooking {n}", [("Meals", 1200)])
    assert activity.versions.count() == Activity.objects.count() == 1


def test_the_answer_is_in_the_readers_language_and_digits(author, writer):
    activity = writer[1]
    counter = activity.draft().edit_count + 1
    response = author.post(address(activity, "ar"), sent(typed(activity)))
    assert answer_of(response) == saved(activity, counter, "ar")
    assert re.search("[٠-٩]{2}:[٠-٩]{2}", response.json()["saved_at"])
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_head_says_the_same_time_as_the_page_opened_again(author, writer, language):
    activity = writer[1]
    answer = author.post(address(activity, language), sent(typed(activity))).json()
    page = author.get(edit_url(activity, language)).text
    assert f"<span data-saved>{answer['head']}</span>" in page
    clock = dates.clock(draft_of(activity).saved_at, language)
    assert clock in answer["head"] and clock in answer["saved_at"]


def test_what_was_answered_into_nothing_may_be_sent_again(author, writer):
    activity = writer[1]
    data = sent(typed(activity, title="Once"))
    counter = int(data["counter"][0]) + 1
    answers = [answer_of(author.post(address(activity), data)) for _n in range(3)]
    assert answers == [saved(activity, counter)] * 3
    assert draft_of(activity).edit_count == counter


def test_a_refused_answer_is_kept_as_typed_and_the_others_saved(author, writer):
    activity = writer[1]
    data = sent(typed(activity, started_on="31/02/2020", title="Kept"))
    assert author.post(address(activity), data).json()["state"] == "saved"
    refused = [(r.field, r.text) for r in draft_of(activity).refused_fields.all()]
    assert refused == [("started_on", '["31/02/2020"]')]
    assert draft_of(activity).title == "Kept"
    page = author.get(edit_url(activity)).content.decode()
    assert 'value="31/02/2020"' in page


def test_saving_over_anothers_newer_text_keeps_both(author, writer):
    activity = writer[1]
    mine = sent(typed(activity, title="Mine"))
    other = make_user(name="Other")
    join(other, activity.organisation)
    theirs = Client()
    theirs.force_login(other)
    theirs.post(address(activity), sent(typed(activity, title="Theirs")))
    response = author.post(address(activity), mine)
    assert answer_of(response) == (409, {"state": "conflict"})
    assert draft_of(activity).title == "Theirs"
    both = author.post(edit_url(activity), mine)
    page = both.content.decode()
    assert (both.status_code, "Mine" in page, "Theirs" in page) == (409, True, True)
    assert "autosave.js" not in page  # until both have been compared
    assert "autosave.js" in author.get(edit_url(activity)).content.decode()


def test_what_was_submitted_is_closed(author):
    user = make_user()
    activity = make_activity(author=user)
    data = sent(typed(activity, title="Late"))
    activity.take(Action.SUBMIT, by=user)
    author.force_login(user)
    response = author.post(address(activity), data)
    assert answer_of(response) == (409, {"state": "closed"})
    assert activity.latest_sealed().title != "Late"


def test_anothers_draft_is_not_there(author, writer):
    theirs = make_draft(title="Theirs")
    response = author.post(address(theirs), sent(typed(theirs, title="Mine")))
    assert (response.status_code, draft_of(theirs).title) == (404, "Theirs")
    assert "Theirs" not in response.content.decode()


# --- Files ----------------------------------------------------------------------------


def test_files_and_what_was_said_of_them_are_left_alone(author, writer):
    activity = writer[1]
    good = SimpleUploadedFile("good.csv", b"a,b\n")
    bad = SimpleUploadedFile("bad.exe", b"MZ")
    author.post(edit_url(activity), sent(typed(activity)) | {"files": [good, bad]})
    before = list(draft_of(activity).files.values_list("pk", "name"))
    assert [name for _pk, name in before] == ["good.csv"]
    more = {"files": SimpleUploadedFile("more.csv", b"c,d\n")}
    more |= {"remove_file": [str(before[0][0])], "title": ["Later"]}
    response = author.post(address(activity), sent(typed(activity)) | more)
    draft = draft_of(activity)
    assert (response.status_code, draft.title) == (200, "Later")
    assert list(draft.files.values_list("pk", "name")) == before
    assert StoredFile.objects.count() == 1
    assert [r.field for r in draft.refused_fields.all()] == ["files"]


# --- Who asks -------------------------------------------------------------------------


def test_who_is_signed_out_is_told_so(client, writer):
    response = client.post(address(writer[1]), sent(typed(writer[1])))
    assert answer_of(response) == (401, OUT)
    assert draft_of(writer[1]).title == ""


def test_a_page_saves_only_for_the_person_it_was_made_for(client, writer):
    user, activity = writer
    other = make_user()
    join(other, activity.organisation)
    client.force_login(other)
    data = sent(typed(activity)) | {"person": str(user.pk)}
    response = client.post(address(activity), data)
    assert answer_of(response) == (401, OUT)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(other)
    response = strict.post(address(activity), data)
    assert answer_of(response) == (401, OUT)
    assert draft_of(activity).title == ""
    client.force_login(user)
    assert client.post(address(activity), data).json()["state"] == "saved"


def test_a_token_from_before_signing_in_again_is_followed_by_a_fresh_one(writer):
    user, activity = writer
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    data = sent(typed(activity)) | {"csrfmiddlewaretoken": "x" * 64}
    response = client.post(address(activity), data)
    status, answer = answer_of(response)
    assert (status, answer["state"], draft_of(activity).title) == (403, "again", "")
    data["csrfmiddlewaretoken"] = answer["token"]
    assert client.post(address(activity), data).json()["state"] == "saved"


def test_while_the_database_is_taken_the_script_is_told_to_come_again(
    author, writer, monkeypatch
):
    def taken(*args, **kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(writing, "save_draft", taken)
    response = author.post(address(writer[1]), sent(typed(writer[1])))
    assert (response.status_code, response.json()["state"]) == (503, "again")
    assert response.headers["Retry-After"] == "10"


def test_typing_writes_no_history(author, writer):
    before = HistoryEntry.objects.count()
    author.post(address(writer[1]), sent(typed(writer[1])))
    assert HistoryEntry.objects.count() == before


# --- What could not be read, and what is to be looked at ------------------------------


def told(author, activity, **given):
    answer = author.post(address(activity), sent(typed(activity, **given))).json()
    return answer["unread"], answer["panel"]


def test_the_answer_names_what_could_not_be_read_and_leads_there(author, writer):
    activity, rows = writer[1], row("quantities", what="Meals", value="many")
    unread, panel = told(author, activity, started_on="31/02/2020", **rows)
    assert unread == (
        '2 answers could not be read yet: <a href="#id_started_on">When did it start?'
        '</a>, <a href="#quantities">Results as numbers</a>'
    )
    found = re.findall(r"<li><a [^>]*>([^<]*)</a> <span>([^<]*)</span>", panel)
    assert found[:2] == [
        (
            "When did it start?",
            "There is no such day. The day comes first, then the month.",
        ),
        ("Results as numbers", "Write a number in digits, for example 1234.5."),
    ]
    page = author.get(edit_url(activity)).content.decode()
    assert 'id="id_started_on"' in page and 'id="quantities"' in page
    unread, panel = told(author, activity)
    assert (unread, "could not be read" in panel) == ("", False)


def test_what_was_read_and_does_not_fit_is_told_apart(author, writer):
    """An end before the start, a row that lacks its unit: both can be read."""
    rows = row("quantities", what="Meals", value="12")
    rows |= row("quantities", 1, what="Meals", value="many", unit="meals")
    days = {"started_on": "02/04/2020", "ended_on": "01/03/2020"}
    unread, panel = told(author, writer[1], **days, **rows)
    assert unread == (
        '1 answer could not be read yet: <a href="#quantities">Results as numbers</a>'
        " · 2 answers were read but do not fit yet: "
        '<a href="#id_ended_on">When did it end?</a>, '
        '<a href="#quantities">Results as numbers</a>'
    )
    found = re.findall(r"<li><a [^>]*>[^<]*</a> <span>([^<]*)</span>", panel)
    assert found[:3] == [
        "The end comes before the start.",
        "Give the unit: people, tonnes, schools …",
        "Write a number in digits, for example 1234.5.",
    ]


def test_of_many_the_first_are_named(author, writer):
    rows = {}
    for number in range(4):
        rows |= row("quantities", number, what="Meals", value="many")
    unread, _panel = told(author, writer[1], **rows)
    assert unread.startswith("4 answers could not be read yet: ")
    assert (unread.count("<a "), unread[-1]) == (3, "…")


def test_a_step_names_what_is_asked_there_and_the_panel_leads_everywhere(
    author, writer
):
    activity = writer[1]
    told(author, activity, started_on="31/02/2020")
    unread, panel = told(author, activity, step="results")
    assert unread == ""
    assert 'href="?step=where#id_started_on"' in panel


def test_the_panel_of_the_answer_is_that_of_the_page_drawn_anew(author, writer):
    activity = writer[1]
    _unread, panel = told(author, activity, title="", summary="Short.")
    page = author.get(edit_url(activity)).content.decode()
    assert "Give the activity a title." in panel
    assert panel.strip() in page


def test_what_was_typed_is_never_markup(author, writer):
    unread, panel = told(author, writer[1], started_on="<b>soon</b>")
    assert "<b>" not in unread + panel
