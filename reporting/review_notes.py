"""Notes on single fields: written by reviewers, sent with a return, settled later."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from oneplanet.text.folding import fold
from reporting.form_steps import STEPS
from reporting.forms import ActivityForm
from reporting.initiative_form import InitiativeForm
from reporting.models import Question
from reporting.note_words import FILES, OF_A_PROGRAMME, WHOLE
from reporting.noted_rows import kind_of, name_rows, number_of, place_of
from reporting.reading import changed_fields, read
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
    if field and not _is_of(version, field):
        raise StepRefused(gettext("This report has no such field."))
    mine = {"field": field, "by": by, "sent_at": None}
    comment = comment.strip() if fold(comment) else ""
    if reason is None and not comment:
        version.notes.filter(**mine).delete()
        _earlier_drafts(version, field=field, by=by).delete()
        return None
    _earlier_drafts(version, field=field, by=by).delete()
    said = {"reason": reason, "comment": comment, "language": by.language}
    said["at"] = timezone.now()
    return version.notes.update_or_create(**mine, defaults=said)[0]


def _earlier_drafts(version, *, field, by):
    """What the person wrote on a version that went before it was sent."""
    drafts = notes_of(version.identity).drafts_of(by)
    return drafts.filter(field=field).exclude(version=version)


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


def _is_of(version, field) -> bool:
    """Whether the version has this field, or this row of a table."""
    number, kind = number_of(field), kind_of(field)
    if number is None:
        return field in labels_of(version)
    return kind in version.rows and number < getattr(version, kind).count()


# --- Reading them ---------------------------------------------------------------------


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


def question_of(name, form) -> str:
    """What a form asks there: ``started_on``, ``quantities-2``, ``files``, the whole →
    its question; of a programme's own what they are called together."""
    if name in form.base_fields:
        return form.base_fields[name].label
    others = {"": WHOLE, "files": FILES, "q": OF_A_PROGRAMME}
    kind = name.partition("-")[0]
    return ROW_TITLES.get(kind) or others.get(kind, "")


def notes_for(reported, user) -> list:
    """Those the person may read, with their rows named. No query where none was ever
    written (``is_noted``)."""
    if not reported.is_noted:
        return []
    rows = notes_of(reported).visible_to(user).with_over()
    return name_rows(rows.select_related(*NAMED))


def sent_notes(reported) -> list:
    """All that were ever sent, in the order of the form and of one field the oldest
    first, each with its ``row`` and ``label``."""
    rows = notes_of(reported).sent().with_over()
    notes = name_rows(rows.select_related(*NAMED))
    asked, places = {}, {}
    for note in notes:
        edition = getattr(note.version, "question_set_id", None)
        if edition not in asked:
            asked[edition] = {"": WHOLE} | labels_of(note.version)
        labels, kind = asked[edition], kind_of(note.field)
        note.label = labels.get(kind, WHOLE)
        place = list(labels).index(kind) if kind in labels else 0
        places[note.pk] = place, number_of(note.field) or 0
    return sorted(notes, key=lambda note: places[note.pk])


def open_notes(reported) -> list:
    """Those the partner has still to see to, in the order of the form: on versions
    newer than the public one. One query while there are none."""
    return [n for n in sent_notes(reported) if not (n.resolved_at or n.is_over)]


def untouched_notes(reported) -> list:
    """Open ones on fields in which the draft says what the version they are on said, in
    the order of the form. Of the whole and of a programme's questions that is not
    known."""
    notes = [
        n for n in open_notes(reported) if n.field and not n.field.startswith("q-")
    ]
    if not notes:
        return []
    versions = {note.version_id: note.version for note in notes}
    draft, *sealed = read([reported.draft(), *versions.values()])
    changed = {one.version.pk: changed_fields(one, draft) for one in sealed}
    return [n for n in notes if kind_of(n.field) not in changed[n.version_id]]


def told_notes(reported) -> list:
    """All that were ever sent, open ones first."""
    notes = sent_notes(reported)
    return sorted(notes, key=lambda note: bool(note.is_over or note.resolved_at))


def by_place(notes, names) -> dict:
    """Name of a field, or of a row as it is numbered now → the notes on it. ``names``:
    table → what its rows are called now."""
    found = {}
    for note in notes:
        found.setdefault(place_of(note, names), []).append(note)
    return found
