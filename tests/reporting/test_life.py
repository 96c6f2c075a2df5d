"""What a history tells: flags of versions, time in each state, notes of each return."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from reporting.life import Flag, life_of
from reporting.workflow import BY_ACTION, Action, State, label_for_authors

BEGUN = datetime(2026, 3, 1, 9, tzinfo=UTC)


def history(*steps):
    """Entries a day apart, each an action and the number of its version."""
    state, entries = State.DRAFT, []
    for day, (action, version) in enumerate(steps, 1):
        target = BETWEEN.get(action) or BY_ACTION[action].target
        entries.append(
            SimpleNamespace(
                action=action.value,
                version_id=version,
                from_state=state.value,
                to_state=target.value,
                at=BEGUN + timedelta(days=day),
            )
        )
        state = target
    return entries


def life(*steps, **given):
    now = BEGUN + timedelta(days=len(steps) + 3)
    return life_of(history(*steps), begun_at=BEGUN, now=now, **given)


SUBMIT, RECALL, RETURN, APPROVE, REVISE, DISCARD, WITHDRAW, UNPUBLISH, *OF_TWO = Action
MERGE, SEPARATE = OF_TWO
# Steps about two records; undoing leads to whatever there was before, here to this.
BETWEEN = {MERGE: State.WITHDRAWN, SEPARATE: State.SUBMITTED}


@pytest.mark.parametrize(
    ("steps", "flags"),
    [
        ([], {}),
        ([(SUBMIT, 1)], {1: Flag.PROVISIONAL}),
        ([(SUBMIT, 1), (RECALL, 1)], {1: Flag.RECALLED}),
        (
            [(SUBMIT, 1), (RETURN, 1), (SUBMIT, 2)],
            {1: Flag.RETURNED, 2: Flag.PROVISIONAL},
        ),
        (
            [(SUBMIT, 1), (APPROVE, 1), (REVISE, 1), (SUBMIT, 2), (APPROVE, 2)],
            {1: Flag.SUPERSEDED, 2: Flag.APPROVED},
        ),
        (
            [(SUBMIT, 1), (APPROVE, 1), (REVISE, 1), (SUBMIT, 2), (RETURN, 2)]
            + [(DISCARD, 1)],
            {1: Flag.APPROVED, 2: Flag.RETURNED},
        ),
        (
            [(SUBMIT, 1), (APPROVE, 1), (REVISE, 1), (SUBMIT, 2), (UNPUBLISH, 1)],
            {1: Flag.WITHDRAWN, 2: Flag.WITHDRAWN},
        ),
        ([(SUBMIT, 1), (RETURN, 1), (WITHDRAW, 1)], {1: Flag.RETURNED}),
        ([(WITHDRAW, None)], {}),
        (
            [(SUBMIT, 1), (APPROVE, 1), (REVISE, 1), (SUBMIT, 2), (MERGE, 1)],
            {1: Flag.WITHDRAWN, 2: Flag.WITHDRAWN},
        ),
        (
            [(SUBMIT, 1), (APPROVE, 1), (REVISE, 1), (SUBMIT, 2), (MERGE, 1)]
            + [(SEPARATE, 1)],
            {1: Flag.APPROVED, 2: Flag.PROVISIONAL},
        ),
    ],
)
def test_what_became_of_each_version(steps, flags):
    assert life(*steps).flags == flags


def test_time_in_each_state_is_added_up_until_now():
    told = life((SUBMIT, 1), (RETURN, 1), (SUBMIT, 2), (APPROVE, 2))
    assert [(stay.state, stay.lasted.days, stay.is_now) for stay in told.stays] == [
        (State.DRAFT, 1, False),
        (State.SUBMITTED, 2, False),
        (State.RETURNED, 1, False),
        (State.APPROVED, 3, True),
    ]


def test_authors_read_their_own_words_for_a_state():
    told = life((SUBMIT, 1), (RETURN, 1), (SUBMIT, 2), label=label_for_authors)
    assert [line.before for line in told.lines] == [
        "Returned to you",
        "Waiting for review",
        "Draft",
    ]
    assert "Returned to you" in [stay.label for stay in told.stays]


def test_each_return_has_the_notes_that_went_with_it():
    steps = [(SUBMIT, 1), (RETURN, 1), (SUBMIT, 2), (RETURN, 2)]
    first, second = (BEGUN + timedelta(days=day) for day in (2, 4))
    notes = [
        _note(1, first, resolved_at=second),
        _note(1, first),
        _note(1, first, is_over=True),
        _note(2, second),
    ]
    lines = life(*steps, notes=notes).lines
    told = [(line.entry.action, line.open, line.settled, line.over) for line in lines]
    assert told == [
        ("return", 1, 0, 0),
        ("submit", 0, 0, 0),
        ("return", 1, 1, 1),
        ("submit", 0, 0, 0),
    ]


def _note(version_id, sent_at, *, resolved_at=None, is_over=False):
    given = {"resolved_at": resolved_at, "is_over": is_over}
    return SimpleNamespace(version_id=version_id, sent_at=sent_at, **given)
