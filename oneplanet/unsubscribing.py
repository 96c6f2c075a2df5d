"""Signed links that stop mails without signing in (RFC 8058)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from oneplanet.message_kinds import DIGESTS, STOPPABLE

GOOD_FOR = timedelta(days=366)
SALT, SALT_OF_MAILS = "oneplanet.unsubscribing", "oneplanet.ending"
WHAT = {kind.code for kind in STOPPABLE} | set(DIGESTS)


def address(*, reader_id: int, what: str, language: str) -> str:
    """The whole address; ``what`` is a kind, or the mail that gathers several."""
    token = signing.dumps([reader_id, str(what)], salt=SALT)
    with translation.override(language):
        return settings.SITE_URL + reverse("programmes:unsubscribe", args=[token])


def read(token: str) -> tuple[int, str] | None:
    """Whose mails of what it stops; None if we never signed it, or long ago."""
    try:
        reader_id, what = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (reader_id, what) if what in WHAT else None


def address_of_mail(key: str, language: str) -> str:
    """The same of what a search tells: by the key of the mail, which names what it
    was written for. It needs no account."""
    token = signing.dumps(key, salt=SALT_OF_MAILS)
    with translation.override(language):
        return settings.SITE_URL + reverse("knowledge_hubs:alert_stop", args=[token])


def read_key(token: str) -> str | None:
    """The key of the mail this ends what it came from; None as above."""
    try:
        return signing.loads(token, salt=SALT_OF_MAILS, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
