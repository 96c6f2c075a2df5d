"""A later round asks only what changed since a decision, with the notes before it."""

import pytest
from django.urls import reverse

from oneplanet.models import OutgoingMail
from reporting.forms import ActivityForm
from reporting.models import VersionPartner
from reporting.posted import data_in
from reporting.question_fields import asked_of
from reporting.reading import read_draft
from reporting.reason_counts import count_reasons
from reporting.review_notes import (
    open_notes,
    settle_note,
    told_notes,
    write_note,
)
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    make_draft,
    make_initiative,
    make_organisation,
    make_programme,
    make_user,
)
from tests.reporting.writing import sent

pytestmark = pytest.mark.django_db

OVER = {"sent": 0, "open": 0, "settled": 1, "over": 1}


@pytest.fixture
def desk():
    return make_user()


@pytest.fixture
def author():
    return make_user()


@pytest.fixture
def activity(desk, author):
    programme = make_programme(desk=desk)
    draft = make_draft(
        author=author,
        organisation=make_organisation(editor=author),
        programme=programme,
        title="Ten schools",
    ).draft()
    for order, what in enumerate(("Schools", "Meals")):
        draft.quantities.create(
            order=order, what=what, status="value", value=order + 2, unit="pieces"
        )
    draft.partners.create(
        order=0, name="Sample partner", role=VersionPartner.Role.FUNDING
    )
    return draft.activity


def step(activity, action, by, **given):
    return activity.take(action, by=by, **given)


def say(activity, by, field, comment="Which?"):
    number = activity.latest_sealed().number
    return write_note(activity, by=by, number=number, field=field, comment=comment)


def change(activity, **fields):
    draft = activity.draft()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save()


def review(client, activity, by, **given):
    client.force_login(by)
    return client.get(activity.page("review"), given).context


def asked(context):
    return [row.name for row in context["fields"]["asked"]]


# --- Notes on rows --------------------------------------------------------------------


def test_a_note_on_a_row_names_it_in_the_mail_the_record_and_the_form(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "quantities-1", "CANARY In which year?")
    entry = step(activity, Action.RETURN, desk)
    [note] = told_notes(activity)
    assert (note.row, note.label) == ("Meals", "Results as numbers")
    body = OutgoingMail.objects.get(kind="decisions").body
    assert "– Results as numbers · Meals\n  CANARY In which year?" in body
    client.force_login(author)
    page = client.get(activity.page("edit"))
    rows = page.context["sections"][4].rows[0]["forms"]
    assert ["CANARY" in row.said for row in rows[:2]] == [False, True]
    assert 'aria-describedby="quantities-1_notes"' in page.text
    assert page.context["noted"] == [
        {"label": "Results as numbers", "url": "#quantities"}
    ]
    assert "On the row: <bdi>Meals</bdi>" in page.text
    assert "returned it, with notes beside the fields" in page.text
    assert entry.comment == ""


def test_a_row_that_moved_keeps_its_note_and_one_that_went_leaves_it_to_the_table(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "quantities-1")
    step(activity, Action.RETURN, desk)
    activity.draft().quantities.filter(what="Schools").delete()
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    assert asked(context) == ["quantities", "quantities-0"]
    step(activity, Action.RECALL, author)
    activity.draft().quantities.all().delete()
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    [row] = [row for row in context["fields"]["asked"] if row.open]
    assert (row.name, row.open[0].row) == ("quantities", "Meals")


@pytest.mark.parametrize("field", ["quantities-2", "quantities-", "title-0", "q-1-0"])
def test_a_note_is_on_no_row_that_is_not_there(activity, desk, author, field):
    step(activity, Action.SUBMIT, author)
    with pytest.raises(StepRefused, match="no such field"):
        say(activity, desk, field)


# --- What a later round asks ----------------------------------------------------------


