"""Asks addresses elsewhere whether they still answer: one at a time, each site with a
pause in between, whoever asks.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from oneplanet.links.asking import WORLD, Answer, ask
from reporting.models import LinkCheck

log = logging.getLogger(__name__)
HOST_RESTS = timedelta(seconds=10)  # between two questions to one site
LEASE = timedelta(hours=1)  # a worker that dies leaves its address to be asked again
OUR_LINE = timedelta(days=1)
State = LinkCheck.State


def check_next(network=WORLD) -> LinkCheck | None:
    """Ask the address that has waited longest and whose site has rested; None if
    there is none."""
    is_due = settings.CHECK_LINKS and _due(timezone.now()).exists()
    row = _claim() if is_due else None  # which locks, and is asked every second
    if row is not None:
        _keep(row, ask(row.address, network))
    return row


def check_some(
    *, limit: int, seconds: float, say: Callable = lambda row, number: None, **given
) -> int:
    """Ask so many of those that are due, waiting for sites to rest, within the time."""
    end, done = time.monotonic() + seconds, 0
    while done < limit and time.monotonic() < end:
        row = check_next(**given)
        if row is not None:
            done += 1
            say(row, done)
        elif settings.CHECK_LINKS and _due(timezone.now()).exists():
            time.sleep(min(1, max(0, end - time.monotonic())))
        else:
            break
    return done


def _due(now):
    return LinkCheck.objects.due(now).order_by("due_at", "pk")


@transaction.atomic
def _claim() -> LinkCheck | None:
    """Whoever claims an address holds its whole site meanwhile, so that two workers
    never ask one site at a time."""
    now = timezone.now()
    asked = LinkCheck.objects.filter(checked_at__gt=now - HOST_RESTS)
    waiting = _due(now).exclude(host__in=asked.values("host"))
    row = waiting.first()
    if row is None:
        return None
    same = LinkCheck.objects.select_for_update().filter(host=row.host)
    list(same.order_by("pk").values_list("pk", flat=True))
    row = waiting.filter(pk=row.pk).first()  # as it is now that nobody else changes it
    if row is not None:
        row.checked_at, row.due_at = now, now + LEASE
        row.save(update_fields=["checked_at", "due_at"])
    return row


@transaction.atomic
def _keep(row, answer: Answer) -> None:
    """Beside what staff may have asked meanwhile, or unless it was forgotten."""
    now = timezone.now()
    current = LinkCheck.objects.select_for_update().filter(pk=row.pk).first()
    if current is None:
        return
    counts = answer.is_from_there or _our_line_is_up(row, now)
    given = {"said": answer.said, "moved_to": answer.moved_to[:2000]}
    current.note(State(answer.found.value), now=now, counts=counts, **given)
    row.refresh_from_db()
    log.info("%s: %s", row.address, answer.found.value)


def _our_line_is_up(row, now) -> bool:
    """Where nobody elsewhere answered in a day, although others were asked, it is the
    portal that is cut off: no link dies of that."""
    others = LinkCheck.objects.exclude(host=row.host)
    asked = others.filter(checked_at__gt=now - OUR_LINE)
    heard = asked.filter(answered_at__gt=now - OUR_LINE)
    return not asked.exists() or heard.exists()
