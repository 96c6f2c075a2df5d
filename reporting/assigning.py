"""Reviews are taken, handed on and given back. Who may review is not touched by it:
whoever may decide on a record still may, whoever has it in hand. Who was told that
nobody answers hands it to one of them.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox
from oneplanet.text.folding import fold
from programmes.models import ContactAddress, User, roles_of
from reporting.models import ReviewAssignment
from reporting.workflow import State

log = logging.getLogger(__name__)


class AssignmentRefused(Exception):
    """It cannot be handed over. The message is written for the person."""


@transaction.atomic
def assign(reported, *, to, by):
    """Hand a review to somebody who may decide on it, or with ``to=None`` back to the
    desk: lock, check, end what held, begin, tell. The open row, or None.

    Any of its reviewers may: whoever is ill cannot hand on themselves. Who was told
    that nobody answers may hand it over, and no more. Where nothing changes no row is
    written. Raises AssignmentRefused.
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
    if by.pk not in able and not (to and _told_of(by, [reported])):
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


# --- Those who were told that nobody answers ------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """Who decides on what a person was told of, and where one writes to them: to the
    programme, or to the secretariat where it has no address."""

    escalated_at: datetime
    people: list[User]
    addresses: list[ContactAddress]


def desk_for(reported, user) -> Desk | None:
    """None where the person was not told of it, or it waits no more. One query for
    those who hear of silence, four where they were told."""
    if not roles_of(user).hears_of_silence or reported.state != State.SUBMITTED:
        return None
    told = type(reported).objects.escalated_to(user).filter(pk=reported.pk)
    at = told.values_list("escalated_at", flat=True).first()
    return (
        Desk(at, _by_name(reported.reviewers()), _addresses(reported)) if at else None
    )


def takers(user, several) -> tuple[list[User], bool]:
    """Who may decide on any of these of which the person was told; and whether they
    were told of all of them. Three queries at most."""
    if not (told := _told_of(user, several)):
        return [], False
    deciding = reduce(or_, (Q(pk__in=row.reviewers().values("pk")) for row in told))
    return _by_name(User.objects.filter(deciding)), len(told) == len(several)


def _told_of(user, several) -> list:
    """Those of these of which the person was told. A query for each kind."""
    if not roles_of(user).hears_of_silence:
        return []
    told = set()
    for model in {type(row) for row in several}:
        ids = [row.pk for row in several if type(row) is model]
        rows = model.objects.escalated_to(user).filter(pk__in=ids)
        told |= {(model, pk) for pk in rows.values_list("pk", flat=True)}
    return [row for row in several if (type(row), row.pk) in told]


def _by_name(people) -> list[User]:
    return sorted(people, key=lambda one: (fold(one.name), one.pk))


def _addresses(reported) -> list[ContactAddress]:
    asked = Q(programme=reported.programme_id) | Q(programme=None)
    rows = list(ContactAddress.objects.current().filter(asked))
    return [row for row in rows if row.programme_id] or rows
