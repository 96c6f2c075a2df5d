"""The life of what is reported, as one table. No database in this module.

Buttons, refusals, the API's ``available_actions``, the diagram in the docs and the
tests read STEPS.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    RETURNED = "returned", _("Returned to the partner")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Action(TextChoices):
    SUBMIT = "submit", _("Submit for review")
    RECALL = "recall", _("Take back")
    RETURN = "return", _("Return with a comment")
    APPROVE = "approve", _("Approve and publish")
    REVISE = "revise", _("Revise")
    DISCARD = "discard", _("Discard this revision")
    WITHDRAW = "withdraw", _("Withdraw")
    UNPUBLISH = "unpublish", _("Take off the public site")
    MERGE = "merge", _("Merge into another record")
    SEPARATE = "separate", _("Undo the merge")


class Role(StrEnum):
    AUTHOR = "author"  # a member of the reporting organisation
    REVIEWER = (
        "reviewer"  # the programme's desk, or the secretariat where there is none
    )
    SECRETARIAT = "secretariat"


class Draft(StrEnum):
    """What a step does to the content."""

    KEEP = "keep"
    SEAL = "seal"  # the draft version is sealed
    COPY = "copy"  # a copy of the latest sealed version becomes the new draft
    DROP = "drop"  # the draft version goes


class Publish(StrEnum):
    """What a step does to the publication."""

    KEEP = "keep"
    OPEN = "open"  # the submitted version becomes the public one
    CLOSE = "close"


DRAFT, SUBMITTED, RETURNED, APPROVED, WITHDRAWN = State
AUTHOR, REVIEWER, SECRETARIAT = Role
EDITABLE = frozenset({DRAFT, RETURNED})


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table.

    ``when_public``: True only while a version is public, False only while none is,
    None either way. ``done`` is what the person is told afterwards; ``question`` what
    is asked before a step that nobody can take back.
    """

    action: Action
    sources: frozenset[State]
    target: State
    role: Role
    done: str
    needs_comment: bool = False
    takes_notes: bool = False  # notes on single fields go along, and say why as well
    when_answered: bool = False  # not while the authors wait for an answer of the desk
    when_public: bool | None = None
    draft: Draft = Draft.KEEP
    publish: Publish = Publish.KEEP
    question: str = ""


STEPS = (
    Step(
        Action.SUBMIT,
        EDITABLE,
        SUBMITTED,
        AUTHOR,
        _("Submitted. The reviewers have been told."),
        draft=Draft.SEAL,
    ),
    Step(
        Action.RECALL,
        frozenset({SUBMITTED}),
        DRAFT,
        AUTHOR,
        _("Taken back. It is a draft again."),
        draft=Draft.COPY,
    ),
    Step(
        Action.RETURN,
        frozenset({SUBMITTED}),
        RETURNED,
        REVIEWER,
        _("Returned. The partner has been sent your comment."),
        needs_comment=True,
        takes_notes=True,
        draft=Draft.COPY,
    ),
    Step(
        Action.APPROVE,
        frozenset({SUBMITTED}),
        APPROVED,
        REVIEWER,
        _("Approved. It is on the public site now."),
        when_answered=True,
        publish=Publish.OPEN,
    ),
    Step(
        Action.REVISE,
        frozenset({APPROVED}),
        DRAFT,
        AUTHOR,
        _("You are revising. What is public stays public until the next approval."),
        draft=Draft.COPY,
    ),
    Step(
        Action.DISCARD,
        EDITABLE,
        APPROVED,
        AUTHOR,
        _("Revision discarded. The public version is unchanged."),
        when_public=True,
        draft=Draft.DROP,
        question=_("Discard this revision?"),
    ),
    Step(
        Action.WITHDRAW,
        EDITABLE,
        WITHDRAWN,
        AUTHOR,
        _("Withdrawn. It will not be reviewed."),
        when_public=False,
        question=_("Withdraw this report?"),
    ),
    Step(
        Action.UNPUBLISH,
        frozenset(State),
        WITHDRAWN,
        SECRETARIAT,
        _("Taken off the public site."),
        needs_comment=True,
        when_public=True,
        publish=Publish.CLOSE,
        question=_("Take it off the public site?"),
    ),
)
BY_ACTION = {step.action: step for step in STEPS}


