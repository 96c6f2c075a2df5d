"""The form step by step: a save of one step is about that step and nothing else."""

import pytest
from django.urls import reverse

from oneplanet.idempotency import new_key
from reporting.drafts import EditConflict, save_draft
from reporting.form_steps import STEPS, step_of
from reporting.forms import ROW_FORMS, ActivityForm
from reporting.models import Activity
from tests.factories import join, make_questions, make_user
from tests.reporting.test_autosave import address as autosave_url
from tests.reporting.test_drafts import ROWS, WRONG, WRONG_ROWS, stored
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def save(writer, data, **given):
    user, activity = writer
    given.setdefault("counter", activity.draft().edit_count)
    return save_draft(activity, by=user, data=data, **given)


def of_step(name, **given):
    """What the page of one step posts: its own fields alone."""
    data = typed(**given)
    for field in list(data):
        if step_of(field) is None or step_of(field).name != name:
            del data[field]
    data["step"] = name
    return data


def test_the_steps_ask_for_everything_once():
    fields = [name for step in STEPS for name in step.fields]
    rows = [name for step in STEPS for name in step.rows]
    assert sorted(fields) == sorted(ActivityForm.base_fields)
    assert sorted(rows) == sorted(ROW_FORMS)
    assert [step.name for step in STEPS if step.has_files] == ["attachments"]


def test_every_question_has_guidance():
    without = [n for n, f in ActivityForm.base_fields.items() if not f.help_text]
    without += [name for name, form in ROW_FORMS.items() if not form.guidance]
    assert without == []


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_a_save_of_one_step_leaves_the_others_as_they_were(writer, step):
    whole = typed(**ROWS)
    before = stored(save(writer, whole))
    changed = dict.fromkeys([*typed(), *ROWS], "")
    version = save(writer, of_step(step.name, **changed))
    after = stored(version)
    kept = {n: v for n, v in before.items() if step_of(n) != step}
    assert {n: v for n, v in after.items() if step_of(n) != step} == kept
    emptied = {n: v for n, v in after.items() if step_of(n) == step and any(v)}
    assert set(emptied) <= {"language", "programme"}


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_what_was_refused_on_another_step_stays_as_typed(writer, step):
    whole = typed(**WRONG, **WRONG_ROWS)
    before = stored(save(writer, whole))
    version = save(writer, of_step(step.name, **ROWS))
    after = stored(version)
    others = {n: v for n, v in before.items() if step_of(n) != step}
    assert {n: v for n, v in after.items() if step_of(n) != step} == others
    refused = version.refused_fields.values_list("field", flat=True)
    assert not [field for field in refused if step_of(field) == step]


def test_autosave_of_a_step_saves_that_step(client, writer):
    user, activity = writer
    save(writer, typed(**ROWS))
    before = stored(activity.draft())
    client.force_login(user)
    data = of_step("what", title="Another title")
    data["counter"] = "1"
    answer = client.post(autosave_url(activity), sent(data))
    assert answer.json()["state"] == "saved"
    assert stored(activity.draft()) == before | {"title": ["Another title"]}


def test_a_step_over_somebody_s_newer_save_is_a_conflict_with_both_texts(
    client, writer
):
    user, activity = writer
    save(writer, typed(**ROWS))
    other = make_user()
    join(other, activity.organisation)
    theirs = of_step("what", title="Theirs")
    save_draft(activity, by=other, data=theirs, counter=1)
    mine = of_step("what", title="Mine")
    with pytest.raises(EditConflict):
        save(writer, mine, counter=1)
    client.force_login(user)
    mine["counter"] = "1"
    answer = client.post(edit_url(activity), sent(mine))
    assert answer.status_code == 409
    asked = answer.context["questions"]
    assert [(q["mine"], q["theirs"]) for q in asked] == [(["Mine"], ["Theirs"])]
    assert activity.draft().title == "Theirs"
    mine |= {"take-title": "mine", "once": new_key(), "counter": "2"}
    merge = reverse("reporting:activity_merge", args=[activity.code])
    assert client.post(merge, sent(mine)).status_code == 302
    sectors = activity.draft().sectors.values_list("code", flat=True)
    assert activity.draft().title == "Mine"
    assert sorted(sectors) == ["SEC_FOOD", "SEC_WATER"]


