"""Two people at one draft: each sees the other, and no text is overwritten unasked."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reporting import presence
from reporting.models import Activity, Presence
from tests.factories import join, make_draft, make_user
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A draft, and the clients of its author and of a colleague, Hera."""
    author, activity = make_writer(name="Paul")
    other = make_user(name="Hera")
    join(other, activity.organisation)
    clients = Client(), Client()
    for client, user in zip(clients, (author, other), strict=True):
        client.force_login(user)
    return activity, *clients


def hidden(page) -> dict:
    """The hidden fields of the form that carries a mark, as a browser sends them."""
    part = next(p for p in page.text.split("<form ")[1:] if "made_for" in p)
    fields = {}
    pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)"'
    for name, text in re.findall(pattern, part):
        fields.setdefault(unescape(name), []).append(unescape(text))
    return fields


def draft_of(activity):
    return Activity.objects.get(pk=activity.pk).draft()


def save(client, activity, page, **changed):
    """The whole form as it was opened, with what was changed in it."""
    return client.post(edit_url(activity), whole(page, changed))


def whole(page, changed) -> dict:
    return sent(typed(**changed)) | {
        name: texts
        for name, texts in hidden(page).items()
        if name in ("base", "counter", "once", "made_for")
    }


def merge_url(activity):
    return reverse("reporting:activity_merge", args=[activity.code])


@pytest.fixture
def conflict(two):
    """Both open one draft, Hera saves ``theirs``; what Paul is shown for ``mine``."""
    activity, paul, hera = two
    paul.post(edit_url(activity), sent(typed(activity)))

    def make(mine, theirs):
        page, hers = paul.get(edit_url(activity)), hera.get(edit_url(activity))
        assert save(hera, activity, hers, **theirs).status_code == 302
        answer = save(paul, activity, page, **mine)
        assert answer.status_code == 409
        return answer

    return make


def test_of_different_fields_both_are_kept_with_one_press(two, conflict):
    activity, paul, _hera = two
    mine = {"title": "Mine"} | row("links", url="https://mine.example/", label="")
    asked = conflict(
        {"title": "Mine", "links-0-url": "https://mine.example/"},
        {"results": "Theirs", "countries": ["KEN"]},
    )
    assert "Hera has saved this draft in the meantime" in asked.text
    assert "one press saves them together" in asked.text
    assert 'type="radio"' not in asked.text
    assert draft_of(activity).title == "Cooking at school"
    done = paul.post(merge_url(activity), hidden(asked))
    assert (done.status_code, done.url) == (302, edit_url(activity))
    draft = draft_of(activity)
    assert (draft.title, draft.results) == (mine["title"], "Theirs")
    assert [c.code for c in draft.countries.all()] == ["KEN"]
    assert [link.url for link in draft.links.all()] == ["https://mine.example/"]
    assert draft.summary == "We cooked.\n\nThen we ate."


def test_of_one_field_the_person_chooses(two, conflict):
    activity, paul, _hera = two
    asked = conflict(
        {"title": "Cooking well", "summary": "Mine"},
        {"title": "Cooking badly", "summary": "Theirs"},
    )
    for text in ("Cooking well", "Cooking badly", "Hera saved", "Take what I typed"):
        assert text in asked.text
    assert "Put in:" in asked.text
    fields = hidden(asked)
    missing = paul.post(merge_url(activity), fields | {"take-title": "mine"})
    assert (missing.status_code, missing.text.count("Choose which text")) == (422, 2)
    leads = re.findall(r'<a href="#(take-\w+)">', missing.text)
    assert (leads, missing.text.count('id="take-summary_0"')) == (["take-summary_0"], 1)
    chosen = {"take-title": "theirs", "take-summary": "own", "own-summary": "A third"}
    done = paul.post(merge_url(activity), hidden(missing) | chosen)
    assert done.status_code == 302
    draft = draft_of(activity)
    assert (draft.title, draft.summary) == ("Cooking badly", "A third")


