"""The table itself, without a database: every state, role and publication."""

from pathlib import Path

import pytest

from oneplanet.management.commands import draw_workflow
from reporting.workflow import (
    STEPS,
    Action,
    Role,
    State,
    StepRefused,
    check,
    check_deletion,
    steps_from,
)

PRIVATE, PUBLIC = False, True
OPEN = {
    (State.DRAFT, Role.AUTHOR, PRIVATE): ["submit", "withdraw"],
    (State.DRAFT, Role.AUTHOR, PUBLIC): ["submit", "discard"],
    (State.SUBMITTED, Role.AUTHOR, PRIVATE): ["recall"],
    (State.SUBMITTED, Role.AUTHOR, PUBLIC): ["recall"],
    (State.RETURNED, Role.AUTHOR, PRIVATE): ["submit", "withdraw"],
    (State.RETURNED, Role.AUTHOR, PUBLIC): ["submit", "discard"],
    (State.APPROVED, Role.AUTHOR, PRIVATE): ["revise"],
    (State.APPROVED, Role.AUTHOR, PUBLIC): ["revise"],
    (State.SUBMITTED, Role.REVIEWER, PRIVATE): ["return", "approve"],
    (State.SUBMITTED, Role.REVIEWER, PUBLIC): ["return", "approve"],
    **{(state, Role.SECRETARIAT, PUBLIC): ["unpublish"] for state in State},
}
CELLS = [(s, r, p) for s in State for r in Role for p in (PRIVATE, PUBLIC)]


@pytest.mark.parametrize(("state", "role", "is_public"), CELLS)
def test_steps_open_to_a_role(state, role, is_public):
    steps = steps_from(state, {role}, is_public=is_public)
    assert [step.action for step in steps] == OPEN.get((state, role, is_public), [])


@pytest.mark.parametrize(("state", "role", "is_public"), CELLS)
@pytest.mark.parametrize("action", Action)
def test_a_step_is_taken_or_refused_as_the_buttons_say(action, state, role, is_public):
    def attempt():
        return check(
            action, state=state, roles={role}, is_public=is_public, comment="Because."
        )

    if action in OPEN.get((state, role, is_public), []):
        assert attempt().action == action
    else:
        with pytest.raises(StepRefused):
            attempt()


@pytest.mark.parametrize("action", [s.action for s in STEPS if s.needs_comment])
def test_some_steps_need_a_comment(action):
    step = next(step for step in STEPS if step.action == action)
    with pytest.raises(StepRefused, match="Please say why"):
        check(
            action,
            state=State.SUBMITTED,
            roles={step.role},
            is_public=True,
            comment=" \n",
        )


def test_the_steps_that_need_a_comment():
    assert {s.action for s in STEPS if s.needs_comment} == {"return", "unpublish"}


def test_an_unknown_step_is_refused():
    with pytest.raises(StepRefused, match="no such step"):
        check(
            "publish", state=State.DRAFT, roles=set(Role), is_public=False, comment=""
        )


@pytest.mark.parametrize(
    ("state", "roles", "was_submitted", "allowed"),
    [
        (State.DRAFT, {Role.AUTHOR}, False, True),
        (State.DRAFT, {Role.AUTHOR}, True, False),
        (State.RETURNED, {Role.AUTHOR}, True, False),
        (State.WITHDRAWN, {Role.AUTHOR}, False, False),
        (State.DRAFT, {Role.REVIEWER, Role.SECRETARIAT}, False, False),
    ],
)
def test_only_a_draft_never_submitted_is_deleted(state, roles, was_submitted, allowed):
    if allowed:
        check_deletion(state=state, roles=roles, was_submitted=was_submitted)
    else:
        with pytest.raises(StepRefused):
            check_deletion(state=state, roles=roles, was_submitted=was_submitted)


def test_the_diagram_in_the_docs_is_the_table():
    docs = Path(__file__).parents[2] / "docs" / "workflow.md"
    assert docs.read_text() == draw_workflow.page()
