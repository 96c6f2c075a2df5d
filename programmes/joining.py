"""How people ask to work for an organisation, and its admins answer; the secretariat
where there are none.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programmes import invitations
from programmes.asking import (
    AskingRefused,
    decide,
    locked,
    post,
    refuse_too_many_links,
)
from programmes.models import (
    Appointment,
    JoiningRequest,
    Membership,
    Organisation,
    Outcome,
    User,
)

MOST_OF_A_PERSON = 5  # waiting
MOST_WAITING = 50  # of one organisation


@transaction.atomic
def ask(*, key, organisation, message, language, user=None, name="", email=""):
    """Ask an organisation; its JoiningRequest. Somebody without an account is mailed
    a link first that confirms the address. The same ``key`` asks once.

    Raises AskingRefused.
    """
    if there := JoiningRequest.objects.filter(key=key).first():
        return there
    email = user.email if user else email.strip().lower()
    row = JoiningRequest(
        key=key,
        organisation=organisation,
        message=message,
        language=user.language if user else language,
        user=user,
        name=user.name if user else name,
        email=email,
    )
    if user:
        return _begin_waiting(row)
    refuse_too_many_links(JoiningRequest.objects, email)
    row.save()
    post(row, "joining_confirm", part="confirm")
    return row


@transaction.atomic
def confirm(row) -> JoiningRequest:
    """The address is proven. Twice is once. Raises AskingRefused."""
    row = locked(row)
    return _begin_waiting(row) if row.may_be_confirmed else row


def _begin_waiting(row) -> JoiningRequest:
    """Who may answer is told."""
    organisation = _hold(row.organisation_id)
    _refuse_what_cannot_wait(row)
    row.confirmed_at = timezone.now()
    row.save()
    page = ("programmes:joining_answer", organisation.code, row.pk)
    for reader in deciders_of(organisation):
        post(row, "joining_waits", part=reader.pk, to=reader, page=page)
    return row


def _refuse_what_cannot_wait(row) -> None:
    people = User.objects.reading_mail_of(row.email)
    if people.members_of(row.organisation_id).exists():
        raise AskingRefused(_("You work for this organisation here already."))
    waiting = JoiningRequest.objects.waiting()
    mine = waiting.filter(email=row.email)
    if mine.filter(organisation=row.organisation_id).exists():
        raise AskingRefused(_("Your request is waiting already."))
    if mine.count() >= MOST_OF_A_PERSON:
        raise AskingRefused(
            _("Too many requests of yours are waiting. Take one of them back first.")
        )
    if waiting.filter(organisation=row.organisation_id).count() >= MOST_WAITING:
        raise AskingRefused(
            _("Too many people are asking this organisation now. Please try later.")
        )


def deciders_of(organisation):
    """Its admins; the secretariat where there are none."""
    admins = User.objects.active().filter(
        memberships__organisation=organisation,
        memberships__role=Membership.Role.ADMIN,
        memberships__until=None,
    )
    if admins.exists():
        return admins
    return User.objects.appointed(Appointment.Role.SECRETARIAT)


@transaction.atomic
def withdraw(row) -> JoiningRequest:
    """By who asked. What has been decided stays so."""
    row = locked(row)
    if row.is_waiting:
        decide(row, Outcome.WITHDRAWN, by=None)
    return row


@transaction.atomic
def accept(*, by, row, role) -> JoiningRequest:
    """A membership for who has an account, an invitation for who has none.

    Raises AskingRefused, InvitationRefused, and PermissionDenied.
    """
    row = _waiting(row, by)
    if row.user_id == by.pk:
        raise AskingRefused(_("Somebody else has to add you."))
    if row.user:
        _join(row, role, by)
    else:
        invitations.invite(
            by=by,
            organisation=row.organisation,
            email=row.email,
            role=role,
            language=row.language,
        )
    row.role = role
    decide(row, Outcome.ACCEPTED, by=by)
    post(row, "joining_answered", part="answer")
    return row


def _join(row, role, by) -> None:
    if not row.user.is_active:
        raise AskingRefused(_("This account is closed."))
    current = row.user.memberships.current().filter(organisation=row.organisation)
    if not current.exists():  # invited meanwhile
        given = {"user": row.user, "organisation": row.organisation, "role": role}
        Membership.objects.create(by=by, **given)
    row.user.forget_roles()


@transaction.atomic
def decline(*, by, row, reason) -> JoiningRequest:
    """Raises AskingRefused, and PermissionDenied."""
    row = _waiting(row, by)
    row.reason = reason
    decide(row, Outcome.DECLINED, by=by)
    post(row, "joining_answered", part="answer")
    return row


def _hold(organisation_id) -> Organisation:
    """One change to an organisation's people at a time."""
    return Organisation.objects.select_for_update().get(pk=organisation_id)


def _waiting(row, by) -> JoiningRequest:
    organisation = _hold(row.organisation_id)
    by.forget_roles()
    if not Organisation.objects.managed_by(by).contains(organisation):
        raise PermissionDenied
    row = locked(row)
    if not row.is_waiting:
        raise AskingRefused(_("This request is no longer waiting."))
    return row
