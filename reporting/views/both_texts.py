"""What one person typed beside what another has saved: nothing typed is lost."""

from datetime import date

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from oneplanet.errors import USED
from oneplanet.idempotency import new_key
from oneplanet.text import dates, numbers
from oneplanet.text.fields import PortalDateField, PortalDecimalField
from oneplanet.typed import UNSEEN, is_secret, labels_of
from reporting.comparing import pieces
from reporting.drafts import may_move
from reporting.merging import Merged, merge
from reporting.posted import counter_of
from reporting.row_forms import ROW_FORMS, ROW_TITLES
from reporting.views.switching import NAME
from reporting.workflow import EDITABLE
from reporting.writing import BY_KIND, of

# The page of a save that came too late, by kind.
CLOSED = {
    "activity": "reporting/activity_closed.html",
    "initiative": "reporting/initiative_closed.html",
}


def conflict_page(request, reported, *, posted=None, errors=False, status=409):
    """Both texts to be brought together: a choice for each field both have changed."""
    reported, writing = _as_it_is_now(reported), of(reported)
    version = reported.draft()
    if version is None or reported.state not in EDITABLE:
        return closed_page(request, reported, status=status)
    posted = request.POST if posted is None else posted
    if request.FILES:
        messages.warning(request, _("The files have to be chosen again."))
    merged = merged_with(version, posted)
    words = writing.bind(writing.whole(posted, version)).form
    labels = _question_labels(words)
    questions = [_asked(q, posted, words, errors) for q in merged.questions]
    context = {
        "reported": reported,
        "version": version,
        "title": version.title or reported.code,
        "mine": writing.mine,
        "mine_url": reverse(writing.list_name),
        "edit_url": reported.page("edit"),
        "merge_url": reported.page("merge"),
        "by": version.entered_by,
        "once": new_key(),
        "fields": _as_posted(posted),
        "questions": questions,
        "problems": _problems(questions),
        "by_itself": [
            (labels[name], _in_words(name, merged.values[name], words))
            for name in merged.by_itself
        ],
    }
    return render(request, "reporting/activity_merge.html", context, status=status)


def _as_it_is_now(reported):
    rows = type(reported).objects.select_related("organisation", "programme")
    return rows.get(pk=reported.pk)


def _both(data, version) -> tuple[dict, dict]:
    """What was typed, whole, and what is saved, in one comparable shape."""
    writing, movable = of(version.identity), may_move(version.identity)
    mine = writing.normal(data, may_move=movable)
    return mine, writing.normal(writing.data_of(version), may_move=movable)


def merged_with(version, posted) -> Merged:
    """What was typed and what is saved, with the choices posted so far."""
    mine, theirs = _both(of(version.identity).whole(posted, version), version)
    answers = {
        name.removeprefix("take-"): (
            posted[name],
            posted.get(name.replace("take-", "own-", 1), ""),
        )
        for name in posted
        if name.startswith("take-")
    }
    return merge(mine, theirs, posted.get("base", ""), answers)


def unanswered(merged, posted) -> list:
    """The questions without an answer of those that are offered."""
    return [q for q in merged.questions if _answer(q, posted) is None]


def _answer(question, posted):
    taken = posted.get(f"take-{question.id}", "")
    return taken if taken in question.answers else None


def _as_posted(posted) -> list[dict]:
    """Everything typed, to be sent along; choices are asked for anew."""
    left = {*UNSEEN, "submit", "preview", "more", NAME} - {"base"}
    return [
        {"name": name, "text": text}
        for name, texts in posted.lists()
        for text in texts
        if name not in left
        and not is_secret(name)
        and not name.startswith(("take-", "own-"))
    ]


