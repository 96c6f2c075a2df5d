"""Who has the form of a draft open just now."""

from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet.text import dates, zones
from reporting.models import InitiativePresence, Presence

GONE = timedelta(minutes=2)  # after which nobody is taken for present
NOTED = timedelta(seconds=30)  # so long no further sign is written down
OLD = timedelta(hours=1)


def note(reported, user, *, now=None) -> list:
    """Note that the person has the draft open; who else has, the longest there first.

    For those who may write it alone. One query, and one more where they were not noted
    just before. Nobody waits or is refused because it cannot be noted.
    """
    now = now or timezone.now()
    rows = list(reported.presences.select_related("user"))
    present = [row for row in rows if row.seen_at > now - GONE]
    mine = [row for row in present if row.user_id == user.pk]
    if not mine or mine[0].seen_at <= now - NOTED:
        _write(reported, user, since=mine[0].since if mine else now, now=now)
    return [row for row in present if row.user_id != user.pk]


def _write(reported, user, *, since, now):
    rows = reported.presences.model
    whose = {reported.kind: reported, "user": user}
    row = rows(since=since, seen_at=now, **whose)
    try:
        rows.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=list(whose),
            update_fields=["since", "seen_at"],
        )
    except OperationalError:  # the database is taken by others
        return


def in_words(others) -> str:
    """Each by name and since when; empty where nobody else is there."""
    if not others:
        return ""
    people = " · ".join(f"{row.user} ({_since(row.since)})" for row in others)
    return _("Others have this draft open too: %(people)s") % {"people": people}


def _since(moment):
    at = timezone.localtime(moment)
    words = {"time": dates.clock(at), "zone": zones.clock_name(at)}
    return _("since %(time)s %(zone)s") % words


def forget_old() -> int:
    old = {"seen_at__lt": timezone.now() - OLD}
    kinds = Presence, InitiativePresence
    return sum(kind.objects.filter(**old).delete()[0] for kind in kinds)
