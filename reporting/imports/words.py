"""The words of one organisation's spreadsheet: those of the report form, and the
initiatives its activities may be part of.
"""

from collections import defaultdict

from reporting.choices import Choices, choices
from reporting.joining import offered_to
from reporting.models import Initiative, Question


def words_of(organisation, *, contents=(), with_initiatives=True) -> Choices:
    """With the initiatives these contents name, though they are open no longer."""
    words = choices()
    open_now = offered_to(organisation) if with_initiatives else ()
    offered = {row.code: row for row in open_now}
    named = {content.get("initiative") for content in contents} - {"", None}
    others = Initiative.objects.filter(code__in=sorted(named - offered.keys())[:400])
    words.rows["initiative"] = offered | {row.code: row for row in others}
    words.offered["initiative"] = [(code, row.title) for code, row in offered.items()]
    return words


def questions_asked() -> dict[str, list[str]]:
    """Programme → what it asks now beside the report form, in the reader's language."""
    open_now = Question.objects.filter(
        question_set__opened_at__isnull=False, question_set__closed_at=None
    )
    asked = defaultdict(list)
    for question in open_now.select_related("question_set__programme"):
        asked[str(question.question_set.programme)].append(question.label)
    return asked
