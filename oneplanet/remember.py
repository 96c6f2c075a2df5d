"""Remember for a minute, in this process, what many visitors read alike.

Only for what every visitor sees in a language, in UTC whoever asks first: a proxy may
keep the same pages as long (oneplanet/middleware.py), so nobody reads anything older
for it.
"""

import time
from datetime import UTC
from functools import wraps

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

MOST = 20_000


def for_a_minute(make):
    """Remember ``make(*args)`` by its hashable arguments and the language."""
    kept = {}

    @wraps(make)
    def remembered(*args):
        key = (get_language(), *args)
        found = kept.get(key)
        now = time.monotonic()
        if found and found[0] > now:
            return found[1]
        with timezone.override(UTC):
            value = make(*args)
        if settings.REMEMBER_SECONDS:
            if len(kept) >= MOST:
                kept.clear()
            kept[key] = (now + settings.REMEMBER_SECONDS, value)
        return value

    remembered.kept = kept
    return remembered


def many(kept_by, ids, make_missing, *, most=MOST) -> list:
    """Values of ``ids`` in their order; those not remembered are made together.

    ``kept_by`` is a dict of this caller's own, which never holds more than ``most``;
    ``make_missing(ids)`` answers a dict.
    """
    language, now = get_language(), time.monotonic()
    found, missing = {}, []
    for key in ids:
        row = kept_by.get((language, key))
        if row and row[0] > now:
            found[key] = row[1]
        else:
            missing.append(key)
    if missing:
        with timezone.override(UTC):
            made = make_missing(missing)
        found |= made
        if settings.REMEMBER_SECONDS:
            if len(kept_by) + len(made) > most:
                kept_by.clear()
            until = now + settings.REMEMBER_SECONDS
            kept_by |= {(language, key): (until, made[key]) for key in made}
    return [found[key] for key in ids if key in found]
