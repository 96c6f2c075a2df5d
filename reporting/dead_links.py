"""Partners hear of links in their public activities that nobody can reach any more, and
how they are mended: of each once, and again only if it has lived in between.
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet import outbox
from reporting.models import (
    Activity,
    ActivityVersion,
    DeadLinkNotice,
    LinkCheck,
    VersionLink,
)

MOST_TOLD = (
    20  # addresses in one message; a portal that looks for the first time has more
)


@dataclass(frozen=True, slots=True)
class Dead:
    """An activity with the dead addresses in it."""

    activity: Activity
    version: ActivityVersion
    checks: list[LinkCheck]


def tell_of_dead_links() -> int:
    """One message to each of their people, of all that is new; how many organisations
    were told. Two queries where nothing is."""
    organisations = sorted({row.version.activity.organisation_id for row in _untold()})
    return sum(_tell(pk) for pk in organisations)


def _untold(**given):
    """Links of public activities that are dead and whose organisation was not told."""
    dead = {check.address: check for check in LinkCheck.objects.dead()}
    public = ActivityVersion.objects.current().order_by().values("pk")
    rows = VersionLink.objects.filter(version__in=public, url__in=dead, **given)
    told = set(
        DeadLinkNotice.objects.filter(
            failing_since=F("check_of__failing_since")
        ).values_list("check_of", "organisation")
    )
    for row in rows.select_related("version__activity").order_by("version", "order"):
        row.check_of = dead[row.url]
        if (row.check_of.pk, row.version.activity.organisation_id) not in told:
            yield row


@transaction.atomic
def _tell(organisation) -> bool:
    """Whoever comes second, waits here and finds nothing left."""
    checks = LinkCheck.objects.dead().select_for_update().order_by("pk")
    list(checks.values_list("pk", flat=True))
    rows = list(_untold(version__activity__organisation=organisation))
    now = timezone.now()
    for check in {row.check_of for row in rows}:
        given = {"failing_since": check.failing_since, "told_at": now}
        DeadLinkNotice.objects.update_or_create(
            check_of=check, organisation_id=organisation, defaults=given
        )
    for reader, found in _by_reader(_by_activity(rows)).items():
        _post(reader, found, f"dead-links-{organisation}-{now:%Y%m%d%H%M%S%f}")
    return bool(rows)


def _by_activity(rows) -> list[Dead]:
    found = {}
    for row in rows:
        version = row.version
        dead = found.setdefault(version.pk, Dead(version.activity, version, []))
        if row.check_of not in dead.checks:
            dead.checks.append(row.check_of)
    return list(found.values())


def _by_reader(found) -> dict:
    """Who may write an activity may mend it."""
    theirs = defaultdict(list)
    for dead in found:
        for reader in dead.activity.authors():
            theirs[reader].append(dead)
    return theirs


def first_of(found: list[Dead]) -> list[Dead]:
    """With no more addresses than one message names."""
    told, left = [], MOST_TOLD
    for dead in found:
        if left > 0:
            told.append(replace(dead, checks=dead.checks[:left]))
            left -= len(dead.checks)
    return told


def _post(reader, found, key) -> None:
    total = sum(len(dead.checks) for dead in found)
    with translation.override(reader.language):
        told = [
            (dead, settings.SITE_URL + dead.activity.page("record"))
            for dead in first_of(found)
        ]
        mine = settings.SITE_URL + reverse("reporting:my_activities")
    outbox.post(
        key=f"{key}-{reader.pk}",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        kind="links",
        template="reporting/mail/dead_links.txt",
        context={
            "told": told,
            "total": total,
            "more": max(0, total - MOST_TOLD),
            "reader": reader,
            "link": told[0][1] if len(found) == 1 else mine,
        },
    )
