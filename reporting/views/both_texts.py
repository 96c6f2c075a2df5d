"""What one person typed beside what another has saved: nothing typed is lost."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from oneplanet.typed import labels_of
from reporting.drafts import may_move
from reporting.forms import ROW_FORMS, ActivityForm
from reporting.models import Activity
from reporting.posted import bind, data_of, normal, whole
from reporting.views.form_page import ROW_TITLES, form_page
from reporting.workflow import EDITABLE


def conflict_page(request, activity):
    """The form with what was typed, above it both texts where they differ; 409."""
    activity = Activity.objects.get(pk=activity.pk)
    version = activity.draft()
    if version is None or activity.state not in EDITABLE:
        return closed_page(request, activity)
    conflict = {
        "fields": _differing(request.POST, version, may_move(activity)),
        "by": version.entered_by,
    }
    return form_page(
        request, activity, version, typed=request.POST, conflict=conflict, status=409
    )


def closed_page(request, activity):
    """What was typed into a draft that meanwhile can be edited no more; 409."""
    activity = Activity.objects.get(pk=activity.pk)
    version = activity.draft() or activity.latest_sealed()
    if request.FILES:
        messages.warning(request, _("The files have to be chosen again."))
    context = {
        "activity": activity,
        "fields": _differing(request.POST, version, may_move(activity)),
    }
    return render(request, "reporting/activity_closed.html", context, status=409)


def _differing(posted, version, movable) -> list[dict]:
    """Field by field, in words, where the two are not the same."""
    posted = whole(posted, version)
    words = bind(posted, may_move=movable).form
    mine = normal(posted, may_move=movable)
    theirs = normal(data_of(version), may_move=movable)
    labels = _question_labels(words)
    return [
        {
            "label": labels[name],
            "mine": _in_words(name, mine[name], words),
            "theirs": _in_words(name, theirs[name], words),
        }
        for name in mine
        if mine[name] != theirs[name]
    ]


def in_words(posted) -> list[tuple]:
    """(question, lines) of everything typed into the report form."""
    words, mine = bind(posted).form, normal(posted)
    labels = _question_labels(words)
    return [
        (labels[name], _in_words(name, texts, words))
        for name, texts in mine.items()
        if texts
    ]


def _question_labels(form) -> dict:
    fields = ActivityForm.base_fields | form.fields
    return {name: field.label for name, field in fields.items()} | ROW_TITLES


def _in_words(name, values, form) -> list[str]:
    """Words for codes; a row as one line."""
    if name not in ROW_FORMS:
        labels = labels_of(form.fields[name])
        return [labels.get(value, value) for value in values]
    labels = {key: labels_of(f) for key, f in ROW_FORMS[name].base_fields.items()}
    return [
        " · ".join(
            str(labels[key].get(text, text)) for key, text in row.items() if text
        )
        for row in values
    ]