HISTORY = {
    Action.SUBMIT: _("Submitted"),
    Action.RECALL: _("Taken back"),
    Action.RETURN: _("Returned"),
    Action.APPROVE: _("Approved and published"),
    Action.REVISE: _("Revision begun"),
    Action.DISCARD: _("Revision discarded"),
    Action.WITHDRAW: pgettext_lazy("history", "Withdrawn"),
    Action.UNPUBLISH: _("Taken off the public site"),
    Action.MERGE: _("Merged into another record"),
    Action.SEPARATE: _("Merge undone"),
}


class StepRefused(Exception):
    """The step cannot be taken now. The message is written for the person."""


class NotNow(StepRefused):
    """The step is not open in the state it has now: somebody may have acted before."""


class CommentMissing(StepRefused):
    """The step needs a comment, and none was given."""


def steps_from(state: State, roles: set[Role], *, is_public: bool) -> list[Step]:
    """The steps open to someone with these roles, in the order of the table."""
    return [
        step
        for step in STEPS
        if state in step.sources
        and step.role in roles
        and step.when_public in (None, is_public)
    ]


def check(action, *, state, roles: set[Role], is_public, comment: str, notes=False):
    """Return the step, or raise StepRefused saying which rule stands against it.

    ``notes`` says whether the person has notes that would go along.
    """
    try:
        step = BY_ACTION[Action(action)]
    except (KeyError, ValueError):  # two records are merged by reporting/uniting.py
        raise StepRefused(gettext("There is no such step.")) from None
    if step.role not in roles:
        raise StepRefused(_REFUSALS[step.role])
    if state not in step.sources or step.when_public not in (None, is_public):
        raise NotNow(_not_now(state))
    is_said = fold(comment) or (step.takes_notes and notes)
    if step.needs_comment and not is_said:  # what nobody can see says nothing
        raise CommentMissing(_not_said_why(step))
    return step


def check_newest(number: int, *, newest: int):
    """The version a person has read is the one under review. Raises StepRefused."""
    if number != newest:
        text = gettext("A newer version was submitted meanwhile. Please read it first.")
        raise StepRefused(text)


def check_answered(step: Step, *, asks: bool):
    """Raise StepRefused where the step has to wait: its authors ``asks`` the desk
    something that is not answered."""
    if asks and step.when_answered:
        raise StepRefused(
            gettext(
                "Its partner asks whether it is the same as another record. Please "
                "answer that first."
            )
        )


def _not_said_why(step) -> str:
    if step.takes_notes:
        return gettext("Please say why, in a comment or in a note on a single field.")
    return gettext("Please say why, in a comment.")


_REFUSALS = {
    AUTHOR: _("Only people of the reporting organisation can do this."),
    REVIEWER: _(
        "Only reviewers of its programme can do this, and never for their own "
        "organisation or for what they wrote themselves."
    ),
    SECRETARIAT: _("Only the secretariat can do this."),
}


def _not_now(state) -> str:
    text = gettext("This is not possible now; it has the state “%(state)s”.")
    return text % {"state": State(state).label}


def may_be_deleted(*, state: State, was_submitted: bool) -> bool:
    """A draft never submitted; its authors are offered this and not to withdraw it."""
    return state == DRAFT and not was_submitted


def check_deletion(*, state: State, roles: set[Role], was_submitted: bool):
    """A draft never submitted may be deleted by its authors. Raises StepRefused."""
    if AUTHOR not in roles:
        raise StepRefused(_REFUSALS[AUTHOR])
    if was_submitted:
        text = gettext("It was submitted once, so it can no longer be deleted.")
        raise StepRefused(text)
    if not may_be_deleted(state=state, was_submitted=was_submitted):
        raise StepRefused(_not_now(state))


def label_for_authors(state: State) -> str:
    """The state in the words of those who reported the activity."""
    return gettext("Returned to you") if state == RETURNED else State(state).label
