"""Asking to be told, confirming it, changing and ending it. Whoever reads the mails of
an address, or has signed in with it, decides; nobody else learns what it is told of.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from knowledge_hubs.alerts.lists import BY_LIST, Followed
from knowledge_hubs.alerts.news import notice
from knowledge_hubs.models import SearchAlert
from knowledge_hubs.models.alerts import MOST_OF_ONE
from knowledge_hubs.search.vocabulary import labels
from oneplanet import outbox
from oneplanet.feeds import narrowed
from oneplanet.mails import OutgoingMail
from oneplanet.message_kinds import ACCOUNT
from oneplanet.text.numbers import number

MOST_LINKS = 3  # mailed to one address in a day, as long as none is confirmed
MAILS_KEPT_FOR = timedelta(days=30)  # what was sent, without its text
AT_ONCE = 200  # forgotten in one transaction


class AlertRefused(Exception):
    """The message is written for the person."""


def ask(*, key, followed: Followed, query: str, email: str, language: str, way: str):
    """Somebody without account asks: a link goes to the address, and nothing says
    whether we knew it. The same post again, and more than MOST_LINKS, send none."""
    email = email.lower()
    given = {"list": followed.name, "query": query, "language": language, "way": way}
    with transaction.atomic():
        day = timezone.now() - timedelta(days=1)
        waiting = SearchAlert.objects.filter(email=email, confirmed_at=None)
        if waiting.filter(asked_at__gt=day).count() >= MOST_LINKS:
            return
        row = {"email": email, **given}
        alert, is_new = SearchAlert.objects.get_or_create(key=key, defaults=row)
        if is_new:
            _post_link(alert)


def _post_link(alert):
    with translation.override(alert.language):
        link = settings.SITE_URL + alert.get_absolute_url()
        asked = in_words(BY_LIST[alert.list], alert.query)
    context = {"alert": alert, "link": link, "asked": asked}
    subject, body = outbox.write(
        "knowledge_hubs/mail/alert_confirm.txt", context, language=alert.language
    )
    outbox.write_mail(
        key=f"{alert.mails}confirm",
        to=alert.email,
        language=alert.language,
        subject=subject[:250],
        body=body,
        holds_secret=True,
        kind=ACCOUNT,
    )


def in_words(followed: Followed, query: str, known: dict | None = None) -> dict:
    """What is asked for, for pages and mails, in the reader's language."""
    again = reverse("knowledge_hubs:alert_new", args=[followed.name])
    return {
        "title": followed.title,
        "name": followed.words(query) or followed.title,
        "words": followed.words(query),
        "choices": followed.choices(query, known),
        "url": followed.address(query),
        "again": narrowed(again, QueryDict(query), followed.names),
    }


def shown(alerts) -> list[dict]:
    """Alerts with what they ask for."""
    known = labels()
    return [
        {"alert": alert, "asked": in_words(BY_LIST[alert.list], alert.query, known)}
        for alert in alerts.filter(list__in=BY_LIST)
    ]


def set_up(*, by, followed: Followed, query: str, language: str, way: str):
    """Somebody signed in asks; their address is proven."""
    same = {"list": followed.name, "query": query, "language": language}
    with transaction.atomic():
        moment = notice()  # and whoever asks or confirms meanwhile waits
        mine = SearchAlert.objects.of_address(by.email).in_force()
        if known := mine.filter(**same).first():
            change(known, way=way)
            return known
        _refuse_too_many(by.email)
        return SearchAlert.objects.create(
            reader=by,
            way=way,
            confirmed_at=moment,
            told_until=moment,
            looked_at=moment,
            **same,
        )


def confirm(alert: SearchAlert) -> SearchAlert:
    """The address is theirs: from now on it is told of what is new. Where it is told
    of the same already, that goes on as was asked last."""
    with transaction.atomic():
        moment = notice()  # and whoever asks or confirms meanwhile waits
        alert = SearchAlert.objects.select_for_update().filter(pk=alert.pk).first()
        if alert is None or alert.confirmed_at:
            return alert
        same = {n: getattr(alert, n) for n in ("list", "query", "language")}
        mine = SearchAlert.objects.of_address(alert.email).in_force()
        if known := mine.filter(**same).first():
            change(known, way=alert.way)
            end(alert)
            return known
        _refuse_too_many(alert.email)
        alert.reader = (
            get_user_model().objects.active().filter(email=alert.email).first()
        )
        alert.email = "" if alert.reader else alert.email
        alert.confirmed_at = alert.told_until = alert.looked_at = moment
        alert.save()
        return alert


def _refuse_too_many(email):
    if SearchAlert.objects.of_address(email).in_force().count() >= MOST_OF_ONE:
        most = number(MOST_OF_ONE)
        raise AlertRefused(
            _(
                "This address is told of {most} searches already. Please turn one of "
                "them off first."
            ).format(most=most)
        )


def change(alert: SearchAlert, *, way: str) -> None:
    SearchAlert.objects.filter(pk=alert.pk).update(way=way)


def act(rows, data) -> bool:
    """What was posted for one of these: ended, or told as often as was chosen. Whether
    anything was done."""
    number = data.get("alert", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < len("9" * 18)
    alert = rows.filter(pk=number).first() if is_number else None
    if alert and "end" in data:
        end(alert)
    elif alert and data.get("way") in SearchAlert.Rhythm.values:
        change(alert, way=data["way"])
    else:
        return False
    return True


@transaction.atomic
def end(alert: SearchAlert) -> None:
    """No more mails, those still waiting neither; the address goes with it."""
    OutgoingMail.objects.filter(key__startswith=alert.mails).delete()
    SearchAlert.objects.filter(pk=alert.pk).delete()


def forget_alerts() -> int:
    """Remove what was never confirmed, and what belongs to accounts that were closed;
    how many. The rest an hour later."""
    closed = Q(reader__is_active=False)
    late = SearchAlert.objects.never_confirmed().values("pk")
    rows = SearchAlert.objects.filter(closed | Q(pk__in=late))[:AT_ONCE]
    gone = list(rows)
    for alert in gone:
        end(alert)
    old = {"sent_at__lt": timezone.now() - MAILS_KEPT_FOR}
    OutgoingMail.objects.filter(key__startswith="alert-", **old).delete()
    return len(gone)
