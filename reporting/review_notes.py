"""Notes on single fields: written by reviewers, sent with a return, settled later."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from oneplanet.text.folding import fold
from reporting.comparing import changes, field_label
from reporting.form_steps import STEPS
from reporting.forms import ActivityForm
from reporting.initiative_form import InitiativeForm
from reporting.models import Question
from reporting.note_words import FILES, WHOLE
from reporting.row_forms import ROW_TITLES
from reporting.workflow import Role, State, StepRefused

NAMED = ("reason", "by", "resolved_by", "version")


def notes_of(reported):
    """Every note on any of its versions, of either kind."""
    model = reported.versions.model.notes.rel.related_model
    return model.objects.about(reported)


# --- The verbs ------------------------------------------------------------------------


@transaction.atomic
def write_note(reported, *, by, number, field, reason=None, comment=""):
    """Keep the person's note on a field of the version under review; without a reason
    and a comment it is taken away. The note, or None.

    ``number`` is that of the version they have read. Raises StepRefused.
    """
    version = _under_review(reported, by=by)
    if version.number != number:
        text = gettext("A newer version was submitted meanwhile. Please read it first.")
        raise StepRefused(text)
    if field and field not in labels_of(version):
        raise StepRefused(gettext("This report has no such field."))
    mine = {"field": field, "by": by, "sent_at": None}
    comment = comment.strip() if fold(comment) else ""
    if reason is None and not comment:
        version.notes.filter(**mine).delete()
        return None
    said = {"reason": reason, "comment": comment, "language": by.language}
    said["at"] = timezone.now()
    return version.notes.update_or_create(**mine, defaults=said)[0]


@transaction.atomic
def settle_note(reported, pk, *, by, is_settled):
    """Say of a note that was sent whether it is settled. The note. Raises
    StepRefused."""
    _under_review(reported, by=by)
    note = notes_of(reported).sent().filter(pk=pk).first()
    if note is None:
        raise StepRefused(gettext("There is no such note."))
    if (note.resolved_at is not None) != is_settled:
        note.resolved_at = timezone.now() if is_settled else None
        note.resolved_by = by if is_settled else None
        note.save(update_fields=["resolved_at", "resolved_by"])
    return note


def _under_review(reported, *, by):
    """The version the person decides on now; the row of what it is of is locked."""
    locked = type(reported).objects.select_for_update(of=("self",)).get(pk=reported.pk)
    if Role.REVIEWER not in locked.roles_of(by, among={Role.REVIEWER}):
        raise StepRefused(gettext("Only its reviewers write notes on it."))
    if locked.state != State.SUBMITTED:
        text = gettext("Notes are written while it waits for review.")
        raise StepRefused(text)
    return locked.latest_sealed()


# --- Reading them ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One field of the version under review: what changed in it, and what was said.

    ``mine`` is the reader's note that waits to be sent, or None. ``open`` and
    ``settled`` are notes of earlier rounds.
    """

    name: str
    label: str
    change: object
    mine: object
    open: list
    settled: list

    @property
    def is_asked(self) -> bool:
        """Whether it is laid open in a later round."""
        return bool(self.change or self.mine or self.open)


def reviewed_fields(reported, content, before, *, user) -> list[Reviewed]:
    """The whole and every field in the order of the form. One query where there are
    notes (``is_noted``), one where a programme asks questions of its own."""
    changed = {c.field: c for c in changes(before, content)} if before else {}
    said = {}
    if reported.is_noted:
        said = _by_field(notes_of(reported).visible_to(user), content.version)
    labels = {"": WHOLE} | labels_of(content.version)
    labels |= {name: field_label(name) for name in changed if name not in labels}
    if before:
        _mark_untouched(said, changed, before.version)
    return [
        _reviewed(name, label, changed.get(name), said.get(name, ()))
        for name, label in labels.items()
    ]


def _mark_untouched(said, changed, version):
    """Each note knows as ``is_untouched`` whether nothing has changed in its field
    since; only of those on the version compared with is that known."""
    for name, notes in said.items():
        is_known = name and not name.startswith("q-") and name not in changed
        for note in notes:
            note.is_untouched = is_known and note.version_id == version.pk


def _by_field(notes, version) -> dict:
    """The notes that still speak: all that were sent, drafts on this version alone."""
    found = {}
    for note in notes.select_related(*NAMED):
        if note.sent_at or note.version_id == version.pk:
            found.setdefault(note.field, []).append(note)
    return found


def _reviewed(name, label, change, notes):
    sent = [note for note in notes if note.sent_at]
    return Reviewed(
        name=name,
        label=label,
        change=change,
        mine=next((note for note in notes if not note.sent_at), None),
        open=[note for note in sent if not note.resolved_at],
        settled=[note for note in sent if note.resolved_at],
    )


def labels_of(version) -> dict:
    """Name → what the form asks there, of every field a note may be on."""
    if version.OF == "initiative":
        fields = InitiativeForm.base_fields
        names = [name for _n, _t, names in InitiativeForm.SECTIONS for name in names]
        return {name: fields[name].label for name in names if name in fields}
    fields, labels = ActivityForm.base_fields, {}
    for step in STEPS:
        labels |= {name: fields[name].label for name in step.fields if name in fields}
        labels |= {name: ROW_TITLES[name] for name in step.rows}
        if step.has_files:
            labels["files"] = FILES
    if version.question_set_id is None:
        return labels
    asked = Question.objects.filter(question_set=version.question_set_id)
    return labels | {question.name: question.label for question in asked}


def open_notes(reported) -> list:
    """Those the partner has still to see to, oldest first: on versions newer than the
    public one. One query while there are none."""
    notes = list(notes_of(reported).open().select_related(*NAMED))
    public = reported.open_publication() if notes else None
    number = public.version.number if public else 0
    return [note for note in notes if note.version.number > number]


def told_notes(reported) -> list:
    """All that were ever sent, each with its ``label``, open ones first."""
    notes = list(notes_of(reported).sent().select_related(*NAMED))
    labels = {}
    for note in notes:
        edition = getattr(note.version, "question_set_id", None)
        if edition not in labels:
            labels[edition] = labels_of(note.version)
        note.label = labels[edition].get(note.field, WHOLE)
    return sorted(notes, key=lambda note: note.resolved_at is not None)


def by_field(notes) -> dict:
    """Name of a field → the notes on it."""
    found = {}
    for note in notes:
        found.setdefault(note.field, []).append(note)
    return found
