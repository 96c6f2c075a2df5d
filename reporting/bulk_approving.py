"""Approving several submissions at once: the same verb for each, each for itself.

What was asked for is written first, in one transaction; then each row is decided in its
own, with its outcome. So nothing is half done: a row that breaks off waits, and whoever
opens the page goes on; a row that has an outcome is never decided again.
"""

from django.db import transaction
from django.utils.translation import get_language, gettext

from reporting.models import BulkApproval, BulkApprovalRow, TwinReply
from reporting.workflow import Action, StepRefused

Outcome = BulkApprovalRow.Outcome


def begin(versions, *, by) -> BulkApproval:
    """Write down what is asked for. Call in a transaction; nothing is decided yet."""
    approval = BulkApproval.objects.create(by=by)
    for version in versions:
        of_kind = {f"{version.OF}_version": version}
        approval.rows.create(language=get_language(), **of_kind)
    return approval


def carry_out(approval) -> None:
    """Decide every row that waits, in its turn, each in a transaction of its own."""
    for pk in approval.rows.filter(outcome=Outcome.WAITING).values_list(
        "pk", flat=True
    ):
        _decide(pk, by=approval.by)


@transaction.atomic
def _decide(pk, *, by):
    rows = BulkApprovalRow.objects.select_for_update(of=("self",))
    row = rows.get(pk=pk)
    if row.outcome != Outcome.WAITING:
        return  # somebody pressed twice
    try:
        _approve(row.version, by=by)
    except StepRefused as refusal:
        row.outcome, row.reason, row.language = (
            Outcome.REFUSED,
            str(refusal),
            get_language(),
        )
    else:
        row.outcome = Outcome.APPROVED
    row.save(update_fields=["outcome", "reason", "language"])


@transaction.atomic
def _approve(version, *, by):
    """By the workflow's own step, of the version that was seen and no other."""
    entry = version.identity.take(Action.APPROVE, by=by)
    if entry.version != version:
        raise StepRefused(
            gettext("A newer version was submitted since you chose it. Read it first.")
        )
    if version.rows and (why := _why_alone(version.identity)):
        raise StepRefused(why)


def _why_alone(activity) -> str:
    """Why it is decided on its own page: likely twins were named, and the desk has not
    said that they are two; empty where nothing is."""
    named = set(activity.twin_answers.not_parted().values_list("found", flat=True))
    if TwinReply.Finding.SAME in named:
        return gettext(
            "The desk has found it to be the same as another record. Merge the two, or "
            "decide on its own page."
        )
    if named:
        return gettext(
            "Its partner has named a likely twin. Look at both, and decide on its own "
            "page."
        )
    return ""
