"""Taking rows of a file over into drafts: all that are chosen, or none of them."""

from itertools import batched

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from reporting.imports.judging import Judge
from reporting.imports.looking import found, rows_again
from reporting.imports.merging import THEIRS, choice_of, merged, unchosen
from reporting.imports.writing import Writer
from reporting.models import Activity, ActivityVersion, SheetUpload, UploadedRow
from reporting.workflow import StepRefused

Outcome, State = UploadedRow.Outcome, SheetUpload.State
TAKEN = (Outcome.ADDED, Outcome.CHANGED, Outcome.CONFLICT)
AT_ONCE = 300  # rows; more are written by the worker
BATCH = 400
CODE = "code"


class Overtaken(Exception):
    """Something has changed since the rows were looked at; nothing was written."""


class Undecided(Exception):
    """Rows in conflict were chosen, and what shall hold was not said of each field."""

    def __init__(self, rows):
        self.rows = rows
        super().__init__()


@transaction.atomic
def choose(upload, *, by, rows=None, chosen=None) -> SheetUpload:
    """Say which rows are to be taken over, and what holds of each field in conflict.

    ``rows`` are ids, None means all that are new or changed; ``chosen`` is the choice
    (mine or theirs) by row and field. Raises Undecided and StepRefused.
    """
    upload = open_for(upload, by=by, state=State.READY)
    pending = upload.rows.filter(accepted_at=None)
    if rows is None:
        picked = list(pending.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED)))
    else:
        picked = list(pending.filter(pk__in=rows, outcome__in=TAKEN))
    for row in picked:
        row.chosen = (chosen or {}).get(row.pk, {})
    if open_rows := [r.pk for r in picked if unchosen(r.differences, r.chosen)]:
        raise Undecided(open_rows)
    if not picked:
        raise StepRefused(_("No row was chosen that can be accepted."))
    pending.update(is_chosen=False)
    for few in batched([row.pk for row in picked], BATCH):
        pending.filter(pk__in=few).update(is_chosen=True)
    decided = [row for row in picked if row.chosen]
    UploadedRow.objects.bulk_update(decided, ["chosen"], batch_size=100)
    upload.state, upload.accepted_by = State.WRITING, by
    upload.accepted_at = timezone.now()
    upload.save(update_fields=["state", "accepted_by", "accepted_at"])
    return upload


def open_for(upload, *, by, state) -> SheetUpload:
    """The upload, locked; in that state, and of an organisation the person is in."""
    mine = SheetUpload.objects.visible_to(by).select_for_update(of=("self",))
    locked = mine.filter(pk=upload.pk).first()
    if locked is None or locked.state != state:
        raise StepRefused(_("This spreadsheet is no longer open to that."))
    return locked


def is_short(upload) -> bool:
    return upload.rows.filter(is_chosen=True, accepted_at=None).count() <= AT_ONCE


def accept(upload) -> int:
    """Write what was chosen; how many rows, but for new ones that were left out. Raises
    StepRefused and Overtaken, and then the rows have been looked at anew and none was
    written."""
    with translation.override(upload.language):
        try:
            return _accept(upload)
        except (Overtaken, StepRefused):
            _look_again(upload)
            raise


@transaction.atomic
def _accept(upload) -> int:
    by = upload.accepted_by
    upload = open_for(upload, by=by, state=State.WRITING)
    rows = list(upload.rows.filter(is_chosen=True, accepted_at=None))
    lock([row.activity_id for row in rows if row.activity_id])
    judge, seen = _judged(upload, rows)
    if any(_differs(row, now) for row, now in zip(rows, seen, strict=True)):
        raise Overtaken
    left_out = _write(upload, rows, seen, judge, by)
    give_back(upload)
    return len(rows) - left_out


def lock(ids):
    """Nobody submits, saves or deletes these until all is written."""
    for few in batched(sorted(ids), BATCH):
        locked = Activity.objects.select_for_update(of=("self",)).order_by("pk")
        list(locked.filter(pk__in=few).values_list("pk"))
        drafts = ActivityVersion.objects.select_for_update(of=("self",))
        list(drafts.filter(activity__in=few, sealed_at=None).values_list("pk"))


