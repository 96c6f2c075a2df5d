"""One mail a day, or a week, of what is new in a list for somebody.

Safe to run at any time, as often as one likes and by several at once: an alert moves on
in the transaction that writes its mail, and only from where it was read. After an
outage one mail names the whole time. A mail the server has not taken for an hour is
taken back and written anew, so that it names nothing that is public no more.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from knowledge_hubs.alerts import news
from knowledge_hubs.alerts.asking import in_words
from knowledge_hubs.alerts.lists import BY_LIST, SEARCH
from knowledge_hubs.models import SearchAlert
from knowledge_hubs.search.kinds import BY_NAME
from oneplanet import bounces, outbox, unsubscribing
from oneplanet.digests import over_before
from oneplanet.mails import OutgoingMail
from oneplanet.message_kinds import ALERT, Way
from oneplanet.search.documents import Key
from oneplanet.text import zones
from oneplanet.text.weekdays import weekday_range

MOST_NAMED = 10
LATE = timedelta(hours=1)  # for a mail to wait
KEY = "%Y%m%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True)
class Told:
    """What one alert tells: what is new, the last that appeared first."""

    alert: SearchAlert
    moment: datetime
    new: list[Key]

    @property
    def key(self) -> str:
        """Of its mail: where it begins makes it one."""
        return f"{self.alert.mails}{self.alert.told_until:{KEY}}"


def send_alerts(*, now=None, dry_run=False) -> list[Told]:
    """Write the mails that are due into the outbox. Without anything new none."""
    if dry_run:
        moment = timezone.now()
    else:
        moment = news.notice()
        take_back(moment)
    told = []
    for alert in _due(now or moment):
        found = _look(alert, moment)
        if dry_run or _write(found):
            told += [found] if found.new else []
    return told


def _due(now) -> list[SearchAlert]:
    """Those of which a day, or a week, is over that was not looked at."""
    rows = SearchAlert.objects.in_force().exclude(reader__is_active=False)
    rows = rows.filter(list__in=BY_LIST, looked_at__lt=now).select_related("reader")
    return [
        alert
        for alert in rows.order_by("pk")
        if alert.looked_at < over_before(Way(alert.way), _zone(alert), now)
        and not bounces.is_stopped(alert.address)
    ]


def _zone(alert):
    return zones.find(alert.reader.time_zone if alert.reader else "UTC")


def _look(alert, moment) -> Told:
    """Read without a lock: what it writes holds only if nobody else wrote before."""
    kind = "" if alert.list == SEARCH else alert.list
    keys = news.between(alert.told_until, moment, kind)
    found = BY_LIST[alert.list].found(alert.query, alert.language, keys)
    return Told(alert, moment, found)


def _write(told) -> bool:
    """Whether it was still to be told. Where nothing is new, it is looked at later."""
    alert, moves = told.alert, {"looked_at": told.moment}
    mail = _mail(told) if told.new else None
    if mail:
        moves |= {"told_before": alert.told_until, "told_until": told.moment}
    as_read = {"told_until": alert.told_until, "looked_at": alert.looked_at}
    with transaction.atomic():
        mine = SearchAlert.objects.in_force().filter(pk=alert.pk, **as_read)
        if not mine.update(**moves):
            return False
        if mail:
            outbox.write_mail(**mail)
    return True


def _mail(told) -> dict | None:
    """None where nothing of it is to be seen any more."""
    alert, language, zone = told.alert, told.alert.language, _zone(told.alert)
    with translation.override(language):
        results = _results(told.new)
        if not results:
            return None
        first = alert.told_until.astimezone(zone).date()
        context = {
            "days": weekday_range(first, told.moment.astimezone(zone).date()),
            "total": len(told.new),
            "results": results,
            "more": len(told.new) - len(results),
            "all_alerts": settings.SITE_URL + alert.list_url,
            "is_search": alert.list == SEARCH,
            "is_daily": alert.way == Way.DAILY,
            "stop": unsubscribing.address_of_mail(told.key, language),
            "asked": in_words(BY_LIST[alert.list], alert.query),
        }
    template = "knowledge_hubs/mail/alert.txt"
    subject, body = outbox.write(template, context, language=language)
    return {
        "key": told.key,
        "to": alert.address,
        "language": language,
        "subject": subject[:250],
        "body": body,
        "holds_secret": True,  # its links act for whoever holds them
        "kind": ALERT,
        "reader": alert.reader,
    }


def _results(keys) -> list[dict]:
    """The first of them that anybody may read now, with their addresses."""
    some, shown = keys[:MOST_NAMED], {}
    for name in dict.fromkeys(key.kind for key in some):
        ids = [key.id for key in some if key.kind == name]
        rows = BY_NAME[name].shown(ids)
        shown |= {Key(name, pk): row.card for pk, row in rows.items()}
    return [
        {
            "title": str(shown[key]["title"]),
            "kind": str(BY_NAME[key.kind].title),
            "url": settings.SITE_URL + shown[key]["url"],
        }
        for key in some
        if key in shown
    ]


def take_back(now) -> int:
    """What waits long for its next try, is with no server at this moment, and was the
    last of its alert, which is due again. How many."""
    rows = OutgoingMail.objects.filter(
        key__startswith="alert-",
        kind=ALERT,
        sent_at=None,
        gave_up_at=None,
        created_at__lt=now - LATE,
        next_try_at__gt=timezone.now() + outbox.LEASE,
    )
    return sum(_take_back(mail) for mail in rows)


@transaction.atomic
def _take_back(mail) -> bool:
    rows = SearchAlert.objects.select_for_update(of=("self",))
    alert = rows.filter(pk=alert_of(mail.key)).exclude(told_before=None).first()
    if alert is None or mail.key != f"{alert.mails}{alert.told_before:{KEY}}":
        return False
    waiting = OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts)
    if not waiting.filter(sent_at=None).delete()[0]:
        return False
    before = alert.told_before
    again = {"told_until": before, "looked_at": before, "told_before": None}
    SearchAlert.objects.filter(pk=alert.pk).update(**again)
    return True


def alert_of(mail_key: str) -> int | None:
    """The alert a mail of this key was written for."""
    number = mail_key.split("-")[1] if mail_key.startswith("alert-") else ""
    return int(number) if number.isdecimal() else None  # as we signed it
