"""What became of an organisation's report for a period: which, where, decided how."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from knowledge_hubs import outcome_words
from knowledge_hubs.outcome_document import outcome_document
from knowledge_hubs.outcomes import outcome
from oneplanet.pdf.blocks import as_data
from reporting.period_rules import PeriodState
from reporting.periods import move
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_draft,
    make_organisation,
    make_period,
    make_programme,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db
IN_2020 = {"ended_on": date(2020, 5, 1)}


@pytest.fixture
def world():
    """An organisation with its author, a reviewer, and the period of 2020."""
    author, reviewer = make_user(name="Anna"), make_user(name="Boris")
    return {
        "author": author,
        "reviewer": reviewer,
        "organisation": make_organisation(editor=author, name="Ours"),
        "programme": make_programme(desk=reviewer),
        "period": make_period(2020, deadline_on=date(2099, 1, 15)),
    }


def add(world, state=State.APPROVED, **given):
    """An activity that ended in 2020, unless told otherwise."""
    people = {key: world[key] for key in world if key != "period"}
    return make_activity(state=state, **(IN_2020 | people | given))


def found(world):
    return outcome(world["organisation"], world["period"])


def told(world) -> dict:
    """The code of each entry with where it counts."""
    return {entry.activity.code: counting(entry) for entry in found(world).entries}


def counting(entry) -> str:
    if entry.counts_here:
        return "here"
    return "elsewhere" if entry.counts_elsewhere else "nowhere"


def address(world, name="report_outcome", year=2020):
    return reverse(f"knowledge_hubs:{name}", args=[world["organisation"].code, year])


# --- Which, and where they count ------------------------------------------------------


def test_everything_submitted_for_the_period_is_there_and_says_where_it_counts(world):
    make_period(2019)
    public, waits = add(world), add(world, State.SUBMITTED)
    returned, withdrawn = add(world, State.RETURNED), add(world, State.WITHDRAWN)
    add(world, State.DRAFT)
    add(world, started_on=date(2019, 1, 1), ended_on=date(2019, 5, 1))
    make_activity(state=State.APPROVED, **IN_2020)
    assert told(world) == {
        public.code: "here",
        waits.code: "here",
        returned.code: "nowhere",
        withdrawn.code: "nowhere",
    }
    numbers = dict(outcome_words.totals(found(world)))
    assert numbers["Activities submitted"] == "4"
    assert numbers["Count in 2020"] == "2 (1 public, 1 under review)"
    assert numbers["Count in another year"] == "0"
    assert numbers["Count nowhere now"] == "2"


def test_what_the_desk_moved_away_is_told_to_count_elsewhere(world):
    other = make_period(2021)
    activity = add(world)
    move(activity, period=other, by=world["reviewer"], note="It ran on.")
    assert told(world) == {activity.code: "elsewhere"}
    (entry,) = found(world).entries
    assert outcome_words.counting(entry).startswith("Counts in 2021.")
    world["period"] = other
    assert told(world) == {activity.code: "here"}


def test_what_came_too_late_is_told_where_its_days_are(world):
    period = world["period"]
    period.state, period.allows_late = PeriodState.CLOSED, False
    period.save()
    nowhere = add(world)
    later = make_period(2021)
    passed_on = add(world)
    assert told(world) == {nowhere.code: "nowhere", passed_on.code: "elsewhere"}
    world["period"] = later
    assert told(world) == {passed_on.code: "here"}


def test_a_revision_not_yet_submitted_changes_nothing(world):
    activity = add(world, title="As public")
    revise(activity, author=world["author"], title="CANARY-later")
    (entry,) = found(world).entries
    assert (entry.version.title, entry.state, counting(entry)) == (
        "As public",
        State.APPROVED,
        "here",
    )


def test_of_a_revision_under_review_the_public_version_is_told(world):
    activity = add(world, title="As public")
    revise(activity, author=world["author"], title="Newer")
    activity.take(Action.SUBMIT, by=world["author"])
    (entry,) = found(world).entries
    assert (entry.version.title, entry.state) == ("As public", State.SUBMITTED)


def test_what_came_late_is_counted_as_late(world):
    world["period"].deadline_on = date(2021, 1, 15)
    world["period"].save()
    add(world)
    assert dict(outcome_words.totals(found(world)))["Came in after the deadline"] == "1"


def test_what_was_returned_still_came_late_and_the_line_says_so(client, world):
    world["period"].deadline_on = date(2021, 1, 15)
    world["period"].save()
    activity = add(world, State.RETURNED)
    assert dict(outcome_words.totals(found(world)))["Came in after the deadline"] == "1"
    (entry,) = found(world).entries
    said = (
        "It counts nowhere now: it was returned and has not been submitted again. "
        "It came in after the deadline for 2020."
    )
    assert outcome_words.counting(entry) == said
    client.force_login(world["author"])
    assert said in client.get(address(world)).text
    assert said in str(as_data(outcome_document(found(world), is_member=True)))
    activity.take(Action.SUBMIT, by=world["author"])
    (entry,) = found(world).entries
    assert outcome_words.counting(entry).endswith("It came in after the deadline.")


def test_what_came_in_time_and_was_sent_anew_after_a_return_is_not_late(world):
    steps = ((Action.SUBMIT, 2021, 1, 10), (Action.RETURN, 2021, 1, 14))
    activity = add(world, State.DRAFT)
    for action, *day in (*steps, (Action.SUBMIT, 2021, 2, 1)):
        by = world["reviewer" if action == Action.RETURN else "author"]
        activity.take(action, by=by, comment="More.", at=datetime(*day, tzinfo=UTC))
    world["period"].deadline_on = date(2021, 1, 15)
    world["period"].save()
    assert dict(outcome_words.totals(found(world)))["Came in after the deadline"] == "0"


def test_what_came_after_the_deadline_and_counts_elsewhere_came_late_here(world):
    period = world["period"]
    period.state, period.allows_late = PeriodState.CLOSED, False
    period.deadline_on = date(2021, 1, 15)
    period.save()
    make_period(2021, deadline_on=date(2099, 1, 15))
    add(world)
    (entry,) = found(world).entries
    assert (counting(entry), entry.is_late) == ("elsewhere", True)
    assert outcome_words.counting(entry) == (
        "Counts in 2021. Its own period was closed already. It came in after the "
        "deadline for 2020."
    )


def test_of_what_was_withdrawn_the_page_and_its_record_say_the_same(client, world):
    activity = add(world, State.SUBMITTED)
    boss = make_secretariat()
    activity.take(Action.APPROVE, by=world["reviewer"])
    activity.take(Action.UNPUBLISH, by=boss, comment="At their wish.")
    client.force_login(world["author"])
    record = reverse("reporting:activity_record", args=[activity.code])
    for where in (address(world), record):
        page = client.get(where).text
        assert "It counts nowhere now: it was withdrawn." in page
        assert "Counts in 2020" not in page


# --- What waits beside it -------------------------------------------------------------

BESIDE = "Here stands the text as it was submitted."


def besides(world, *, is_member=True) -> list[str]:
    return [outcome_words.beside(entry, is_member) for entry in found(world).entries]


def test_what_was_taken_back_stands_once_and_says_what_waits_beside(client, world):
    activity = add(world, State.SUBMITTED, title="As submitted")
    activity.take(Action.RECALL, by=world["author"])
    draft = activity.draft()
    draft.title = "CANARY-beside"
    draft.save()
    client.force_login(world["author"])
    page = client.get(address(world)).text
    assert "it was taken back and has not been submitted again" in page
    assert BESIDE in page and "As submitted" in page
    assert "Drafts never submitted" not in page
    add(world, State.DRAFT)
    assert "<bdi>1</bdi> draft, of any year" in client.get(address(world)).text
    (entry,) = found(world).entries
    assert outcome_words.state_label(entry, is_member=True) == "Taken back"
    client.force_login(make_secretariat())
    page = client.get(address(world)).text
    assert "As submitted" in page
    assert BESIDE not in page and "CANARY" not in page


def test_a_newer_text_of_what_is_public_says_where_it_waits(world):
    activity = add(world)
    assert besides(world) == [""]
    revise(activity, author=world["author"], title="Newer")
    assert besides(world)[0].startswith("A newer text waits as a draft.")
    assert besides(world, is_member=False) == [""]
    activity.take(Action.SUBMIT, by=world["author"])
    for is_member in (True, False):
        (said,) = besides(world, is_member=is_member)
        assert said.startswith("A newer text is under review.")
    activity.take(Action.RETURN, by=world["reviewer"], comment="More.")
    assert besides(world)[0].startswith("A newer text was returned to you.")
    assert besides(world, is_member=False) == [""]


# --- What was decided -----------------------------------------------------------------


def test_each_decision_is_told_with_its_day_its_person_and_how_long_it_took(world):
    activity = make_draft(
        author=world["author"],
        organisation=world["organisation"],
        programme=world["programme"],
        **IN_2020,
    )
    steps = (
        (Action.SUBMIT, 1, "author"),
        (Action.RETURN, 4, "reviewer"),
        (Action.SUBMIT, 10, "author"),
        (Action.APPROVE, 10, "reviewer"),
    )
    for action, day, who in steps:
        at = datetime(2021, 3, day, 9 + day // 10, tzinfo=UTC)
        activity.take(action, by=world[who], comment="More numbers, please.", at=at)
    (entry,) = found(world).entries
    assert [outcome_words.decided(decision) for decision in entry.decisions] == [
        "Returned · 4 March 2021 · Boris · 3 days after it was submitted",
        "Approved and published · 10 March 2021 · Boris · less than a day after it was "
        "submitted",
    ]
    assert [d.reason for d in entry.decisions if d.is_return] == [
        "More numbers, please."
    ]
    assert found(world).median_days == 1
