"""What may be done to a membership: another role, or its end."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox
from programmes.models import Invitation, Membership, Organisation, User


class MembershipRefused(Exception):
    """The message is written for the person."""


@transaction.atomic
def change_role(*, by: User, membership: Membership, role) -> Membership:
    """Raises MembershipRefused, and PermissionDenied for another's organisation."""
    membership = _locked(membership, by)
    check(by=by, membership=membership, role=role)
    membership.role = role
    membership.save(update_fields=["role"])
    Invitation.objects.withdraw_void(maker=membership.user)
    return membership


@transaction.atomic
def end(*, by: User, membership: Membership) -> Membership:
    """The person keeps the account, and what they signed keeps their name. Whom they
    invited and who has not come yet is no longer invited. Everybody may end their own;
    of another's end they are told.

    Raises MembershipRefused, and PermissionDenied for another's organisation.
    """
    membership = _locked(membership, by, is_own=membership.user_id == by.pk)
    check(by=by, membership=membership)
    membership.until = timezone.now()
    membership.save(update_fields=["until"])
    by.forget_roles()
    Invitation.objects.withdraw_void(maker=membership.user)
    if membership.user_id != by.pk and membership.user.is_active:
        _tell(membership, by)
    return membership


def _tell(membership: Membership, by: User) -> None:
    reader, organisation = membership.user, membership.organisation
    with translation.override(reader.language):
        path = reverse("programmes:joining_ask", args=[organisation.code])
    outbox.post(
        key=f"membership-{membership.pk}-ended",
        to=reader.email,
        language=reader.language,
        time_zone=reader.time_zone,
        template="programmes/mail/membership_ended.txt",
        context={
            "organisation": organisation,
            "person": by,
            "reader": reader,
            "link": settings.SITE_URL + path,
        },
    )


def check(*, by: User, membership: Membership, role=None) -> None:
    """Raises MembershipRefused if this role, or without one the end, cannot be given
    now."""
    if membership.until:
        raise MembershipRefused(_("This membership has ended already."))
    if role != Membership.Role.ADMIN:
        _keep_an_admin(membership, by)
    elif membership.user_id == by.pk and membership.role != role:
        raise MembershipRefused(_("Somebody else has to make you an admin."))


def _locked(membership: Membership, by: User, *, is_own=False) -> Membership:
    """The membership as it is now, with its organisation's people held still."""
    organisations = Organisation.objects.filter(pk=membership.organisation_id)
    organisations.select_for_update().get()
    by.forget_roles()
    if not is_own and not organisations.managed_by(by).exists():
        raise PermissionDenied
    return Membership.objects.get(pk=membership.pk)


def _keep_an_admin(membership: Membership, by: User) -> None:
    """An organisation never loses its last admin, unless staff take it away."""
    if by.roles.is_staff or membership.role != Membership.Role.ADMIN:
        return
    others = Membership.objects.current().filter(
        organisation=membership.organisation_id,
        role=Membership.Role.ADMIN,
        user__is_active=True,
    )
    if not others.exclude(pk=membership.pk).exists():
        raise MembershipRefused(
            _("An organisation needs an admin. Make somebody else an admin first.")
        )
