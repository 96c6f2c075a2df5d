"""A later round asks only what changed since a decision, with the notes before it."""

import pytest

from oneplanet.models import OutgoingMail
from reporting.models import VersionPartner
from reporting.review_notes import settle_note, told_notes, write_note
from reporting.workflow import Action, State, StepRefused
from tests.factories import (
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)

pytestmark = pytest.mark.django_db


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
    assert context["counts"] == {"open": 1, "settled": 1}
    assert asked(context) == ["summary"]
    told = [(n.open, n.settled) for n in context["life"].lines if n.notes]
    assert told == [(1, 1)]
    step(activity, Action.APPROVE, desk)
    assert [(n.is_over, bool(n.resolved_at)) for n in told_notes(activity)] == [
        (False, True),
        (True, False),
    ]


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