def _judged(upload, rows):
    judge = Judge(upload.organisation, upload.language)
    seen = rows_again(rows)
    judge.look_at(seen)
    return judge, seen


def _differs(row, now) -> bool:
    """Whether a row would do something else than its preview said."""
    fresh = found(now)
    return any(
        getattr(row, name) != fresh[name]
        for name in ("activity_id", "outcome", "edit_count", "differences")
    )


def _look_again(upload):
    """Rows that are still waiting say what they would do now; nothing is chosen."""
    with transaction.atomic():
        rows = list(upload.rows.filter(is_chosen=True, accepted_at=None))
        _judge, seen = _judged(upload, rows)
        for row, now in zip(rows, seen, strict=True):
            for name, value in found(now).items():
                setattr(row, name, value)
            row.is_chosen, row.chosen = False, {}
        names = [*found(seen[0]), "is_chosen", "chosen"] if seen else []
        if names:
            UploadedRow.objects.bulk_update(rows, names, batch_size=100)
        give_back(upload)


def give_back(upload) -> None:
    """Nothing is being taken over any more; whoever did so last is who did so."""
    last = upload.rows.exclude(accepted_at=None).order_by("-accepted_at").first()
    upload.state = State.READY
    upload.begun_at, upload.attempts = None, 0
    upload.accepted_at = last.accepted_at if last else None
    upload.accepted_by = upload.accepted_by if last else None
    upload.save()


# --- Writing --------------------------------------------------------------------------


def _write(upload, rows, seen, judge, by) -> int:
    """Into drafts; how many new rows were left out instead."""
    writer = Writer(by=by, words=judge.words, organisations=judge.organisations)
    pairs = list(zip(rows, seen, strict=True))
    new = [p for p in pairs if not p[1].version and not _is_left_out(p[0])]
    old = [pair for pair in pairs if pair[1].version]
    added = writer.add(upload.organisation, [row.content for _kept, row in new])
    _note_added([kept for kept, _row in new], added, upload.accepted_at)
    _change(writer, old, upload.accepted_at)
    new_ones = (kept for kept, row in pairs if not row.version)
    left = [kept.pk for kept in new_ones if _is_left_out(kept)]
    UploadedRow.objects.filter(pk__in=left).update(
        outcome=Outcome.SAME, differences=[], is_chosen=False
    )
    return len(left)


def _is_left_out(row) -> bool:
    """Whether somebody saw that one like this new row is there already, and kept it."""
    return bool(row.differences) and choice_of(CODE, row.chosen) == THEIRS


def _note_added(rows, activities, at):
    """Which activity came of each row: its history. Few statements for many rows."""
    table = connection.ops.quote_name(UploadedRow._meta.db_table)
    moment = UploadedRow._meta.get_field("accepted_at")
    moment = moment.get_db_prep_save(at, connection)
    with connection.cursor() as cursor:
        for few in batched(zip(rows, activities, strict=True), BATCH):
            places = ", ".join(["(%s, %s)"] * len(few))
            said = (
                f"WITH v (id, activity) AS (VALUES {places}) "  # noqa: S608, names of ours
                f"UPDATE {table} SET activity_id = v.activity, accepted_at = %s, "
                f"left_count = 0 FROM v WHERE {table}.id = v.id"
            )
            keys = [key for row, activity in few for key in (row.pk, activity)]
            cursor.execute(said, [*keys, moment])


def _change(writer, pairs, at):
    drafts, contents = [], []
    for kept, row in pairs:
        after = merged(row.there, kept.differences, kept.chosen)
        change = {n: v for n, v in after.items() if v != row.there[n]}
        kept.before = {name: row.there[name] for name in change}
        kept.accepted_at, kept.left_count = at, row.version.edit_count
        if change:
            drafts.append(row.version)
            contents.append(change)
            kept.left_count += 1
    writer.change(drafts, contents)
    names = ["before", "accepted_at", "left_count"]
    UploadedRow.objects.bulk_update([k for k, _r in pairs], names, batch_size=100)