def test_another_language_keeps_what_was_typed_and_chosen_so_far(two, conflict):
    activity, paul, _hera = two
    cells = {"what": "Ovens", "status": "value", "unit": "ovens", "reason": ""}
    asked = conflict(
        {"title": "Mine", "summary": "Mine"}
        | row("quantities", value="1,234", **cells),
        {"title": "Theirs", "summary": "Theirs"},
    )
    assert '<button form="both" name="in_language" value="fr"' in asked.text
    chosen = {"take-title": "theirs", "take-summary": "own", "own-summary": "A third"}
    french = paul.post(
        merge_url(activity), hidden(asked) | chosen | {"in_language": "fr"}
    )
    assert (french.status_code, french.headers["Content-Language"]) == (200, "fr")
    assert draft_of(activity).title == "Theirs", "nothing is saved yet"
    assert '<html lang="fr"' in french.text and "A third" in french.text
    answers = {q["id"]: q["answer"] for q in french.context["questions"]}
    assert answers == {"title": "theirs", "summary": "own"}
    address = re.search(r'action="([^"]+/merge/)"', french.text)[1]
    assert address == merge_url(activity).replace("/en/", "/fr/")
    done = paul.post(address, hidden(french) | chosen)
    assert (done.status_code, done.url) == (
        302,
        edit_url(activity).replace("/en/", "/fr/"),
    )
    draft = draft_of(activity)
    assert (draft.title, draft.summary) == ("Theirs", "A third")
    assert draft.quantities.get().value == 1234


def test_a_row_nobody_changed_is_not_asked_about_in_another_language(two):
    activity, paul, hera = two
    cells = {"what": "Ovens", "status": "value", "unit": "ovens", "reason": ""}
    first = typed(activity, **row("quantities", value="1.5", **cells))
    paul.post(edit_url(activity), sent(first))
    page, hers = paul.get(edit_url(activity)), hera.get(edit_url(activity))
    same = row("quantities", value="1.5", **cells)
    assert save(hera, activity, hers, title="Theirs", **same).status_code == 302
    changed = row("quantities", value="2.5", **cells)
    asked = save(paul, activity, page, title="Mine", **changed)
    french = paul.post(merge_url(activity), hidden(asked) | {"in_language": "fr"})
    assert [q["id"] for q in french.context["questions"]] == ["title"]
    assert ("Results as numbers", ["Ovens · Un nombre · 2,5 · ovens"]) in [
        (str(label), lines) for label, lines in french.context["by_itself"]
    ]


def test_a_form_without_its_beginning_asks_about_each_difference(two):
    activity, paul, hera = two
    hera.post(edit_url(activity), sent(typed(activity, title="Theirs")))
    data = sent(typed(title="Mine", counter="0"))
    asked = paul.post(edit_url(activity), data)
    assert (asked.status_code, asked.text.count("<fieldset")) == (409, 1)
    chosen = hidden(asked) | {"take-title": "mine"}
    assert paul.post(merge_url(activity), chosen).status_code == 302
    assert draft_of(activity).title == "Mine"


def test_over_a_still_newer_save_it_is_asked_once_more(two, conflict):
    activity, paul, hera = two
    asked = conflict({"title": "Mine"}, {"title": "Theirs"})
    hera.post(edit_url(activity), sent(typed(activity, title="Still newer")))
    chosen = {"take-title": "own", "own-title": "My third"}
    again = paul.post(merge_url(activity), hidden(asked) | chosen)
    assert again.status_code == 409
    for text in ("saved once more meanwhile", "Still newer", "My third"):
        assert text in again.text
    assert draft_of(activity).title == "Still newer"
    chosen = hidden(again) | {"take-title": "mine"}
    assert paul.post(merge_url(activity), chosen).status_code == 302
    assert draft_of(activity).title == "My third"


def test_a_double_press_saves_once(two, conflict):
    activity, paul, _hera = two
    asked = conflict({"title": "Mine"}, {"results": "Theirs"})
    counter = draft_of(activity).edit_count
    answers = [paul.post(merge_url(activity), hidden(asked)) for _n in range(2)]
    assert [(a.status_code, a.url) for a in answers] == [(302, edit_url(activity))] * 2
    assert draft_of(activity).edit_count == counter + 1


def test_what_could_not_be_read_stays_as_typed(two, conflict):
    activity, paul, _hera = two
    asked = conflict({"started_on": "31/02/2020"}, {"title": "Theirs"})
    paul.post(merge_url(activity), hidden(asked))
    refused = [(r.field, r.text) for r in draft_of(activity).refused_fields.all()]
    assert refused == [("started_on", '["31/02/2020"]')]
    assert draft_of(activity).title == "Theirs"


