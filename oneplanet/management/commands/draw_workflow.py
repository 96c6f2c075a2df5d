"""The life of an activity as a diagram, drawn from the table."""

from django.core.management.base import BaseCommand
from django.utils import translation

from reporting.workflow import STEPS

HEAD = """# The life of an activity

Drawn from `reporting/workflow.py` by `manage.py draw_workflow > docs/workflow.md`.
Every arrow is a row of the table; nothing else changes a state.
"""
WHEN = {True: " while public", False: " while not public", None: ""}


class Command(BaseCommand):
    help = "Print docs/workflow.md: the table of steps and its diagram."

    def handle(self, **options):
        with translation.override("en"):
            self.stdout.write(page(), ending="")


def page() -> str:
    return "\n".join([HEAD, *diagram(), "", *table(), ""])


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
            f"| {step.role} | {'needed' if step.needs_comment else 'if you like'} "
            f"|{WHEN[step.when_public]} | {step.draft} | {step.publish} |"
        )
