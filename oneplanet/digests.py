"""One mail a day, or a week, of what was held back for somebody.

Safe to run at any time and as often as one likes, by several at once: a mail has the
key of its person and its period, and what it gathers is let go with it. After an outage
one mail names the whole time since the first message it holds.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet import bounces, outbox
from oneplanet.inbox import InboxMessage
from oneplanet.message_kinds import BY_CODE, KINDS, OTHER, Way
from oneplanet.text import zones
from oneplanet.text.weekdays import weekday_range

HOUR = 7  # of the reader's morning: from then on the mail may leave
MOST_NAMED = 20  # of a kind
ORDER = {kind.code: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told of a time that is over for them."""

    reader: object
    way: Way
    first: date
    last: date
    messages: tuple  # unread, the oldest first

    @property
    def key(self) -> str:
        return key_of(self.reader, self.way, self.last)


def key_of(reader, way, last: date) -> str:
    return f"digest-{way}-{reader.pk}-{last.isoformat()}"


def over_before(way, zone, now: datetime) -> datetime:
    """The local midnight at which the latest period ended that may be told of now."""
    day = (now.astimezone(zone) - timedelta(hours=HOUR)).date()
    if way == Way.WEEKLY:
        day -= timedelta(days=day.weekday())
    return datetime.combine(day, time.min, tzinfo=zone)


def send_digests(*, now=None, dry_run=False) -> list[Digest]:
    """Write the mails that are due into the outbox; those not written before."""
    now, sent = now or timezone.now(), []
    for reader_id, way in _waiting(now):
        with transaction.atomic():
            digest = _gather(reader_id, way, now)
            if digest and digest.messages:
                sent.append(digest)
                _write(digest)
            transaction.set_rollback(dry_run)
    return sent


def _waiting(now) -> list[tuple]:
    """(person, way) of everybody for whom something is held."""
    held = InboxMessage.objects.held().filter(sent_at__lt=now, reader__is_active=True)
    rows = held.order_by("reader", "held_for").values_list("reader", "held_for")
    return list(rows.distinct())


def _gather(reader_id, way, now) -> Digest | None:
    """Let go of what was held for a time that is over; None where there is nothing, it
    was written before, or no mail reaches the person. What comes late, or while no
    mail does, waits for the next.
    """
    people = get_user_model().objects.select_for_update(no_key=True)
    reader = people.get(pk=reader_id)
    zone = zones.find(reader.time_zone)
    end = over_before(way, zone, now)
    last = end.date() - timedelta(days=1)
    if bounces.is_stopped(reader.email) or outbox.written(key_of(reader, way, last)):
        return None
    held = InboxMessage.objects.held().filter(reader=reader, held_for=way)
    messages = list(held.filter(sent_at__lt=end).order_by("sent_at", "pk"))
    if not messages:
        return None
    InboxMessage.objects.filter(pk__in=[m.pk for m in messages]).update(held_for="")
    first = messages[0].sent_at.astimezone(zone).date()
    if way == Way.WEEKLY:
        first -= timedelta(days=first.weekday())
    unread = tuple(message for message in messages if message.read_at is None)
    return Digest(reader, Way(way), first, last, unread)


def _write(digest):
    reader = digest.reader
    with translation.override(reader.language):
        context = {
            "reader": reader,
            "days": weekday_range(digest.first, digest.last),
            "groups": _groups(digest.messages),
            "inbox": settings.SITE_URL + reverse("programmes:inbox"),
        }
    subject, body = outbox.write(
        "oneplanet/mail/digest.txt",
        context,
        language=reader.language,
        time_zone=reader.time_zone,
    )
    outbox.write_mail(
        key=digest.key,
        to=reader.email,
        language=reader.language,
        subject=subject,
        body=body,
        kind=digest.way,
        reader=reader,
    )


def _groups(messages) -> list[dict]:
    """By kind, in the order of the list of kinds; of each the first MOST_NAMED."""
    ordered = sorted(messages, key=lambda m: (ORDER.get(m.kind, 99), m.sent_at, m.pk))
    return [
        {
            "kind": BY_CODE.get(code, BY_CODE[OTHER]).label,
            "messages": _named(rows),
            "more": _more(rows),
        }
        for code, group in groupby(ordered, key=lambda message: message.kind)
        if (rows := list(group))
    ]


def _named(rows) -> list[dict]:
    return [
        {"subject": row.subject, "sent_at": row.sent_at, "url": _address(row)}
        for row in rows[:MOST_NAMED]
    ]


def _more(rows) -> int:
    return max(len(rows) - MOST_NAMED, 0)


def _address(message) -> str:
    page = reverse("programmes:inbox_message", args=[message.pk])
    return settings.SITE_URL + page
