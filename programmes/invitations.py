"""Invitations: the only way to an account, how organisations gain members, and how
desks, leads, focal points and staff come in.

The secretariat invites the first admin of an organisation; its admins invite their
colleagues. Who may appoint to a duty may invite to it. Whoever holds the mail may
accept, so its link is shown to nobody but who has proven to read that address.
"""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox
from programmes.models import Appointment, Invitation, Organisation, User, roles_of
from programmes.models.invitations import INVITATION_LASTS

MOST_WAITING = 50  # of one organisation
QUIET_TIME = timedelta(minutes=10)  # between two mails of one invitation


class InvitationRefused(Exception):
    """The message is written for the person."""


@transaction.atomic
def invite(*, by: User, email: str, role, language: str, **where) -> Invitation:
    """Promise a membership or an appointment and write the mail. An invitation that
    has expired is renewed.

    ``where`` names the organisation of a membership; the programme or the country of
    a duty that has one. Raises InvitationRefused, and PermissionDenied for what is
    not theirs to promise.
    """
    promise = promised(email=email, role=role, **where)
    _lock(promise, by)
    check(promise, by=by)
    invitation = _alike(promise).waiting().first() or promise
    invitation.role, invitation.language = role, language
    invitation.invited_at = timezone.now()
    return _send(invitation, by)


def promised(*, email: str, **what) -> Invitation:
    """An invitation that nobody has made yet."""
    return Invitation(email=email.strip().lower(), **what)


def check(promise: Invitation, *, by: User) -> None:
    """Raises InvitationRefused if this address cannot be invited now."""
    _refuse_holders(promise)
    organisation = promise.organisation
    if organisation and _readers(promise).filter(pk=by.pk).exists():
        raise InvitationRefused(_("Somebody else has to invite you."))
    if _alike(promise).open().exists():
        raise InvitationRefused(_("An invitation to this address is waiting already."))
    if organisation:
        waiting = organisation.invitations.waiting().exclude(email=promise.email)
        if waiting.count() >= MOST_WAITING:
            raise InvitationRefused(
                _("Too many invitations are waiting. Withdraw some of them first.")
            )


@transaction.atomic
def send_again(*, by: User, invitation: Invitation) -> Invitation:
    """Write the mail once more; it is open for three weeks from now, and answered for
    by who sends it.

    Raises InvitationRefused if nothing is waiting or the last mail is too recent.
    """
    invitation = _locked(invitation, by)
    _refuse_holders(invitation)
    if timezone.now() < invitation.sent_at + QUIET_TIME:
        raise InvitationRefused(
            _("This mail left a few minutes ago. Please wait before sending another.")
        )
    return _send(invitation, by)


@transaction.atomic
def withdraw(*, by: User, invitation: Invitation) -> Invitation:
    """Its link no longer works. Raises InvitationRefused if nothing is waiting."""
    invitation = _locked(invitation, by)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])
    return invitation


def _send(invitation: Invitation, by: User) -> Invitation:
    """Save it as open from now on, and write its mail in its language, and in the
    time zone of its reader."""
    invitation.invited_by = by
    invitation.expires_at = timezone.now() + INVITATION_LASTS
    invitation.save()
    with translation.override(invitation.language):
        link = settings.SITE_URL + invitation.get_accept_url()
    outbox.post(
        key=f"invitation-{invitation.pk}-{invitation.expires_at.isoformat()}",
        to=invitation.email,
        language=invitation.language,
        time_zone=_zone_of(invitation),
        template="programmes/mail/invitation.txt",
        context={"invitation": invitation, "link": link},
        holds_secret=True,
        kind="invitations",
    )
    return invitation


def _zone_of(invitation: Invitation) -> str:
    """Of whoever reads its mail already; UTC of somebody new."""
    reader = _readers(invitation).first()
    return reader.time_zone if reader else "UTC"


def _alike(promise: Invitation):
    """Invitations of this address to the same; in an organisation in either role."""
    same = {"email": promise.email, "organisation": promise.organisation}
    if promise.organisation is None:
        names = ("role", "programme", "country")
        same |= {name: getattr(promise, name) for name in names}
    return Invitation.objects.filter(**same)


STAFF = (Appointment.Role.SECRETARIAT, Appointment.Role.ADMINISTRATOR)


def _lock(promise: Invitation, by: User) -> None:
    """One change to an organisation's people, or to duties, at a time, by somebody
    who may. Whoever promises a duty is staff, so there is a row to hold."""
    if promise.organisation_id:
        Organisation.objects.select_for_update().get(pk=promise.organisation_id)
    else:
        rows = Appointment.objects.current().filter(role__in=STAFF).order_by("pk")
        list(rows.select_for_update().values_list("pk"))
    by.forget_roles()
    if not roles_of(by).may_promise(promise):
        raise PermissionDenied(_("This is not yours to decide."))


def _locked(invitation: Invitation, by: User) -> Invitation:
    _lock(invitation, by)
    check_waiting(by=by, invitation=invitation)
    return Invitation.objects.get(pk=invitation.pk)


def check_waiting(*, by: User, invitation: Invitation) -> None:
    """Raises InvitationRefused if there is nothing to send again or to withdraw."""
    if not Invitation.objects.waiting().filter(pk=invitation.pk).exists():
        raise InvitationRefused(_("This invitation is no longer waiting."))


def _readers(promise: Invitation):
    return User.objects.reading_mail_of(promise.email)


def _refuse_holders(promise: Invitation) -> None:
    if not any(promise.held_by(user) for user in _readers(promise)):
        return
    if promise.organisation_id:
        raise InvitationRefused(_("The person with this address is a member already."))
    raise InvitationRefused(_("This person has this appointment already."))
