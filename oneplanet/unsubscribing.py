"""Signed links that stop mails without signing in (RFC 8058)."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from oneplanet.message_kinds import DIGESTS, STOPPABLE

GOOD_FOR = timedelta(days=366)
SALT = "oneplanet.unsubscribing"
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
