"""Submissions nobody answers: after a week the programme's lead is told, after two the
secretariat. Safe to run at any time and as often as one likes.

Silence is counted from the submission of the version under review. A step of the
workflow ends it, because it takes the version out of review. That somebody has the
review in hand, hands it on, or counts the activity in another period is no answer to
the partner, so none of it begins the days anew.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet import outbox
from programmes.models import Appointment, User
from reporting.models import ReviewEscalation
from reporting.models.asking import outsiders, rows_of
from reporting.models.reported import Reported
from reporting.models.versioned import Version
from reporting.queue import KINDS, lined_up
from reporting.queue_filter import FORTNIGHT, WEEK
from reporting.workflow import State

Level, ROLE = ReviewEscalation.Level, Appointment.Role
AFTER = {Level.LEAD: WEEK, Level.SECRETARIAT: FORTNIGHT}
NAMED = ("activity_version__activity", "initiative_version__initiative")
MOST_NAMED = 20  # in one mail


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One submission nobody has answered; ``holder`` has it in hand, or is ""."""

    reported: Reported
    version: Version
    since: datetime
    holder: str


@transaction.atomic
def escalate(*, now=None) -> int:
    """Tell whom it is time to tell, each in one mail; how many new rows were written.

    A row for each version and level is written with the mails, and what has one is not
    told again. Where a programme has no lead from outside, the secretariat hears after
    a week; where nobody is left, no row is written and it is tried again.
    """
    now, letters, written = now or timezone.now(), defaultdict(list), 0
    for kind in KINDS:
        for one in _unanswered(kind, now):
            for level, readers in _to_tell(one, now - one.since):
                row = one.version.escalations.create(level=level, at=now)
                written += 1
                for reader in readers:
                    letters[reader].append((row.pk, one))
    for reader, found in letters.items():
        _post(reader, found)
    return written


def would_be_told() -> list[str]:
    """What escalate() would tell now, a line for each (code: level): told, and taken
    back."""
    now = timezone.now()
    with transaction.atomic():
        escalate(now=now)
        rows = ReviewEscalation.objects.filter(at=now).select_related(*NAMED)
        versions = [
            (row.activity_version or row.initiative_version, row) for row in rows
        ]
        found = [f"{version.identity.code}: {row.level}" for version, row in versions]
        transaction.set_rollback(True)
    return found


def _to_tell(one, waited):
    """(level, readers) of those whom it is time to tell, and nobody has."""
    told = set(one.version.escalations.values_list("level", flat=True))
    readers = {level: _readers(one.reported, level) for level in AFTER}
    due = {level for level, least in AFTER.items() if waited >= least}
    if Level.LEAD in due and not readers[Level.LEAD]:
        due = {Level.SECRETARIAT}
    return [(n, readers[n]) for n in AFTER if n in due - told and readers[n]]


def _unanswered(kind, now):
    """Those of a kind of which it is time to tell somebody, oldest first, held so that
    none is told of twice and no step is taken meanwhile."""
    model = KINDS[kind]
    waiting = lined_up(kind, model.objects.filter(state=State.SUBMITTED))
    codes = waiting.filter(_is_due(model, now)).values_list("code", flat=True)
    locked = model.objects.select_for_update(of=("self",))
    locked = locked.filter(code__in=list(codes), state=State.SUBMITTED)
    held = locked.select_related("organisation", "programme").order_by("pk")
    found = [_read(reported) for reported in held]
    return sorted(found, key=lambda one: one.since)


def _is_due(model, now) -> Q:
    """Whether there is somebody to tell next, as _to_tell says of one that is held."""
    versions = model._meta.get_field("versions").related_model
    told = rows_of(versions, "escalations", outer="version")
    lead, secretariat = (Exists(told.filter(level=level)) for level in AFTER)
    names = ("pk", *(f"{name}_id" for name in model.WRITERS))
    reported, *writers = (OuterRef(OuterRef(name)) for name in names)
    able = outsiders(model, reported, writers)
    has_lead = Exists(_held(able, Level.LEAD, OuterRef("programme_id")))
    is_late = Q(since__lte=now - AFTER[Level.SECRETARIAT])
    next_is_lead = Q(has_lead) & ~Q(lead)
    next_is_secretariat = (is_late | ~Q(has_lead)) & ~Q(secretariat)
    return Q(since__lte=now - AFTER[Level.LEAD]) & (next_is_lead | next_is_secretariat)


def _read(reported):
    version = reported.latest_sealed()
    held = reported.assignments.held().select_related("reviewer").first()
    holder = str(held.reviewer) if held else ""
    return Unanswered(reported, version, version.sealed_at, holder)


def _readers(reported, level):
    """Who is told. Nobody who wrote it or belongs to who reports it; sample people hear
    from a sample portal alone."""
    writers = [getattr(reported, f"{name}_id") for name in reported.WRITERS]
    able = outsiders(type(reported), reported.pk, writers)
    held = _held(able, level, reported.programme_id)
    people = User.objects.active().filter(pk__in=held.values("user"))
    return list(people.order_by("pk"))


def _held(able, level, programme):
    """Of these appointments those by which people are told at a level."""
    if not settings.SAMPLE:
        able = able.filter(user__is_sample=False)
    if level == Level.LEAD:
        return able.filter(role=ROLE.LEAD, programme=programme)
    return able.filter(role=ROLE.SECRETARIAT)


def _post(reader, found):
    first, rows = found[0][0], list(dict.fromkeys(one for _pk, one in found))
    with translation.override(reader.language):
        link = settings.SITE_URL + f"{reverse('reporting:review_queue')}#brought"
        named = [
            (one, settings.SITE_URL + one.reported.page("review"))
            for one in rows[:MOST_NAMED]
        ]
    outbox.post(
        key=f"{ReviewEscalation.MAIL}-{first}-{reader.pk}",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template="reporting/mail/unanswered.txt",
        context={
            "reader": reader,
            "named": named,
            "number": len(rows),
            "more": len(rows) - len(named),
            "link": link,
        },
    )
