"""Saving a draft: every valid field is kept, every refused one is kept as typed."""

import json

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from reporting.file_kinds import Mistake
from reporting.form_steps import BY_NAME, step_of
from reporting.models import Activity, QuestionSet, VersionFile
from reporting.models.files import forget_unused
from reporting.models.version import LISTS
from reporting.naming import organisations_named
from reporting.posted import (
    DATES,
    WORDS,
    bind,
    cells_as_typed,
    data_of,
    normal,
    whole,
)
from reporting.question_fields import keep_answer
from reporting.uploads import Upload, in_words, keep
from reporting.workflow import StepRefused


class EditConflict(Exception):
    """Somebody else saved in the meantime; nothing was written."""


def may_move(activity: Activity) -> bool:
    """The programme may be changed until the first submission."""
    return activity.latest_sealed() is None


@transaction.atomic
def save_draft(activity: Activity, *, by, data, uploads=(), remove=(), counter: int):
    """Store what was posted; the version. Raises EditConflict and StepRefused.

    ``uploads`` have been checked (reporting/uploads.py); None leaves the files alone,
    and what was said of them. ``counter`` is the version's ``edit_count`` the form
    started from. The same content over a newer counter is no conflict (files sent with
    it are added), nor is what the page that saved last sends after that save. A post
    that names its ``step`` changes what is asked there and nothing else.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        raise StepRefused(_("This activity can no longer be edited."))
    version = activity.versions.select_for_update().get(sealed_at=None)
    movable, step = may_move(activity), BY_NAME.get(data.get("step", ""))
    data = whole(data, version)
    if step and not step.has_files:
        uploads, remove = None, ()
    if counter != version.edit_count:
        stored = normal(data_of(version), may_move=movable)
        is_same = normal(data, may_move=movable) == stored
        if not (is_same or version.follows(data)):
            raise EditConflict
        if is_same and not (uploads or remove):
            return version.heard_of(data)
    _forget_refused(version, step, with_files=uploads is not None)
    _keep(version, bind(data, may_move=movable), step)
    _change_files(version, uploads or (), remove)
    version.entered_by = by
    version.edit_count += 1
    version.note_page(data)
    version.save()
    return version


def _forget_refused(version, step, *, with_files):
    refused = version.refused_fields.all()
    forgotten = [
        row.pk
        for row in refused
        if (with_files if row.field == "files" else step in (None, step_of(row.field)))
    ]
    refused.filter(pk__in=forgotten).delete()


def _keep(version, forms, step):
    """What was posted into the version; of one step what is asked there."""
    asks = step.asks if step else lambda name: True
    _keep_fields(
        version, forms.form, [name for name in forms.form.fields if asks(name)]
    )
    for name, rows in forms.rows.items():
        if asks(name):
            _keep_rows(version, name, rows)
    if asks("programme") and move(version.activity, forms.form):
        # What was answered to the questions of another stays with the draft.
        version.question_set = QuestionSet.objects.open_of(version.activity.programme)


def _keep_fields(version, form, names):
    words = form.words.rows
    for name in names:
        if name in form.errors:
            refuse(version, name, form.data.getlist(name))
            if name in DATES:  # the day before may contradict the other one now
                setattr(version, name, None)
            continue
        value = form.cleaned_data.get(name)
        if name in LISTS:
            getattr(version, name).set([words[name][code] for code in value])
        elif name in WORDS:
            setattr(version, name, words[name].get(value))
        elif name in form.questions:
            keep_answer(version, form.questions[name], value)
        elif name != "programme" and not (name == "language" and not value):
            setattr(version, name, value)


def refuse(version, field, typed):
    text = json.dumps(typed, ensure_ascii=False)
    version.refused_fields.create(field=field, text=text)


def _keep_rows(version, name, rows):
    """The rows in the order they were typed; what could not be read keeps its place."""
    related = getattr(version, name)
    related.all().delete()
    good = {order: row.cleaned_data for order, row in enumerate(rows) if row.is_valid()}
    if name == "partners":
        named = organisations_named(values["name"] for values in good.values())
        for values in good.values():
            if organisation := named.get(values["name"]):
                values |= {"organisation": organisation, "name": ""}
    related.bulk_create(
        related.model(version=version, order=order, **values)
        for order, values in good.items()
    )
    for order, row in enumerate(rows):
        if order not in good:
            refuse(version, f"{name}-{order}", cells_as_typed(row))


def _change_files(version, uploads, remove):
    wanted = [pk for pk in remove if pk.isascii() and pk.isdecimal() and len(pk) < 19]
    gone = list(version.files.filter(pk__in=wanted))
    stored = [row.stored_id for row in gone]
    for row in gone:
        row.delete()
    forget_unused(stored)
    mistakes = [(_attach(version, upload), upload.name) for upload in uploads]
    if refused := [pair for pair in mistakes if pair[0]]:
        refuse(version, "files", refused)


def _attach(version, upload: Upload) -> Mistake | None:
    """Add one file, unless the draft has the same bytes under the same name."""
    if upload.mistake:
        return upload.mistake
    count = version.files.count()
    if count >= settings.MAX_FILES:
        return Mistake.TOO_MANY
    stored, name = keep(upload), upload.name
    if not version.files.filter(stored=stored, name=name).exists():
        VersionFile.objects.create(
            version=version, stored=stored, name=name, order=count
        )
    return None


@transaction.atomic
def add_file(activity: Activity, *, by, upload: Upload):
    """Add one file to the draft and nothing else; its row, or the Mistake for which it
    is refused. The counter stays: a file overwrites nobody's words. StepRefused.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        raise StepRefused(_("This activity can no longer be edited."))
    version = activity.versions.select_for_update().get(sealed_at=None)
    mistake = _attach(version, upload)
    if mistake:
        return mistake
    mine = version.files.select_related("stored")
    return mine.get(stored__sha256=upload.sha256, name=upload.name)


def file_problems(version) -> list[str]:
    """What was wrong with the files of the last save, in the reader's language."""
    return [
        in_words(*mistake)
        for refused in version.refused_fields.all()
        if refused.field == "files"
        for mistake in json.loads(refused.text)
    ]


def move(reported, form) -> bool:
    """To the programme chosen, as long as the form asks for it; whether that is
    another."""
    code = form.cleaned_data.get("programme")
    if not code or "programme" in form.errors:
        return False
    chosen = form.words.rows["programme"].get(code)
    if chosen == reported.programme:
        return False
    reported.programme = chosen
    reported.save(update_fields=["programme"])
    return True
