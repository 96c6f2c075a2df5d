"""Closing an account for good: the duties end, and nothing is kept of the person but
what they signed.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from oneplanet.bounces import StoppedAddress
from oneplanet.outbox import OutgoingMail
from oneplanet.pending import PendingPost
from oneplanet.text import dates
from programmes.models import Application, Invitation, JoiningRequest, Outcome, User


@transaction.atomic
def make_anonymous(*, by: User | None, user: User) -> None:
    """Keep no name, address, time zone, session, key, text that waits, nor what they
    were told. What ends is signed by ``by``: nobody where the sample is cleared."""
    _end_roles(user, by)
    _forget_in_the_log(user)
    addresses = {user.email, *user.emailaddress_set.values_list("email", flat=True)}
    OutgoingMail.objects.filter(to__in=addresses).delete()
    StoppedAddress.objects.filter(address__in=addresses).delete()
    user.inbox.all().delete()
    user.message_ways.all().delete()
    invitations = Invitation.objects.filter(email__in=addresses)
    invitations.waiting().withdraw()
    user.email = f"former-{user.pk}@invalid.invalid"
    invitations.update(email=user.email)
    user.emailaddress_set.all().delete()
    user.authenticator_set.all().delete()
    user.usersession_set.all().delete()
    PendingPost.objects.filter(user=user).delete()
    user.name, user.time_zone = "", "UTC"
    user.is_active = False
    user.set_unusable_password()
    user.save()
    Invitation.objects.withdraw_void(maker=user)
    _forget_what_was_asked(user, addresses)


def _forget_what_was_asked(user, addresses):
    """What waits is taken back; the rest keeps no name, address or word of theirs."""
    for model in (Application, JoiningRequest):
        rows = model.objects.filter(email__in=addresses)
        rows.filter(confirmed_at=None).delete()
        given = {"outcome": Outcome.WITHDRAWN, "decided_at": timezone.now()}
        rows.waiting().update(**given)
        rows.update(name="", email="")
    user.joining_requests.update(message="")


def _end_roles(user, by):
    """One by one, so that each leaves its line of history."""
    for membership in user.memberships.current():
        membership.until = timezone.now()
        membership._history_user = by
        membership.save(update_fields=["until"])
    today = dates.today()
    for appointment in user.appointments.filter(until_on=None):
        appointment.until_on = max(today, appointment.from_on)
        appointment._history_user = by
        appointment.save(update_fields=["until_on"])
    user.forget_roles()


def _forget_in_the_log(user):
    """The admin's log names rows as they were called; keep no name or address."""
    rows = [user, *user.memberships.all(), *user.appointments.all()]
    rows += Invitation.objects.filter(email=user.email)
    for row in rows:
        kind = ContentType.objects.get_for_model(row)
        lines = LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))
        lines.update(object_repr="")
