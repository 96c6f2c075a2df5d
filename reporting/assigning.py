"""Reviews are taken, handed on and given back. Who may review is not touched by it:
whoever may decide on a record still may, whoever has it in hand.
"""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox
from reporting.models import ReviewAssignment
from reporting.workflow import State

log = logging.getLogger(__name__)


class AssignmentRefused(Exception):
    """It cannot be handed over. The message is written for the person."""


@transaction.atomic
def assign(reported, *, to, by):
    """Hand a review to somebody who may decide on it, or with ``to=None`` back to the
    desk: lock, check, end what held, begin, tell. The open row, or None.

    Any of its reviewers may: whoever is ill cannot hand on themselves. Where nothing
    changes no row is written. Raises AssignmentRefused.
    """
    locked = type(reported).objects.select_for_update(of=("self",))
    reported.refresh_from_db(from_queryset=locked)
    _check(reported, to=to, by=by)
    held = reported.assignments.open().first()
    if held and to and held.reviewer_id == to.pk:
        return held
    now = timezone.now()
    reported.assignments.open().update(until_at=now, until_by=by)
    if to is None:
        return None
    row = reported.assignments.create(reviewer=to, by=by, from_at=now)
    if to != by:
        _tell(row, reported)
    return row


@transaction.atomic
def free_what_is_in_vain() -> int:
    """End what is in the hand of people who may not decide any more; how many. No page
    has shown it as theirs since their duty ended: this writes it down.

    Nobody took it from them, so the row names themselves as who ended it.
    """
    rows = ReviewAssignment.objects.in_vain().order_by()
    locked = ReviewAssignment.objects.select_for_update(of=("self",))
    ids = list(rows.values_list("pk", flat=True))
    named = locked.select_related("activity", "initiative")
    found = list(named.filter(pk__in=ids, until_at=None))
    for row in found:
        row.until_at, row.until_by_id = timezone.now(), row.reviewer_id
        row.save(update_fields=["until_at", "until_by"])
        code = (row.activity or row.initiative).code
        log.info("review of %s is free again: user %s left", code, row.reviewer_id)
    return len(found)


def _check(reported, *, to, by):
    if reported.state != State.SUBMITTED:
        raise AssignmentRefused(_("It is not waiting for review any more."))
    able = set(reported.reviewers().values_list("pk", flat=True))
    if by.pk not in able:
        raise AssignmentRefused(_("Only those who may review it share it out."))
    if to and to.pk not in able:
        text = _("%(name)s may not review it.") % {"name": to}
        raise AssignmentRefused(text)


def _tell(row, reported):
    """Whom it was given, by whom."""
    reader = row.reviewer
    with translation.override(reader.language):
        link = settings.SITE_URL + reported.page("review")
    outbox.post(
        key=f"assignment-{row.pk}-{reader.pk}",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        kind="reviews",
        template="reporting/mail/assigned.txt",
        context={
            "reader": reader,
            "assignment": row,
            "reported": reported,
            "version": reported.latest_sealed(),
            "link": link,
        },
    )
