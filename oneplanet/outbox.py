"""Telling people: messages are rows written with the change they tell of.

Each lands in the inbox of whoever has the address, and is a mail at once, later in a
mail that gathers several, or not at all, as that person wants it (``inbox.py``). The
worker sends the mails. A mail leaves at least once; twice only if the worker died or
lost its database between the server's yes and its own note, and then with the same
Message-ID.
"""

import logging
from datetime import timedelta
from email.utils import make_msgid

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import mailers
from django.template import Context
from django.template.loader import get_template
from django.utils import timezone, translation

from oneplanet import bounces
from oneplanet.inbox import InboxMessage, way_of
from oneplanet.mails import OutgoingMail, WorkerBeat, message_of, refusal
from oneplanet.message_kinds import BY_CODE, DIGESTS, HEARS, OTHER, Way
from oneplanet.text import zones

log = logging.getLogger(__name__)
MAX_ATTEMPTS = 12
FOOT = "\n-- \n"  # what follows signs a mail
LEASE = timedelta(minutes=2)


# --- Writing --------------------------------------------------------------------------


def post(
    *,
    key,
    to,
    language,
    template,
    context,
    time_zone="UTC",
    holds_secret=False,
    kind=OTHER,
) -> None:
    """Tell somebody, in their language and time zone: see :func:`queue`.

    ``template`` is a text template whose first line is the subject; nothing in it is
    escaped. ``link`` of the context is the address of the page it is about.
    """
    subject, body = write(template, context, language=language, time_zone=time_zone)
    link = "" if holds_secret else str(context.get("link", ""))
    queue(
        key=key,
        to=to,
        language=language,
        subject=subject,
        body=body,
        holds_secret=holds_secret,
        kind=kind,
        about=_own_path(link),
    )


def write(template, context, *, language, time_zone="UTC") -> tuple[str, str]:
    """(subject, body) of a text template, in a language and a time zone."""
    context = Context(context | {"site_url": settings.SITE_URL}, autoescape=False)
    with translation.override(language), timezone.override(zones.find(time_zone)):
        text = get_template(template).template.render(context)
    subject, _line, body = text.strip().partition("\n")
    return subject, body.strip()


def _own_path(link: str) -> str:
    path = link.removeprefix(settings.SITE_URL)
    return path if path.startswith("/") and len(path) <= 500 else ""


def queue(
    *,
    key,
    to,
    language,
    subject,
    body,
    holds_secret=False,
    kind=OTHER,
    about="",
    reader=None,
) -> None:
    """Write one finished message: into the inbox of whoever has the address, and as a
    mail, as they want it. Call inside the transaction of the change.

    A second message with the same key is not written. One that holds a secret is
    mailed at once, its text is in no inbox, and it is wiped here once it has left.
    ``reader`` is the account it is for, where that is not the one with the address.
    """
    subject = " ".join(subject.split())[:250]
    reader = reader or get_user_model().objects.filter(email=to.lower()).first()
    given = {"key": key, "kind": kind, "language": language, "subject": subject}
    way = Way.AT_ONCE
    if reader:
        way = way if holds_secret else way_of(reader, kind)
        body_here = "" if holds_secret else body.partition(FOOT)[0].strip()
        if not _keep(reader, way, body=body_here, about=about, **given):
            return
    if way == Way.AT_ONCE and (BY_CODE[kind].waited_for or not bounces.is_stopped(to)):
        write_mail(to=to, body=body, holds_secret=holds_secret, reader=reader, **given)


def hears(reader, kind: str):
    """In a sentence, how somebody will be told of a kind of message as they want it
    now; by none of our mails where these come back."""
    way = way_of(reader, kind)
    if way != Way.ONLY_HERE and bounces.is_stopped(reader.email):
        way = Way.ONLY_HERE
    return HEARS[way]


def _keep(reader, way, *, key, **given) -> bool:
    """Into the inbox; whether it was not there before."""
    given |= {"reader": reader, "held_for": way if way in DIGESTS else ""}
    return InboxMessage.objects.get_or_create(key=key, defaults=given)[1]


def write_mail(*, key, to, language, **given) -> None:
    """Write one mail into the outbox; nothing happens if its key is there."""
    domain = settings.MAIL_FROM.rpartition("@")[2]
    mail = OutgoingMail(
        key=key, to=to, language=language, message_id=make_msgid(domain=domain), **given
    )
    OutgoingMail.objects.bulk_create([mail], ignore_conflicts=True)


def written(beginning: str) -> set[str]:
    """The keys that begin so, of all that anybody has been told."""
    begun = {"key__startswith": beginning}
    mails = OutgoingMail.objects.filter(**begun).values_list("key", flat=True)
    messages = InboxMessage.objects.filter(**begun).values_list("key", flat=True)
    return {*mails, *messages}


# --- Sending --------------------------------------------------------------------------


def beat() -> None:
    """Note that the worker came round."""
    WorkerBeat.objects.update_or_create(pk=1, defaults={"beat_at": timezone.now()})


def send_waiting(limit: int = 50) -> int:
    """Send mails that are due, oldest first; the number sent."""
    sent = 0
    for _ in range(limit):
        answer = send_next()
        if answer is None:
            break
        sent += answer
    return sent


def send_next() -> bool | None:
    """Try the oldest mail that is due: whether it was sent, None if there is none.

    No transaction is open while the server is spoken to: a mail is first claimed for
    LEASE, so a worker that dies in between leaves it to be sent when that has run out.
    """
    mail = _claim_next()
    return None if mail is None else _send(mail)


def _claim_next():
    now = timezone.now()
    due = OutgoingMail.objects.filter(
        sent_at=None, gave_up_at=None, next_try_at__lte=now
    )
    for mail in due[:20]:
        claimed = due.filter(pk=mail.pk, attempts=mail.attempts).update(
            attempts=mail.attempts + 1, next_try_at=now + LEASE
        )
        if claimed:
            mail.attempts += 1
            return mail
    return None


def _send(mail: OutgoingMail) -> bool:
    """Hand one mail to the server and note what it said."""
    connection = mailers.default
    try:
        connection.open()
        if not connection.send_messages([message_of(mail)]):
            raise ValueError("no recipient")
    except Exception as error:
        _note_failure(mail, error)
        return False
    else:
        _note_sent(mail)
        return True
    finally:
        _part_from(connection)


def _part_from(connection) -> None:
    """Say goodbye. Whether the server answers says nothing of the mail it took."""
    try:
        connection.close()
    except Exception as error:
        log.info("mail server did not say goodbye: %s", error)


def _note_sent(mail: OutgoingMail) -> None:
    values = {"sent_at": timezone.now(), "last_error": ""}
    if mail.holds_secret:
        values["body"] = ""
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    """Set the next try, later each time; none where the address is refused for good.
    Not if another worker has the mail by now."""
    log.warning("mail %s not sent (try %s): %s", mail.pk, mail.attempts, error)
    now = timezone.now()
    status, said = refusal(error)
    if status:
        bounces.record(mail=mail, status=status, said=said)
    values = {
        "last_error": f"{type(error).__name__}: {error}"[:500],
        "next_try_at": now + timedelta(minutes=min(2**mail.attempts, 360)),
    }
    if mail.attempts >= MAX_ATTEMPTS or (status and bounces.is_for_good(status)):
        values["gave_up_at"] = now
        if mail.holds_secret:
            values["body"] = ""
    mine = OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts, sent_at=None)
    mine.update(**values)