def test_an_autosave_goes_on_from_what_it_saved(two):
    activity, paul, hera = two
    page = paul.get(edit_url(activity))
    address = reverse("reporting:activity_autosave", args=[activity.code])
    answer = paul.post(address, whole(page, {"title": "First"})).json()
    assert answer["base"] == hidden(paul.get(edit_url(activity)))["base"][0]
    hers = hera.get(edit_url(activity))
    save(hera, activity, hers, title="First", results="Theirs")
    data = whole(page, {"title": "Second", "results": "Less waste."})
    data |= {"counter": [str(answer["counter"])], "base": [answer["base"]]}
    assert paul.post(address, data).status_code == 409
    asked = paul.post(edit_url(activity), data)
    assert 'type="radio"' not in asked.text
    assert paul.post(merge_url(activity), hidden(asked)).status_code == 302
    draft = draft_of(activity)
    assert (draft.title, draft.results) == ("Second", "Theirs")


# --- Who is there ---------------------------------------------------------------------


def signs(client, activity):
    address = reverse("reporting:activity_presence", args=[activity.code])
    return client.post(address).json()["others"]


def test_who_opens_a_draft_sees_who_has_it_open(two, time_machine):
    activity, paul, hera = two
    time_machine.move_to("2026-11-26 14:05:00Z", tick=False)
    first = paul.get(edit_url(activity)).text
    assert "have this draft open" not in first
    assert re.search('<p class="quiet" role="status" data-others hidden>', first)
    words = "Others have this draft open too: Paul (since 14:05 UTC)"
    time_machine.move_to("2026-11-26 14:06:00Z", tick=False)
    assert words in hera.get(edit_url(activity)).text
    time_machine.move_to("2026-11-26 14:06:40Z", tick=False)
    assert signs(paul, activity) == words.replace("Paul", "Hera").replace(":05", ":06")
    time_machine.move_to("2026-11-26 14:08:20Z", tick=False)
    assert signs(hera, activity) == words  # he was there at 14:06:40
    time_machine.move_to("2026-11-26 14:08:41Z", tick=False)
    assert signs(hera, activity) == ""


def test_each_autosave_says_who_is_there(two):
    activity, paul, hera = two
    hera.get(edit_url(activity))
    address = reverse("reporting:activity_autosave", args=[activity.code])
    answer = paul.post(address, sent(typed(activity))).json()
    assert "Hera" in answer["others"]


def test_nobody_outside_is_told_or_noted(two):
    activity, paul, _hera = two
    paul.get(edit_url(activity))
    address = reverse("reporting:activity_presence", args=[activity.code])
    outsider, visitor = Client(), Client()
    outsider.force_login(make_user())
    assert outsider.post(address).status_code == 404
    assert visitor.post(address).status_code == 401
    assert list(Presence.objects.values_list("user__name", flat=True)) == ["Paul"]


def test_it_is_noted_every_half_minute_at_most_and_forgotten(
    two, django_assert_num_queries, time_machine
):
    activity, author = two[0], Activity.objects.get(pk=two[0].pk).created_by
    now = timezone.now()
    for seconds, queries in ((0, 2), (10, 1), (29, 1), (31, 2)):
        with django_assert_num_queries(queries):
            presence.note(activity, author, now=now + timedelta(seconds=seconds))
    time_machine.move_to(now + timedelta(hours=2))
    call_command("run_due")
    assert Presence.objects.count() == 0


def test_somebody_who_comes_back_is_there_since_then(two):
    activity, author = two[0], Activity.objects.get(pk=two[0].pk).created_by
    now = timezone.now()
    later = now + timedelta(minutes=10)
    presence.note(activity, author, now=now)
    presence.note(activity, author, now=later)
    assert list(Presence.objects.values_list("since", "seen_at")) == [(later, later)]


def test_anothers_draft_cannot_be_merged_into(two):
    theirs = make_draft(title="CANARY-draft")
    answer = two[1].post(merge_url(theirs), {"title": "Mine", "counter": "0"})
    assert (answer.status_code, "CANARY" in answer.text) == (404, False)
    assert draft_of(theirs).title == "CANARY-draft"
