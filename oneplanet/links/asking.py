"""Follows one address to its end and says in one word how it is."""

import time
from dataclasses import dataclass
from enum import StrEnum

from oneplanet.links import robots
from oneplanet.links.connecting import say
from oneplanet.links.rules import Network, NotAllowed, Target, Unreachable, target_of

MOST_HOPS = 5
LITTLE = 1024  # bytes asked for where a site does not answer to HEAD
HOP_PAUSE = 0.5  # seconds between two questions to one site
PERMANENT = (301, 308)
GONE = (404, 410)
WORLD = Network()


class Found(StrEnum):
    """How an address is."""

    FINE = "fine"
    MOVED = "moved"  # and answers at another for good
    GONE = "gone"  # the site says there is nothing
    UNREACHABLE = "unreachable"
    REFUSED = "refused"  # there is a site, which turns programs away
    NOT_ALLOWED = "not_allowed"  # not asked, by our rules or the site's


@dataclass(frozen=True)
class Answer:
    """How it is, where it lives now if it moved, and what was met, for editors."""

    found: Found
    said: str = ""
    moved_to: str = ""

    @property
    def is_from_there(self) -> bool:
        """Whether somebody answered, so that our own line is known to be up."""
        return self.found in (Found.FINE, Found.MOVED, Found.GONE, Found.REFUSED)


def ask(address: str, network: Network = WORLD) -> Answer:
    """Raises nothing: whatever happens is an answer."""
    try:
        return _follow(target_of(address, network.more_doors), network)
    except NotAllowed as no:
        return Answer(Found.NOT_ALLOWED, str(no))
    except Unreachable as lost:
        return Answer(Found.UNREACHABLE, str(lost))


def _follow(target: Target, network) -> Answer:
    """Each hop is judged anew. It has moved as far as it was sent on for good."""
    begun, moved_to, for_good = target, "", True
    for _hop in range(MOST_HOPS + 1):
        if robots.minds(target, network):
            return Answer(Found.NOT_ALLOWED, "robots.txt")
        status, location = _status(target, network)
        if not (300 <= status < 400 and location):
            return _judged(status, moved_to)
        target = target.leads_to(location)
        for_good = for_good and status in PERMANENT
        if for_good and target.address != begun.address:
            moved_to = target.address
        time.sleep(HOP_PAUSE)
    return Answer(Found.REFUSED, "sent on without end")


def _status(target, network) -> tuple[int, str]:
    """By HEAD, and where that is not understood by a GET of the first bytes."""
    try:
        reply = say("HEAD", target, network)
        if reply.status < 400:
            return reply.status, reply.location
    except Unreachable:
        pass  # some sites hang up on it
    time.sleep(HOP_PAUSE)
    reply = say("GET", target, network, most=LITTLE)
    return reply.status, reply.location


def _judged(status, moved_to) -> Answer:
    said = f"HTTP {status}"
    if status < 400 or status == 416:
        return Answer(Found.MOVED if moved_to else Found.FINE, said, moved_to)
    if status in GONE:
        return Answer(Found.GONE, said)
    if status < 500:
        return Answer(Found.REFUSED, said)
    return Answer(Found.UNREACHABLE, said)