def test_the_same_step_sent_twice_is_no_conflict(writer):
    first = save(writer, of_step("where"), counter=0)
    again = save(writer, of_step("where"), counter=0)
    assert (first.edit_count, again.edit_count) == (1, 1)


def test_a_step_that_nobody_knows_is_the_whole_form(writer):
    data = typed()
    data["step"] = "nonsense"
    assert stored(save(writer, data)) == sent(typed())


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_the_page_of_a_step_sends_its_own_questions(client, writer, step):
    """The others are on it for paper alone, in a fieldset that is switched off."""
    user, activity = writer
    edition = make_questions(activity.programme, text="text")
    activity.versions.update(question_set=edition)
    client.force_login(user)
    page = client.get(f"{edit_url(activity)}?step={step.name}").text
    assert page.count('<fieldset disabled class="on-paper">') == len(STEPS) - 1
    assert f'<input type="hidden" name="step" value="{step.name}">' in page
    assert page.count('aria-current="step"') == 1
    for name in ActivityForm.base_fields:
        assert f'name="{name}"' in page


def test_a_programme_that_asks_nothing_has_no_step_of_its_own(client, writer):
    user, activity = writer
    client.force_login(user)
    page = client.get(f"{edit_url(activity)}?step=questions")
    assert page.context["step"] is None
    assert 'href="?step=questions"' not in page.text
    assert [section.is_here for section in page.context["sections"]] == [True] * 6


def test_saving_a_step_leads_on_back_or_stays(client, writer):
    user, activity = writer
    client.force_login(user)
    address = edit_url(activity)
    for go, then in {"where": "where", "what": "what", "": "what", "x": "what"}.items():
        data = of_step("what")
        data["counter"] = str(activity.draft().edit_count)
        data["go"] = go
        answer = client.post(address, sent(data))
        assert answer.headers["Location"] == f"{address}?step={then}"
    wrong = of_step("what", title="x" * 201)
    wrong["go"], wrong["counter"] = "where", str(activity.draft().edit_count)
    answer = client.post(address, sent(wrong))
    assert answer.headers["Location"] == f"{address}?step=what"


def test_rows_are_added_on_the_step_they_belong_to(client, writer):
    user, activity = writer
    client.force_login(user)
    data = of_step("results", **row("quantities", what="Schools", status="no_data"))
    data["more"], data["counter"] = "quantities", "0"
    answer = client.post(edit_url(activity), sent(data))
    where = f"{edit_url(activity)}?step=results&more=quantities#quantities"
    assert answer.headers["Location"] in (
        where,
        f"{edit_url(activity)}?more=quantities&step=results#quantities",
    )


def test_submitting_from_the_last_step_leads_to_the_first_that_lacks_something(
    client, writer
):
    user, activity = writer
    client.force_login(user)
    save(writer, typed(started_on=""))
    data = of_step("attachments")
    data["submit"], data["counter"] = "1", "1"
    page = client.post(edit_url(activity), sent(data), follow=True)
    assert page.redirect_chain[-1][0].endswith("?check=1&step=where")
    assert [line["id"] for line in page.context["problems"]] == ["id_started_on"]
    assert Activity.objects.get().state == "draft"


def test_what_is_not_on_a_step_is_shown_as_stored_after_a_post_not_carried_out(
    client, writer
):
    """The page that comes back after an expired token holds one step's words only."""
    user, activity = writer
    save(writer, typed())
    client = type(client)(enforce_csrf_checks=True)
    client.force_login(user)
    data = of_step("what", title="Typed")
    data["counter"] = "1"
    answer = client.post(edit_url(activity), sent(data))
    assert answer.status_code == 403
    assert answer.context["step"].name == "what"
    shown = answer.context["form"].data
    assert (shown["title"], shown["scope"]) == ("Typed", "REGIONAL")


@pytest.mark.parametrize(("number", "step"), [*enumerate(STEPS[:-1], 1)])
def test_a_step_says_which_it_is_in_title_and_heading(client, writer, number, step):
    """The questions of a programme are a step where it asks any."""
    client.force_login(writer[0])
    text = client.get(f"{edit_url(writer[1])}?step={step.name}").text
    words = f"Step {number} of 6: {step.title}"
    assert f"<title>{words} – " in text
    assert f'<p class="kicker">{words}</p>' in text


def test_the_whole_form_is_no_step(client, writer):
    client.force_login(writer[0])
    assert "Step 1 of" not in client.get(edit_url(writer[1])).text