def _asked(question, posted, words, errors) -> dict:
    """One question as the page draws it."""
    name, labels = question.field, _question_labels(words)
    sides = {
        side: _in_words(name, _listed(name, getattr(question, side)), words)
        for side in ("mine", "theirs")
    }
    answer = _answer(question, posted)
    own = posted.get(f"own-{question.id}", "\n".join(question.mine or ()))
    return sides | {
        "id": question.id,
        "label": labels[name],
        "is_text": question.is_text,
        "pieces": pieces(*map("\n".join, (sides["theirs"], sides["mine"])))
        if question.is_text
        else [],
        "answers": question.answers,
        "answer": answer,
        "own": own if question.is_text else "",
        "is_missing": errors and answer is None,
    }


def _problems(questions) -> list[dict]:
    """The questions nothing was chosen for, each leading to its first choice."""
    text = _("Choose which text to take.")
    return [
        {"id": f"take-{question['id']}_0", "label": question["label"], "text": text}
        for question in questions
        if question["is_missing"]
    ]


def _listed(name, side):
    """A row as the only one of its kind."""
    if name in ROW_FORMS:
        return [side] if side else []
    return side


def used_page(request, reported, *, again):
    """The page was sent before with another text: both texts where the draft says
    something else by now, else its form ``again`` with what was typed."""
    version = reported.draft()
    if version is None or reported.state not in EDITABLE:
        return closed_page(request, reported, status=422)
    is_newer = counter_of(request.POST) != version.edit_count
    if is_newer and differing(request.POST, version):
        return conflict_page(request, reported, status=422)
    return again(request, reported.code, why=USED, status=422)


def closed_page(request, reported, *, status=409):
    """What was typed into a draft that meanwhile can be edited no more."""
    reported = _as_it_is_now(reported)
    version = reported.draft() or reported.latest_sealed()
    if request.FILES:
        messages.warning(request, _("The files have to be chosen again."))
    context = {
        "reported": reported,
        "fields": differing(request.POST, version),
    }
    return render(request, CLOSED[reported.kind], context, status=status)


def differing(posted, version) -> list[dict]:
    """Field by field, in words, where the two are not the same."""
    writing, movable = of(version.identity), may_move(version.identity)
    data = writing.whole(posted, version)
    words = writing.bind(data, may_move=movable).form
    mine, theirs = _both(data, version)
    labels = _question_labels(words)
    return [
        {
            "name": name,
            "label": labels[name],
            "mine": _in_words(name, mine[name], words),
            "theirs": _in_words(name, theirs[name], words),
        }
        for name in mine
        if mine[name] != theirs[name]
    ]


def in_words(posted, *, kind="activity") -> list[tuple]:
    """(question, lines) of everything typed into the form of this kind."""
    return list(answers_by_name(posted, kind=kind).values())


def answers_by_name(posted, *, kind="activity") -> dict:
    """Field or kind of rows → (question, lines) of what was typed there."""
    writing = BY_KIND[kind]
    words, mine = writing.bind(posted).form, writing.normal(posted)
    labels = _question_labels(words)
    return {
        name: (labels[name], _in_words(name, texts, words))
        for name, texts in mine.items()
        if texts
    }


def _question_labels(form) -> dict:
    fields = form.base_fields | form.fields
    return {name: field.label for name, field in fields.items()} | ROW_TITLES


def _in_words(name, values, form) -> list[str]:
    """Words for codes, days and numbers; a row as one line."""
    if name not in ROW_FORMS:
        field = form.fields.get(name)
        return [_said(field, value) for value in values]
    fields = ROW_FORMS[name].base_fields
    return [
        " · ".join(_said(fields[key], text) for key, text in row.items() if text)
        for row in values
    ]


def _said(field, text) -> str:
    """A plain text (reporting.posted) as the reader writes it, or as it was typed."""
    try:
        if isinstance(field, PortalDateField):
            return dates.date_words(date.fromisoformat(text))
        if isinstance(field, PortalDecimalField):
            return numbers.number(numbers.parse(text))
    except ValueError:
        return text
    return str(labels_of(field).get(text, text)) if field else text
