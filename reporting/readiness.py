"""What still stands between a draft and its submission."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.text.folding import fold
from reporting.conditions import NEEDED_AFTER, unasked_of, unasked_questions
from reporting.list_words import Word, words_of
from reporting.period_rules import last_begun


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: the form field it is about, and what to do."""

    field: str
    message: str


def problems_of(version, *, lists=None, answers=None) -> list[Problem]:
    """All problems of a draft; empty when it is ready.

    Of a field that was refused nothing else is said: what it held before is not meant.
    Of one that is not asked nothing at all: it is left out. The words in its ``lists``
    and its ``answers`` are read where a caller has not read them already.
    """
    lists = _lists(version) if lists is None else lists
    needed, unasked_here = _questions(version, answers)
    unasked = unasked_of(version) | unasked_here
    found = [
        *_missing(version, NEEDED),
        *_sectors(lists),
        *_dates(version),
        *_place(version, lists),
        *_retired(version, lists),
        *needed,
    ]
    return _unless_refused(version, found, unasked=unasked)


def problems_of_initiative(version) -> list[Problem]:
    """The same of an initiative, which may begin in the future."""
    needed = _missing(version, NEEDED_OF_INITIATIVE)
    retired = _retired(version, _lists(version))
    return _unless_refused(version, [*needed, *_order(version), *retired])


def _lists(version) -> dict[str, list[Word]]:
    lists = {}
    for _version, name, word in words_of(type(version), [version.pk]):
        lists.setdefault(name, []).append(word)
    return lists


def _unless_refused(version, found, *, unasked=frozenset()) -> list[Problem]:
    refused = [row.field for row in version.refused_fields.all()]
    unread = _("This answer is kept as typed, but does not fit yet. Please mend it.")
    return [
        *(row for row in found if row.field not in unasked.union(refused)),
        *(Problem(field, unread) for field in refused if field not in unasked),
    ]


NEEDED = {
    "title": gettext_lazy("Give the activity a title."),
    "summary": gettext_lazy("Say in a few sentences what was done."),
    "type": gettext_lazy("Choose what kind of activity it was."),
    "started_on": gettext_lazy("Give the day it started."),
    "scope": gettext_lazy("Choose how far it reached."),
}
NEEDED_OF_INITIATIVE = {
    "title": gettext_lazy("Give the initiative a title."),
    "objectives": gettext_lazy("Say in a few sentences what it is to achieve."),
    "type": gettext_lazy("Choose what kind of initiative it is."),
    "started_on": gettext_lazy("Give the day it starts or started."),
}


def _missing(version, needed):
    for field, message in needed.items():
        value = getattr(version, field)
        if not (fold(value) if isinstance(value, str) else value):
            yield Problem(field, str(message))


def _sectors(lists):
    if not lists.get("sectors"):
        yield Problem("sectors", _("Choose at least one sector."))


def _dates(version):
    start = version.started_on
    if start and start > last_begun(timezone.now()):
        yield Problem(
            "started_on",
            _("It starts in the future. Report it once it has begun."),
        )
    yield from _order(version)


def _order(version):
    start, end = version.started_on, version.ended_on
    if start and end and end < start:
        yield Problem("ended_on", _("The end comes before the start."))


def _place(version, lists):
    if version.scope is None:
        return
    needed = {
        name
        for name, row in NEEDED_AFTER.items()
        if version.scope.code in row.answers
        and not lists.get(name)
        and not lists.get(row.instead)
    }
    if "countries" in needed:
        yield Problem(
            "countries", _("Choose the country or countries it took place in.")
        )
    if "regions" in needed:
        yield Problem("regions", _("Choose the region or regions it took place in."))


def _questions(version, given):
    """Of the programme's questions: those that lack an answer, as problems; and the
    names of those that are not asked."""
    if version.question_set_id is None:
        return [], set()
    answers = {}
    given = version.answers.select_related("choice") if given is None else given
    for answer in given:
        answers.setdefault(answer.question_id, set()).add(answer.code)
    questions = list(version.question_set.questions.all())
    unasked = unasked_questions(questions, answers)
    message = _("The programme needs an answer to this question.")
    lacking = [
        Problem(row.name, message)
        for row in questions
        if row.is_needed and row.pk not in answers and row.pk not in unasked
    ]
    return lacking, {row.name for row in questions if row.pk in unasked}


def _retired(version, lists):
    for field in ("type", "scope"):
        word = getattr(version, field, None)
        if word and word.retired_on:
            yield Problem(field, _retired_message(word))
    for field in version.lists:
        for word in lists.get(field, ()):
            if word.is_retired:
                yield Problem(field, _retired_message(word.label))


def _retired_message(word):
    return _("“%(word)s” is no longer used. Choose another.") % {"word": word}
