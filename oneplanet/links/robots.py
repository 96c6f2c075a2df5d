"""Whether a site lets programs come: its robots.txt, kept for a day."""

import hashlib
from urllib.robotparser import RobotFileParser

from django.core.cache import cache

from oneplanet.links.connecting import AGENT, say
from oneplanet.links.rules import Network, NotAllowed, Target, Unreachable

KEPT = 24 * 60 * 60  # seconds
MOST = 64 * 1024  # bytes; longer ones are read so far
HOPS = 2  # it may be sent on


def minds(target: Target, network: Network) -> bool:
    """Whether the site asks programs not to open this address."""
    rules = RobotFileParser()
    rules.parse(_text(target, network).splitlines())
    return not rules.can_fetch(AGENT, target.address)


def _text(target, network) -> str:
    """What the site says; nothing where it says nothing. Raises Unreachable and
    NotAllowed where the site itself is."""
    key = f"robots:{hashlib.sha256(target.site.encode()).hexdigest()}"
    text = cache.get(key)
    if text is None:
        page = Target(target.scheme, target.host, target.port, "/robots.txt")
        text = _read(page, say("GET", page, network, most=MOST), network)
        cache.set(key, text, KEPT)
    return text


def _read(page, reply, network) -> str:
    for _hop in range(HOPS):
        if not (300 <= reply.status < 400 and reply.location):
            break
        try:
            page = page.leads_to(reply.location)
            reply = say("GET", page, network, most=MOST)
        except (Unreachable, NotAllowed):
            return ""
    if reply.status not in (200, 206):
        return ""
    return reply.body.decode("utf-8", "replace").replace("\0", "")
