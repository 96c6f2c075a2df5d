"""Invitations: the only way to an account, and how organisations gain members.

The secretariat invites the first admin of an organisation; its admins invite their
colleagues. Whoever holds the mail may accept, so its link is shown nowhere else.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox
from programmes.models import Invitation, Organisation, User
from programmes.models.people import INVITATION_LASTS

MOST_WAITING = 50  # of one organisation
QUIET_TIME = timedelta(minutes=10)  # between two mails of one invitation


class InvitationRefused(Exception):
    """The message is written for the person."""


@transaction.atomic
def invite(*, by: User, organisation, email: str, role, language: str) -> Invitation:
    """Promise a membership and write the mail. One that has expired is renewed.

    Raises InvitationRefused, and PermissionDenied for another's organisation.
    """
    _lock(organisation, by)
    email = email.strip().lower()
    check(organisation=organisation, email=email)
    invitation = organisation.invitations.waiting().filter(email=email).first()
    invitation = invitation or Invitation(organisation=organisation, email=email)
    invitation.role, invitation.language = role, language
    invitation.invited_by, invitation.invited_at = by, timezone.now()
    return _send(invitation)


def check(*, organisation, email: str) -> None:
    """Raises InvitationRefused if this address cannot be invited now."""
    email = email.strip().lower()
    _refuse_members(organisation, email)
    if organisation.invitations.open().filter(email=email).exists():
        raise InvitationRefused(_("An invitation to this address is waiting already."))
    waiting = organisation.invitations.waiting().exclude(email=email)
    if waiting.count() >= MOST_WAITING:
        raise InvitationRefused(
            _("Too many invitations are waiting. Withdraw some of them first.")
        )


@transaction.atomic
def send_again(*, by: User, invitation: Invitation) -> Invitation:
    """Write the mail once more; it is open for three weeks from now.

    Raises InvitationRefused if nothing is waiting or the last mail is too recent.
    """
    invitation = _locked(invitation, by)
    _refuse_members(invitation.organisation, invitation.email)
    if timezone.now() < invitation.sent_at + QUIET_TIME:
        raise InvitationRefused(
            _("This mail left a few minutes ago. Please wait before sending another.")
        )
    return _send(invitation)


@transaction.atomic
def withdraw(*, by: User, invitation: Invitation) -> Invitation:
    """Its link no longer works. Raises InvitationRefused if nothing is waiting."""
    invitation = _locked(invitation, by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def _send(invitation: Invitation) -> Invitation:
    """Save it as open from now on, and write its mail in its language."""
    invitation.expires_at = timezone.now() + INVITATION_LASTS
    invitation.save()
    with translation.override(invitation.language):
        link = settings.SITE_URL + invitation.get_accept_url()
    outbox.post(
        key=f"invitation-{invitation.pk}-{invitation.expires_at.isoformat()}",
        to=invitation.email,
        language=invitation.language,
        template="programmes/mail/invitation.txt",
        context={"invitation": invitation, "link": link},
        holds_secret=True,
    )
    return invitation


def _lock(organisation, by: User) -> None:
    """One change to an organisation's people at a time, by somebody who may."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not Organisation.objects.managed_by(by).filter(pk=organisation.pk).exists():
        raise PermissionDenied


def _locked(invitation: Invitation, by: User) -> Invitation:
    _lock(invitation.organisation, by)
    invitation = Invitation.objects.waiting().filter(pk=invitation.pk).first()
    if invitation is None:
        raise InvitationRefused(_("This invitation is no longer waiting."))
    return invitation


def _refuse_members(organisation, email: str) -> None:
    theirs = User.objects.reading_mail_of(email)
    if organisation.memberships.current().filter(user__in=theirs).exists():
        raise InvitationRefused(_("The person with this address is a member already."))
