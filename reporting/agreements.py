"""Reporting for another organisation by agreement (decision record 21)."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from oneplanet.text import dates
from programmes.models import Organisation
from reporting.agreement_mails import tell
from reporting.models import ReportingAgreement


class AgreementRefused(Exception):
    """The message is written for the person."""


def organisations_of(user):
    """Those the person may begin an activity for today: their own, and those that let
    one of theirs report."""
    running = ReportingAgreement.objects.running().of_reporters(user)
    mine = Organisation.objects.with_members(user).values("pk")
    return Organisation.objects.filter(
        Q(pk__in=mine) | Q(pk__in=running.values("organisation"))
    )


def refusal_to_begin(user, organisation, programme) -> str:
    """Why the person may not begin this there; "" where they may."""
    if Organisation.objects.with_members(user).contains(organisation):
        return ""
    running = ReportingAgreement.objects.running().of_reporters(user)
    if running.covering(organisation, programme).exists():
        return ""
    return _("The agreement with this organisation is for another programme.")


@transaction.atomic
def give(*, by, organisation, reporter, programme=None, from_on, until_on=None):
    """Let ``reporter`` report for ``organisation``; both are told.

    Raises AgreementRefused, and PermissionDenied for another's organisation.
    """
    _hold(organisation, by)
    given = {"organisation": organisation, "reporter": reporter}
    there = ReportingAgreement.objects.filter(**given, programme=programme)
    there = there.filter(ended_at=None).exclude(until_on__lt=dates.today())
    if organisation == reporter:
        raise AgreementRefused(_("Choose another organisation than your own."))
    if there.exists():
        raise AgreementRefused(_("There is such an agreement already. End it first."))
    given |= {"programme": programme, "from_on": from_on, "until_on": until_on}
    agreement = ReportingAgreement.objects.create(given_by=by, **given)
    tell(agreement, "given", by=by)
    return agreement


@transaction.atomic
def end(*, by, agreement) -> ReportingAgreement:
    """From now on the other organisation reads and writes nothing of it. What it wrote
    stays with the organisation it was written for. A second time changes nothing."""
    _hold(agreement.organisation, by)
    agreement.refresh_from_db()
    if agreement.ended_at is None:
        agreement.ended_at, agreement.ended_by = timezone.now(), by
        agreement.save(update_fields=["ended_at", "ended_by"])
        tell(agreement, "ended", by=by)
    return agreement


def _hold(organisation, by) -> None:
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    by.forget_roles()
    if not Organisation.objects.managed_by(by).contains(organisation):
        raise PermissionDenied
