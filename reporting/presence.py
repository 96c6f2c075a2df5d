"""Who has the form of a draft open just now."""

from datetime import timedelta

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet.text import dates, zones
from reporting.models import Activity, Presence

GONE = timedelta(minutes=2)  # after which nobody is taken for present
NOTED = timedelta(seconds=30)  # so long no further sign is written down
OLD = timedelta(hours=1)


def note(activity: Activity, user, *, now=None) -> list[Presence]:
    """Note that the person has the draft open; who else has, the longest there first.

    For those who may write it alone. One query, and one more where they were not noted
    just before. Nobody waits or is refused because it cannot be noted.
    """
    now = now or timezone.now()
    rows = list(activity.presences.select_related("user"))
    present = [row for row in rows if row.seen_at > now - GONE]
    mine = [row for row in present if row.user_id == user.pk]
    if not mine or mine[0].seen_at <= now - NOTED:
        _write(activity, user, since=mine[0].since if mine else now, now=now)
    return [row for row in present if row.user_id != user.pk]


def _write(activity, user, *, since, now):
    row = Presence(activity=activity, user=user, since=since, seen_at=now)
    try:
        Presence.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["activity", "user"],
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
    return Presence.objects.filter(seen_at__lt=timezone.now() - OLD).delete()[0]