def test_each_question_stands_with_its_answer_where_notes_are_written(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    client.force_login(desk)
    page = client.get(activity.page("review"))
    says = {row.name: row.entries for row in page.context["fields"]["rest"]}
    told = {name: says[name] for name in ("title", "language", "programme")}
    assert told == {
        "title": ["Ten schools"],
        "language": ["English"],
        "programme": [str(activity.programme)],
    }
    # the whole says nothing itself; a table is said row by row, in their labels
    assert [says[name] for name in ("", "quantities", "quantities-0")] == [[], [], []]
    fold = page.text.partition("Question by question, to write notes")[2]
    assert "<p>Ten schools</p>" in fold.partition("</details>")[0]


def test_what_changed_is_not_said_a_second_time(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    step(activity, Action.RETURN, desk, comment="More.")
    change(activity, title="Twelve schools")
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    [row] = context["fields"]["asked"]
    assert (row.name, row.entries) == ("title", [])
    rest = {row.name: row.entries for row in context["fields"]["rest"]}
    assert rest["language"] == ["English"]


def test_the_first_round_asks_for_everything(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    assert (context["is_later"], context["bases"], asked(context)) == (False, [], [])
    assert "title" in [row.name for row in context["fields"]["rest"]]
    assert [row.label for row in context["fields"]["rest"] if "-" in row.name] == [
        "Organisations that took part · \u2068Sample partner · Funded it\u2069",
        "Results as numbers · \u2068Schools · 2 · pieces\u2069",
        "Results as numbers · \u2068Meals · 3 · pieces\u2069",
    ]


def test_what_was_taken_back_is_no_round(client, activity, desk, author):
    """Nobody decided on it, so what changed since the decision before is asked."""
    step(activity, Action.SUBMIT, author)
    step(activity, Action.RETURN, desk, comment="More.")
    change(activity, title="Twelve schools")
    step(activity, Action.SUBMIT, author)
    step(activity, Action.RECALL, author)
    change(activity, summary="Said better.")
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    assert asked(context) == ["title", "summary"]
    keys = [(b.key, b.version.number, b.is_chosen) for b in context["bases"]]
    assert keys == [("decided", 1, True), ("sealed", 2, False)]
    assert asked(review(client, activity, desk, against="sealed")) == ["summary"]


def test_taken_back_before_any_decision_everything_is_asked(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    step(activity, Action.RECALL, author)
    change(activity, title="Twelve schools")
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    assert (context["is_later"], asked(context)) == (False, [])
    assert asked(review(client, activity, desk, against="sealed")) == ["title"]


def test_the_public_version_can_be_compared_with(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    step(activity, Action.APPROVE, desk)
    step(activity, Action.REVISE, author)
    change(activity, title="Twelve schools")
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    assert [(b.key, b.version.number) for b in context["bases"]] == [("decided", 1)]
    step(activity, Action.RETURN, desk, comment="More.")
    change(activity, summary="Said better.")
    step(activity, Action.SUBMIT, author)
    assert asked(review(client, activity, desk)) == ["summary"]
    context = review(client, activity, desk, against="public")
    assert asked(context) == ["title", "summary"]


def test_notes_of_earlier_rounds_are_counted(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    first = say(activity, desk, "title")
    say(activity, desk, "summary")
    step(activity, Action.RETURN, desk)
    step(activity, Action.SUBMIT, author)
    settle_note(activity, first.pk, by=desk, is_settled=True)
    context = review(client, activity, desk)
    assert context["counts"] == {"sent": 0, "open": 1, "settled": 1, "over": 0}
    assert asked(context) == ["summary"]
    told = [(n.open, n.settled) for n in context["life"].lines if n.notes]
    assert told == [(1, 1)]
    step(activity, Action.APPROVE, desk)
    assert [(n.is_over, bool(n.resolved_at)) for n in told_notes(activity)] == [
        (False, True),
        (True, False),
    ]


def test_notes_just_sent_are_of_this_round_until_a_new_version_comes(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "title", "CANARY one")
    say(activity, desk, "summary", "CANARY two")
    entry = step(activity, Action.RETURN, desk)
    client.force_login(desk)
    page = client.get(activity.page("review"))
    assert page.context["counts"] == {"sent": 2, "open": 0, "settled": 0, "over": 0}
    rows = page.context["fields"]["asked"]
    assert [[note.comment for note in row.sent] for row in rows] == [
        ["CANARY one"],
        ["CANARY two"],
    ]
    assert {note.sent_at for row in rows for note in row.sent} == {entry.at}
    assert page.text.count("Sent with the return") == 2
    assert "<bdi>2</bdi> notes went back with this version." in page.text
    assert "earlier round" not in page.text
    step(activity, Action.SUBMIT, author)
    page = client.get(activity.page("review"))
    assert page.context["counts"] == {"sent": 0, "open": 2, "settled": 0, "over": 0}
    assert page.text.count("Open since an earlier round") == 2
    assert "Sent with the return" not in page.text


def test_notes_of_both_rounds_are_told_apart(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "title")
    step(activity, Action.RETURN, desk)
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "title", "Once more: which?")
    step(activity, Action.RETURN, desk)
    context = review(client, activity, desk)
    assert context["counts"] == {"sent": 1, "open": 1, "settled": 0, "over": 0}
    [row] = context["fields"]["asked"]
    assert [n.comment for n in row.sent] == ["Once more: which?"]
    assert [n.comment for n in row.open] == ["Which?"]


def test_open_notes_lie_open_and_what_is_not_asked_is_folded(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "countries", "CANARY open")
    step(activity, Action.RETURN, desk)
    change(activity, title="Twelve schools")
    step(activity, Action.SUBMIT, author)
    client.force_login(desk)
    page = client.get(activity.page("review")).text
    fields = page.partition('aria-labelledby="fields"')[2].partition("</section>")[0]
    open_part, fold, folded = fields.partition("<details>")
    assert "CANARY open" in open_part and 'name="settle"' in open_part
    assert fold and "CANARY" not in folded and 'name="settle"' not in folded


def test_a_note_on_a_question_asked_no_more_is_not_lost(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    version = activity.latest_sealed()
    version.notes.create(field="q-gone", comment="CANARY", language="en", by=desk)
    step(activity, Action.RETURN, desk)
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    [row] = context["fields"]["asked"]
    assert (row.name, row.label) == ("q-gone", "Questions of the programme")
    assert context["counts"]["open"] == 1


# --- What a field says, on the page of a note -----------------------------------------


def said(client, activity, by, field):
    client.force_login(by)
    page = client.get(f"{activity.page('note')}?field={field}")
    return page.context["said"], page.text


def test_the_page_of_a_note_says_what_the_field_says(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    one, text = said(client, activity, desk, "title")
    assert (one.entries, one.change, one.base) == (["Ten schools"], None, None)
    assert '<h2 id="said">What is the activity called?</h2>' in text
    told = {
        name: said(client, activity, desk, name)[0].entries
        for name in ("quantities", "quantities-1", "partners-0", "results", "language")
    }
    assert told == {
        "quantities": ["Schools · 2 · pieces", "Meals · 3 · pieces"],
        "quantities-1": ["Meals · 3 · pieces"],
        "partners-0": ["Sample partner · Funded it"],
        "results": [],
        "language": ["English"],
    }
    programme = said(client, activity, desk, "programme")[0]
    assert programme.entries == [str(activity.programme)]
    assert said(client, activity, desk, "")[0] is None
    assert said(client, activity, desk, "nothing")[0] is None


def test_old_and_new_words_stand_there_in_a_later_round(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    step(activity, Action.RETURN, desk, comment="More.")
    change(activity, title="Twelve schools")
    activity.draft().quantities.filter(what="Schools").delete()
    step(activity, Action.SUBMIT, author)
    title, text = said(client, activity, desk, "title")
    assert [(p.kind, p.text) for p in title.change.pieces] == [
        ("gone", "Ten "),
        ("new", "Twelve "),
        ("same", "schools"),
    ]
    assert "Compared with version <bdi>1</bdi>, the last one decided on." in text
    assert "Ten </del>" in text and "Twelve </ins>" in text
    rows = said(client, activity, desk, "quantities")[0]
    assert [(p.kind, p.text) for p in rows.change.pieces] == [
        ("gone", "Schools · 2 · pieces"),
        ("same", "Meals · 3 · pieces"),
    ]
    same, text = said(client, activity, desk, "summary")
    assert (same.change, same.base.version.number) == (None, 1)
    assert "Nothing has changed in this field." in text


def test_a_refused_note_keeps_the_field_in_sight(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    client.force_login(desk)
    body = {"field": "title", "comment": "x" * 5001, "number": "1"}
    page = client.post(activity.page("note"), body)
    assert (page.status_code, page.context["said"].entries) == (422, ["Ten schools"])


@pytest.mark.parametrize("number", ["", "0", "x", "9" * 5000])
def test_a_number_that_is_none_is_refused(client, activity, desk, author, number):
    step(activity, Action.SUBMIT, author)
    client.force_login(desk)
    body = {"field": "title", "comment": "Which?", "number": number}
    assert client.post(activity.page("note"), body).status_code == 409


# --- What stands beside a version -----------------------------------------------------


def test_what_an_approval_passed_over_is_nowhere_called_open(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    first = say(activity, desk, "title")
    say(activity, desk, "summary")
    step(activity, Action.RETURN, desk)
    step(activity, Action.SUBMIT, author)
    settle_note(activity, first.pk, by=desk, is_settled=True)
    step(activity, Action.APPROVE, desk)
    context = review(client, activity, desk)
    assert (context["counts"], asked(context)) == (OVER, [])
    folded = [(row.name, len(row.over)) for row in context["fields"]["rest"]]
    assert folded == [("title", 0), ("summary", 1)], "bare questions are not listed"
    [line] = [line for line in context["life"].lines if line.notes]
    assert (line.open, line.settled, line.over) == (0, 1, 1)
    client.force_login(author)
    page = client.get(activity.page("record"))
    assert "<bdi>1</bdi> is settled, <bdi>1</bdi> is no longer asked" in page.text
    assert sum(row.open for row in count_reasons().reasons) == 0
    step(activity, Action.REVISE, author)
    change(activity, title="Twelve schools")
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    assert (context["counts"], asked(context)) == (OVER, ["title"])
    say(activity, desk, "results")
    step(activity, Action.RETURN, desk)
    assert [note.field for note in open_notes(activity)] == ["results"]


def test_notes_stand_in_the_order_of_the_form(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    written = ("countries", "quantities-1", "title", "quantities-0", "")
    for field in written:
        say(activity, desk, field)
    step(activity, Action.RETURN, desk)
    by_form = ["", "title", "countries", "quantities-0", "quantities-1"]
    assert [note.field for note in told_notes(activity)] == by_form
    client.force_login(author)
    ways = client.get(activity.page("edit")).context["noted"]
    assert [way["url"] for way in ways] == [
        "#id_title",
        "#id_countries",
        "#quantities",
        "#quantities",
    ]


def returned(activity, desk, author, *fields):
    step(activity, Action.SUBMIT, author)
    for field in fields:
        say(activity, desk, field)
    step(activity, Action.RETURN, desk)


def posted(activity, **given):
    """The form as the draft has it, with the button that submits it."""
    draft = read_draft(activity)
    data = data_in(draft, asked_of(draft.version))
    counter = {"counter": str(draft.version.edit_count), "submit": "1"}
    return sent(data) | counter | given


@pytest.mark.parametrize("way", ["edit", "record"])
def test_who_left_notes_untouched_is_asked_once_before_it_is_submitted(
    client, activity, desk, author, way
):
    returned(activity, desk, author, "title", "summary", "quantities-1", "")
    change(activity, title="Twelve schools")
    client.force_login(author)
    step_page = reverse("reporting:activity_step", args=[activity.code, "submit"])
    where = activity.page("edit") if way == "edit" else step_page
    answer = client.post(where, posted(activity) if way == "edit" else {"once": "1"})
    assert answer.url == f"{activity.page('edit')}?untouched=1"
    activity.refresh_from_db()
    assert activity.state == State.RETURNED
    again = client.get(answer.url)
    asked_about = [ActivityForm.base_fields["summary"].label, "Results as numbers"]
    assert again.context["untouched"] == asked_about
    assert "Nothing has changed in <bdi>2</bdi> fields" in again.text
    assert '<input type="hidden" name="untouched" value="1">' in again.text
    answer = client.post(activity.page("edit"), posted(activity, untouched="1"))
    activity.refresh_from_db()
    assert (answer.url, activity.state) == (activity.page("record"), State.SUBMITTED)


def test_who_mended_all_that_was_noted_is_asked_nothing(client, activity, desk, author):
    returned(activity, desk, author, "title", "")
    change(activity, title="Twelve schools")
    client.force_login(author)
    client.post(activity.page("edit"), posted(activity))
    activity.refresh_from_db()
    assert activity.state == State.SUBMITTED
    assert "untouched" not in client.get(activity.page("record")).text


def test_of_an_initiative_it_is_asked_too(client, desk, author):
    given = {"author": author, "reviewer": desk, "programme": make_programme(desk=desk)}
    initiative = make_initiative(state=State.SUBMITTED, **given)
    say(initiative, desk, "title")
    initiative.take(Action.RETURN, by=desk)
    client.force_login(author)
    path = reverse("reporting:initiative_step", args=[initiative.code, "submit"])
    answer = client.post(path, {"once": "1"})
    assert answer.url == f"{initiative.page('edit')}?untouched=1"
    assert "Nothing has changed in <bdi>1</bdi> field" in client.get(answer.url).text
    client.post(path, {"once": "2", "untouched": "1"})
    initiative.refresh_from_db()
    assert initiative.state == State.SUBMITTED


def test_where_no_note_may_be_written_no_bare_questions_are_listed(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    step(activity, Action.APPROVE, desk)
    client.force_login(desk)
    page = client.get(activity.page("review"))
    assert page.context["fields"] == {"asked": [], "rest": []}
    assert 'id="fields"' not in page.text


def test_flags_stand_beside_the_version(client, activity, desk, author):
    step(activity, Action.SUBMIT, author)
    assert review(client, activity, desk)["flag"].label == "Provisional"
    step(activity, Action.RETURN, desk, comment="More.")
    client.force_login(author)
    page = client.get(activity.page("record"))
    assert [line.flag and line.flag.label for line in page.context["life"].lines] == [
        "Returned",
        "Returned",
    ]
    assert activity.state == State.RETURNED


def test_a_note_that_was_never_sent_waits_in_the_next_version(
    client, activity, desk, author
):
    step(activity, Action.SUBMIT, author)
    say(activity, desk, "title", "CANARY")
    step(activity, Action.RECALL, author)
    step(activity, Action.SUBMIT, author)
    context = review(client, activity, desk)
    [row] = context["fields"]["asked"]
    assert (row.name, row.mine.is_left) == ("title", True)
    assert "CANARY" in client.get(f"{activity.page('note')}?field=title").text
    say(activity, desk, "title", "CANARY once more")
    [row] = review(client, activity, desk)["fields"]["asked"]
    assert (row.mine.comment, row.mine.is_left) == ("CANARY once more", False)
    step(activity, Action.RETURN, desk)
    assert [note.comment for note in told_notes(activity)] == ["CANARY once more"]
