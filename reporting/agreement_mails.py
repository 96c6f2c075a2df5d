"""Tell people that one organisation may report for another, or no longer may: each
what is so for them, whichever side they stand on.
"""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from oneplanet import outbox
from oneplanet.text import dates
from programmes.models import Membership, User
from reporting.models import ActivityVersion, ReportingAgreement

CATCHES_UP = timedelta(days=30)


def tell(agreement, what, *, by) -> None:
    """One message to each; ``what`` is "given", "ended", or "run_out", which is
    nobody's doing. Who did it for their own organisation alone has just read it on the
    page."""
    for reader in _readers(agreement).order_by("pk"):
        held = reader.roles.organisations
        is_owners = agreement.organisation_id in held
        if reader == by and is_owners and agreement.reporter_id not in held:
            continue
        others = ReportingAgreement.objects.running().filter(reporter__in=held)
        context = {
            "is_owners": is_owners,
            "is_own_doing": reader == by,
            "goes_on": others.filter(organisation=agreement.organisation).exists(),
        }
        _post(agreement, what, reader, context)


def tell_what_ran_out() -> int:
    """Tell of agreements whose last day is over, of each once; how many. Of one that
    ran out more than a month ago nobody waits to hear."""
    today = dates.today()
    over = ReportingAgreement.objects.filter(
        ended_at=None, until_on__lt=today, until_on__gte=today - CATCHES_UP
    )
    named = over.select_related("organisation", "reporter", "programme")
    new = [row for row in named if not outbox.written(f"{_key(row, 'run_out')}-")]
    for agreement in new:
        with transaction.atomic():
            tell(agreement, "run_out", by=None)
    return len(new)


def _key(agreement, what) -> str:
    return f"reportingagreement-{agreement.pk}-{what}"


def _readers(agreement):
    """The admins of both; and who writes something for the owner that is not sent."""
    sides = Q(organisation=agreement.organisation) | Q(organisation=agreement.reporter)
    admins = Membership.objects.current().filter(sides, role=Membership.Role.ADMIN)
    drafts = ActivityVersion.objects.written_under(agreement)
    writers = User.objects.members_of(agreement.reporter_id)
    writers = writers.filter(pk__in=drafts.values("entered_by"))
    told = Q(pk__in=admins.values("user")) | Q(pk__in=writers.values("pk"))
    return User.objects.active().filter(told)


def _post(agreement, what, reader, context):
    with translation.override(reader.language):
        link = settings.SITE_URL + _path(agreement, reader)
    outbox.post(
        key=f"{_key(agreement, what)}-{reader.pk}",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template=f"reporting/mail/agreement_{what}.txt",
        context=context | {"agreement": agreement, "reader": reader, "link": link},
    )


def _path(agreement, reader) -> str:
    """The agreements of the side the person looks after; else what they write."""
    for body in (agreement.organisation, agreement.reporter):
        if body.pk in reader.roles.administered:
            return reverse("reporting:agreements", args=[body.code])
    return reverse("reporting:my_activities")
