"""What an earlier answer makes of a question: whether it is asked, and whether it is
needed before submitting. No database.

One table of each. The form hides what is not asked, readiness wants no answer to it,
and what was answered all the same stays in the draft and is left out when it is
submitted. As long as the earlier one has no answer, what is answered already stays: not
to know is no “no”.
"""

from dataclasses import dataclass

PLACED = frozenset({"NATIONAL", "SUBNATIONAL", "LOCAL"})


@dataclass(frozen=True, slots=True)
class Condition:
    """``field`` is asked, or needed, where ``after`` was answered with one of
    ``answers``; not needed where ``instead`` is answered."""

    field: str
    after: str
    answers: frozenset[str]
    instead: str = ""


CONDITIONS = (
    Condition("countries", "scope", PLACED | {"REGIONAL"}),
    Condition("regions", "scope", frozenset({"REGIONAL"})),
)
NEEDS = (
    Condition("countries", "scope", PLACED),
    Condition("regions", "scope", frozenset({"REGIONAL"}), instead="countries"),
)
# Of one row of the results as numbers. A number is meant where nothing is said.
CELLS = (
    Condition("value", "status", frozenset({"value", ""})),
    Condition("unit", "status", frozenset({"value", ""})),
    Condition("reason", "status", frozenset({"no_data", "not_relevant"})),
)
BY_FIELD = {row.field: row for row in CONDITIONS}
NEEDED_AFTER = {row.field: row for row in NEEDS}
BY_CELL = {row.field: row for row in CELLS}


def unasked(answers: dict[str, str]) -> set[str]:
    """The fields that are not asked, given the codes of the earlier answers."""
    return {
        row.field
        for row in CONDITIONS
        if (earlier := answers.get(row.after)) and earlier not in row.answers
    }


def unasked_of(version) -> set[str]:
    """The fields a version is not asked for, by what it says."""
    scope = version.scope
    return unasked({"scope": scope.code if scope else ""})


def unasked_questions(questions, answers: dict[int, set[str]]) -> set[int]:
    """Keys of a programme's questions that are not asked, given the codes of what each
    is answered with. A question after one that is not asked is not asked either; one
    that waits for an earlier answer is not, unless it is answered already."""
    found, waiting = set(), set()
    for question in sorted(questions, key=lambda row: (row.order, row.pk)):
        if not (earlier := question.asked_after_id):
            continue
        given = answers.get(earlier)
        if earlier in found or (given and question.asked_for not in given):
            found.add(question.pk)
        elif not given and question.pk not in answers:
            waiting.add(question.pk)
    return found | waiting
