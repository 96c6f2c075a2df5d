"""Approving several submissions at once: the same verb for each, each for itself.

What was asked for is written first, in one transaction; then each row is decided in its
own, with its outcome. So nothing is half done: a row that breaks off waits, and whoever
opens the page goes on; a row that has an outcome is never decided again.
"""

from django.db import transaction
from django.utils.translation import get_language, gettext

from reporting.models import BulkApproval, BulkApprovalRow
from reporting.queue import KINDS
from reporting.workflow import Action, StepRefused

MOST = 100
Outcome = BulkApprovalRow.Outcome


def chosen(user, codes) -> list:
    """The rows an address or a form names as kind:code or kind:code:number, of what the
    person may read as a reviewer; each with its ``seen`` version, the newest submitted
    or the one numbered. What nobody may name here is left out."""
    found, asked = [], list(dict.fromkeys(codes))[: MOST + 1]
    for kind, model in KINDS.items():
        mine = [name.split(":") for name in asked if name.startswith(f"{kind}:")]
        numbers = {parts[1]: parts[2] if parts[2:] else "" for parts in mine}
        rows = model.objects.read_by_reviewers(user).filter(code__in=numbers)
        for reported in rows.select_related("organisation", "programme"):
            sealed = reported.versions.exclude(sealed_at=None).order_by("-number")
            number = numbers[reported.code]
            if number:
                sealed = sealed.filter(number=_number(number))
            if version := sealed.first():
                found.append((reported, version))
    return sorted(found, key=lambda row: (row[1].sealed_at, row[0].code))


def _number(text: str) -> int:
    is_one = text.isascii() and text.isdecimal() and len(text) < 5
    return int(text) if is_one else 0


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
