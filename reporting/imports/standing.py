"""Where an import stands, in one word, and its rows by what has become of them."""

from dataclasses import dataclass

from django.db.models import Count, Q, TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from reporting.models import SheetUpload, UploadedRow

Outcome, State = UploadedRow.Outcome, SheetUpload.State
EVERYTHING, ACCEPTED, UNDONE, LEFT, NEVER = "", "accepted", "undone", "left", "never"


class Standing(TextChoices):
    """Each is a page of its own, with what can be done next."""

    READING = "reading", gettext_lazy("Being read")
    WRITING = "writing", gettext_lazy("Being written")
    REFUSED = "refused", gettext_lazy("Could not be read")
    FAILED = "failed", gettext_lazy("Failed on our side")
    READY = "ready", gettext_lazy("Ready to be checked")
    NOTHING = "nothing", gettext_lazy("Nothing to accept")
    PARTLY = "partly", gettext_lazy("Partly accepted")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    EXPIRED = "expired", gettext_lazy("Accepted, can no longer be undone")
    UNDONE = "undone", gettext_lazy("Undone")


def standing_of(upload) -> Standing:
    """Of an upload found ``with_what_waits``: no query."""
    if upload.has_stuck:
        return Standing.FAILED
    if upload.state == State.WAITING:
        return Standing.READING
    if upload.state != State.READY:
        return Standing(upload.state)
    if upload.accepted_at is None:
        return Standing.READY if upload.has_open_rows else Standing.NOTHING
    if upload.has_waiting_rows:
        return Standing.PARTLY
    return Standing.ACCEPTED if upload.can_be_undone else Standing.EXPIRED


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that share what has become of them. ``code`` stands in the address."""

    code: str
    label: str
    rows: int


def groups(upload) -> list[Group]:
    """What needs somebody first; those without rows are left out. One query."""
    labels = _labels(upload)
    found = upload.rows.aggregate(
        **{code: Count("pk", filter=_among(code)) for code in labels}
    )
    return [Group(code, labels[code], n) for code, n in found.items() if n]


def _labels(upload) -> dict:
    """Of an import that was undone nothing can be accepted any more."""
    same = {str(Outcome.SAME): str(Outcome.SAME.label)}
    if upload.state == State.UNDONE:
        undone = {UNDONE: _("Undone"), LEFT: _("Left as they are")}
        return undone | {NEVER: _("Never accepted")} | same
    waiting = {str(o): str(o.label) for o in Outcome if o != Outcome.SAME}
    return waiting | {ACCEPTED: pgettext("rows", "Accepted")} | same


def _among(code) -> Q:
    """The rows of a group, or everything but the unchanged."""
    taken, same = Q(accepted_at__isnull=False), Q(outcome=Outcome.SAME)
    return {
        EVERYTHING: ~same,
        ACCEPTED: taken,
        UNDONE: taken & Q(remark=""),
        LEFT: taken & ~Q(remark=""),
        NEVER: ~taken & ~same,
    }.get(code) or ~taken & Q(outcome=code)


def rows_of(upload, group: str):
    """The rows of a group in the order of the groups."""
    return upload.rows.filter(_among(group)).by_outcome()


def group_of(row, upload) -> str:
    """The label of the group a row stands in."""
    if row.accepted_at is None:
        is_over = upload.state == State.UNDONE and row.outcome != Outcome.SAME
        return _labels(upload)[NEVER if is_over else row.outcome]
    if upload.state != State.UNDONE:
        return _labels(upload)[ACCEPTED]
    return _labels(upload)[LEFT if row.remark else UNDONE]
