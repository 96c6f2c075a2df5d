"""How many requests one address, or one token, may make: counted in the shared cache.

A window of ten minutes begins on the clock, the same for everybody, so that all
processes count together. Where the count cannot be kept, nobody is refused.
"""

import logging
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.db import DatabaseError
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
WINDOW = 600  # seconds


@dataclass(frozen=True)
class Allowance:
    """What is allowed in a window, what is left of it, and the seconds to the next."""

    limit: int
    left: int
    reset: int

    @property
    def is_used_up(self) -> bool:
        return self.left < 0

    def headers(self, *, is_own=False) -> dict[str, str]:
        """What everybody may keep says the limit alone; what is left changes with each
        request, and so stands only in answers made for one (``is_own``).
        """
        told = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Policy": f"{self.limit};w={WINDOW}",
        }
        if is_own or self.is_used_up:
            told["RateLimit-Remaining"] = str(max(self.left, 0))
            told["RateLimit-Reset"] = str(self.reset)
        if self.is_used_up:
            told["Retry-After"] = str(self.reset)
        return told


def count(request, *, what: str, token=None) -> Allowance | None:
    """Count one request for ``what``: a name in settings.LIMITS. None: no limit."""
    by_address, by_token = settings.LIMITS[what]
    limit = by_token if token else by_address
    if not limit:
        return None
    window, passed = divmod(int(time.time()), WINDOW)
    who = f"token {token.pk}" if token else address_of(request)
    used = _add_one(f"limit {what} {who} {window}".replace(" ", "|"))
    return Allowance(limit, limit - used, WINDOW - passed)


def _add_one(key) -> int:
    try:
        return _counted(key)
    except DatabaseError:
        log.exception("A request could not be counted.")
        return 0


def _counted(key) -> int:
    """A number that is not there yet is put there by the first of those who ask."""
    try:
        return cache.incr(key)
    except ValueError:
        if cache.add(key, 1, timeout=2 * WINDOW):
            return 1
    return cache.incr(key)


def address_of(request) -> str:
    """The visitor's address; of IPv6 the network, whose addresses are one person's."""
    try:
        address = ip_address(get_adapter().get_client_ip(request))
    except (PermissionDenied, ImproperlyConfigured, ValueError):
        return "unknown"
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return address.exploded[:19]


def too_many(request) -> str:
    """Of a form that anybody may send: why nothing more is taken from this address
    now; "" where all is well."""
    allowance = count(request, what="forms")
    if allowance is None or not allowance.is_used_up:
        return ""
    return _(
        "This form was sent very often from where you are. Please wait ten minutes and "
        "send it again; what you wrote stays here."
    )
