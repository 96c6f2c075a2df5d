"""The life of an activity as a diagram, drawn from the table."""

from django.core.management.base import BaseCommand
from django.utils import translation

from reporting.life import Flag
from reporting.workflow import STEPS, Role, State

HEAD = """# The life of an activity

Drawn from `reporting/workflow.py` by `manage.py draw_workflow > docs/workflow.md`.
Every arrow is a row of the table; nothing else changes a state.
"""
STATES = {
    State.DRAFT: "its authors write; nobody else reads it",
    State.SUBMITTED: "the version is sealed; the reviewers read it and write notes",
    State.RETURNED: "a copy is with its authors to mend, the notes beside its fields",
    State.APPROVED: "the version is the public one",
    State.WITHDRAWN: "closed; nothing of it is public",
}
WHO = {
    Role.AUTHOR: "a member of the reporting organisation, or of one that writes for it "
    "by agreement",
    Role.REVIEWER: "the desk of its programme; the secretariat where no desk can "
    "decide. Never for their own organisation, nor for what they wrote",
    Role.SECRETARIAT: "the secretariat of the network",
}
FLAGS = {
    Flag.PROVISIONAL: "submitted, and not decided on yet",
    Flag.RETURNED: "sent back by a reviewer",
    Flag.RECALLED: "taken back by its authors before anybody decided",
    Flag.APPROVED: "the one everybody reads",
    Flag.SUPERSEDED: "was approved, until a later version was",
    Flag.WITHDRAWN: "taken off the public site, or closed with what was",
}
ROUNDS = """## Rounds

A return opens a round. It takes a comment, or notes on single fields and rows, each
with a reason all desks share or words of its own. Notes are their writer's until the
return sends them; the partner reads each beside its field. When the report comes
again, only what changed since the last version somebody decided on is asked, and what
is still open; the rest is folded, and a note is settled by a person, never by itself.
An approval passes over what is open. Record 40 says why.
"""
MERGES = """## Merges

Two steps are about two records and stand in no bar of buttons (`reporting/uniting.py`).
*merge* closes a record that was submitted, whatever its state, and a public one takes
its address; *separate* gives it the state, the draft and the publication it had. Who
decides on both takes them, or the secretariat; each needs a reason, and each writes an
entry in the history and a row of its own. Record 47 says why.
"""
WHEN = {True: " while public", False: " while not public", None: ""}


class Command(BaseCommand):
    help = "Print docs/workflow.md: states, steps, who, rounds and flags."

    def handle(self, **options):
        with translation.override("en"):
            self.stdout.write(page(), ending="")


def page() -> str:
    parts = [HEAD, *meanings("States", STATES), *meanings("Who", WHO)]
    parts += ["## Steps", "", *diagram(), "", *table(), "", ROUNDS, MERGES]
    return "\n".join([*parts, *meanings("Flags of a version", FLAGS)])


def meanings(title, words):
    yield f"## {title}"
    yield ""
    yield "| | what it means |"
    yield "|---|---|"
    for word, meaning in words.items():
        yield f"| {word} | {meaning} |"
    yield ""


def diagram():
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> draft"
    for step in STEPS:
        for source in sorted(step.sources):
            yield f"    {source} --> {step.target}: {step.action} ({step.role})"
    yield "```"


def table():
    yield "| step | from | to | who | comment | only | content | public version |"
    yield "|---|---|---|---|---|---|---|---|"
    for step in STEPS:
        yield (
            f"| {step.action} | {', '.join(sorted(step.sources))} | {step.target} "
            f"| {step.role} | {comment(step)} "
            f"|{WHEN[step.when_public]} | {step.draft} | {step.publish} |"
        )


def comment(step) -> str:
    if not step.needs_comment:
        return "if you like"
    return "needed, or notes" if step.takes_notes else "needed"
