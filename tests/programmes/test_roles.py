"""Where roles come from, and people of an organisation acting at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from programmes import invitations, memberships
from programmes.leaving import make_anonymous
from programmes.memberships import MembershipRefused
from programmes.models import (
    Invitation,
    InvitationClosed,
    Roles,
    User,
    roles_of,
)
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db


# --- Where roles come from --------------------------------------------------------


def test_a_closed_account_has_no_roles_at_all():
    user = make_user()
    make_organisation(admin=user)
    appoint(user, "desk", programme=make_programme())
    assert roles_of(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert roles_of(User.objects.get(pk=user.pk)) == Roles()
    assert roles_of(AnonymousUser()) == Roles()


def test_roles_are_read_from_memberships_and_appointments_alone():
    user = make_user()
    assert not User.objects.get(pk=user.pk).roles
    today = timezone.localdate()
    ahead = appoint(user, "administrator", from_on=today + timedelta(days=1))
    assert not User.objects.get(pk=user.pk).is_staff, "not yet"
    ahead.from_on = today - timedelta(days=9)
    ahead.save()
    assert User.objects.get(pk=user.pk).is_superuser
    ahead.until_on = today
    ahead.save()
    assert not User.objects.get(pk=user.pk).is_staff, "no longer"
    User.objects.filter(pk=user.pk).update(is_active=False)
    appoint(user, "secretariat")
    assert not User.objects.get(pk=user.pk).is_staff, "closed accounts have no right"


def test_an_appointment_still_ahead_ends_with_the_account():
    user = make_user()
    ahead = appoint(
        user, "secretariat", from_on=timezone.localdate() + timedelta(days=30)
    )
    make_anonymous(by=make_administrator(), user=user)
    ahead.refresh_from_db()
    assert ahead.until_on == ahead.from_on


# --- In the same moment --------------------------------------------------------------


def test_two_admins_cannot_both_step_down():
    first, second = make_user(), make_user()
    organisation = make_organisation(admin=first)
    join(second, organisation, role="admin")
    mine, theirs = first.memberships.get(), second.memberships.get()
    memberships.change_role(by=first, membership=mine, role="editor")
    with pytest.raises(MembershipRefused):
        memberships.end(by=second, membership=theirs)


@pytest.mark.django_db(transaction=True)
def test_two_admins_stepping_down_in_the_same_moment_leave_one():
    first, second = make_user(), make_user()
    organisation = make_organisation(admin=first)
    join(second, organisation, role="admin")

    def step_down(user):
        memberships.end(by=user, membership=user.memberships.get())

    done = at_once(partial(step_down, first), partial(step_down, second))
    assert {type(outcome) for outcome in done} == {MembershipRefused, type(None)}
    assert organisation.memberships.current().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_accepting_in_the_same_moment_are_not_both_in():
    organisation = make_organisation()
    invitation = invitations.invite(
        by=make_secretariat(),
        organisation=organisation,
        email="x@example.org",
        role="editor",
        language="en",
    )

    def accept(user):
        Invitation.objects.get(pk=invitation.pk).accept(by=user)

    done = at_once(partial(accept, make_user()), partial(accept, make_user()))
    assert {type(outcome) for outcome in done} == {InvitationClosed, type(None)}
    assert organisation.memberships.count() == 1


def at_once(*acts):
    """What each act raised, or None, when all began in the same moment."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except (MembershipRefused, InvitationClosed) as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_staff_may_take_the_last_admin_away():
    admin = make_user()
    ours = make_organisation(admin=admin)
    memberships.end(by=make_secretariat(), membership=admin.memberships.get())
    assert not ours.memberships.current().exists()
