"""Saving a draft: every valid field is kept, every refused one is kept as typed."""

import json

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from reporting.file_kinds import Mistake
from reporting.models import Activity, VersionFile
from reporting.models.files import forget_unused
from reporting.models.version import LISTS
from reporting.naming import organisations_named
from reporting.posted import DATES, WORDS, bind, cells_as_typed, data_of, normal
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
    started from. The same content over a newer counter is no
    conflict; files sent with it are added.
    """
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    if not Activity.objects.editable_by(by).filter(pk=activity.pk).exists():
        raise StepRefused(_("This activity can no longer be edited."))
    version = activity.versions.select_for_update().get(sealed_at=None)
    movable = may_move(activity)
    if counter != version.edit_count:
        stored = normal(data_of(version), may_move=movable)
        if normal(data, may_move=movable) != stored:
            raise EditConflict
        if not (uploads or remove):
            return version
    _forget_refused(version, with_files=uploads is not None)
    _keep(version, bind(data, may_move=movable))
    _change_files(version, uploads or (), remove)
    version.entered_by = by
    version.edit_count += 1
    version.save()
    return version


def _forget_refused(version, *, with_files):
    refused = version.refused_fields.all()
    (refused if with_files else refused.exclude(field="files")).delete()


def _keep(version, forms):
    _keep_fields(version, forms.form)
    for name, rows in forms.rows.items():
        _keep_rows(version, name, rows)
    move(version.activity, forms.form)


def _keep_fields(version, form):
    words = form.words.rows
    for name in form.fields:
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


def file_problems(version) -> list[str]:
    """What was wrong with the files of the last save, in the reader's language."""
    refused = version.refused_fields.filter(field="files").first()
    return (
        [in_words(*mistake) for mistake in json.loads(refused.text)] if refused else []
    )


def move(activity, form):
    """To the programme chosen, as long as the form asks for it."""
    code = form.cleaned_data.get("programme")
    if code and "programme" not in form.errors:
        activity.programme = form.words.rows["programme"].get(code)
        activity.save(update_fields=["programme"])
