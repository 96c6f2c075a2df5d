"""Undoing an import: what it did and nobody has changed since goes back."""

from copy import copy
from itertools import batched

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.text.lists import joined
from oneplanet.text.said import filled, in_six
from reporting.imports.accepting import BATCH, lock, open_for
from reporting.imports.cleaning import name_partners
from reporting.imports.columns import BY_CODE
from reporting.imports.contents import newest_of
from reporting.imports.merging import merged
from reporting.imports.words import words_of
from reporting.imports.writing import Writer
from reporting.models import Activity, ActivityVersion, SheetUpload, UploadedRow
from reporting.workflow import EDITABLE, State, StepRefused

NOTHING_WRITTEN = gettext_lazy(
    "There is nothing to undo: for every row you accepted, what was there was kept."
)
NOTHING_LEFT = gettext_lazy(
    "Nothing was undone: everything this import wrote has been changed, submitted or "
    "deleted since, and stays as it is now."
)


@transaction.atomic
def undo(upload, *, by) -> tuple[int, int]:
    """Take back what the import did: (rows undone, rows left as they are).

    New drafts are deleted and changed fields say again what they said. What somebody
    has changed or submitted since stays, field by field, and its row says so. Raises
    StepRefused, also where nothing could be taken back: then nothing is undone.
    """
    upload = open_for(upload, by=by, state=SheetUpload.State.READY)
    if not upload.can_be_undone:
        raise StepRefused(_("It can no longer be undone: thirty days have passed."))
    rows = list(upload.rows.wrote().order_by("pk"))
    if not rows:
        raise StepRefused(NOTHING_WRITTEN)
    lock([row.activity_id for row in rows if row.activity_id])
    drafts = _drafts({row.activity_id for row in rows})
    mine = [row for row in rows if _is_untouched(row, drafts)]
    left = [row for row in rows if not _is_untouched(row, drafts)]
    changed = [row for row in mine if row.before is not None]
    _restore(changed, drafts, upload.organisation, by)
    left += _delete([row for row in mine if row.before is None], by)
    partly = [row for row in left if row.before]
    stays = _restore_in_part(partly, drafts, upload.organisation, by)
    left = [row for row in left if stays.get(row.pk) != []]
    if not _is_anything_undone(rows, left, stays):
        raise StepRefused(NOTHING_LEFT)
    remarks = in_six(_why_left(stays.get(row.pk)) for row in left)
    for row, remark in zip(left, remarks, strict=True):
        row.remark = remark
    UploadedRow.objects.bulk_update(left, ["remark"], batch_size=BATCH)
    upload.state, upload.undone_at, upload.undone_by = "undone", timezone.now(), by
    upload.save(update_fields=["state", "undone_at", "undone_by"])
    return len(rows) - len(left), len(left)


def _is_anything_undone(rows, left, stays) -> bool:
    """Whether a row went back, or a field of one that stays."""
    parts = (row for row in left if row.pk in stays)
    return len(left) < len(rows) or any(
        len(stays[row.pk]) < len(row.before) for row in parts
    )


def _drafts(ids) -> dict:
    """The draft of each activity that has one and may be edited."""
    found = {}
    for few in batched(sorted(ids - {None}), BATCH):
        rows = ActivityVersion.objects.filter(activity__in=few, sealed_at=None)
        rows = rows.filter(activity__state__in=EDITABLE).select_related("activity")
        found |= {draft.activity_id: draft for draft in rows}
    return found


def _is_untouched(row, drafts) -> bool:
    """Whether the draft is just as the import left it."""
    draft = drafts.get(row.activity_id)
    if draft is None or draft.edit_count != row.left_count:
        return False
    was_never_sent = draft.number == 1 and draft.activity.state == State.DRAFT
    return row.before is not None or was_never_sent


def _restore(rows, drafts, organisation, by):
    rows = [row for row in rows if row.before]
    contents = [row.before for row in rows]
    words = words_of(organisation, contents=contents)
    writer = Writer(by=by, words=words, organisations=name_partners(contents))
    writer.change([drafts[row.activity_id] for row in rows], contents)


def _restore_in_part(rows, drafts, organisation, by) -> dict:
    """Of drafts saved since: what still says what the import brought says again what it
    said. Row's key → the fields that stay; a row whose draft is none any more is not
    in it.
    """
    rows = [row for row in rows if row.activity_id in drafts]
    found = newest_of([drafts[row.activity_id].activity for row in rows])
    now = {version.activity_id: content for version, content in found}
    parts, stays = [], {}
    for row in rows:
        brought = merged(row.before, row.differences, row.chosen)
        there = now[row.activity_id]
        back = {n: v for n, v in row.before.items() if there[n] == brought[n]}
        stays[row.pk] = [name for name in row.before if name not in back]
        if back:
            part = copy(row)
            part.before = back
            parts.append(part)
    _restore(parts, drafts, organisation, by)
    return stays


def _why_left(fields):
    if not fields:
        return gettext_lazy("Changed or submitted since: left as it is.")
    text = gettext_lazy("Changed since and left as it is: %(fields)s.")
    return filled(text, fields=joined([BY_CODE[name].label for name in fields]))


def _delete(rows, by) -> list:
    """Delete the drafts; the rows whose draft something else holds on to."""
    held = []
    for few in batched(rows, BATCH):
        try:
            with transaction.atomic():
                _delete_at_once([row.activity_id for row in few])
        except ProtectedError:
            held += [row for row in few if not _delete_one(row.activity_id, by)]
    return held


def _delete_at_once(ids):
    drafts = ActivityVersion.objects.filter(activity__in=ids)
    for relation in ActivityVersion._meta.many_to_many:
        through = relation.remote_field.through.objects
        through.filter(activityversion__in=drafts).delete()
    for name in ("partners", "quantities", "links", "refused_fields"):
        model = getattr(ActivityVersion, name).rel.related_model
        model.objects.filter(version__in=drafts).delete()
    drafts.delete()
    Activity.objects.filter(pk__in=ids).delete()


def _delete_one(pk, by) -> bool:
    try:
        with transaction.atomic():
            Activity.objects.get(pk=pk).delete_draft(by=by)
    except (ProtectedError, StepRefused):
        return False
    return True
