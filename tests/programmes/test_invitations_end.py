"""An invitation lasts no longer than the right to make it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programmes import invitations, memberships
from programmes.leaving import make_anonymous
from programmes.models import Invitation, InvitationClosed, User
from tests.factories import (
    join,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import address
from tests.programmes.test_invitations import expire, invite, invite_to, mail_link

pytestmark = pytest.mark.django_db


# --- An invitation lasts no longer than the right to make it ----------------------


def test_a_second_address_is_no_way_back_in(client):
    """An admin invites themselves under another address and is then removed."""
    leaving, staying = make_user(), make_user()
    organisation = make_organisation(admin=leaving)
    join(staying, organisation, role="admin")
    invitation = invite(organisation, by=leaving, role="admin")
    link = mail_link(invitation)
    memberships.end(by=staying, membership=leaving.memberships.get())
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
    answers = [client.get(link), client.post(link)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert "has been withdrawn" in answers[0].text
    assert "closed" in client.get(address("account_signup")).templates[0].name
    with pytest.raises(InvitationClosed):
        invitation.accept(by=leaving)
    assert invite(organisation, by=staying).is_open, "others may invite again"


def ended(user):
    memberships.end(by=make_secretariat(), membership=user.memberships.get())


def made_editor(user):
    row = user.memberships.get()
    memberships.change_role(by=make_secretariat(), membership=row, role="editor")


def anonymous(user):
    make_anonymous(by=make_administrator(), user=user)


def in_the_admin(page, user, row, **given):
    client = Client()
    client.force_login(make_administrator())
    client.post(reverse(f"admin:programmes_{page}_change", args=[row.pk]), given)


def deactivated(user):
    in_the_admin("user", user, user, name=user.name, language="en")


def appointment_ended(user):
    row = user.appointments.get()
    in_the_admin("appointment", user, row, until_on=timezone.localdate())


@pytest.mark.parametrize("end", [ended, made_editor, anonymous, deactivated])
def test_what_an_admin_promised_ends_with_the_right(end):
    admin = make_user()
    organisation = make_organisation(admin=admin)
    join(make_user(), organisation, role="admin")
    invitation = invite(organisation, by=admin)
    others = invite(organisation, email="other@example.org")
    end(User.objects.get(pk=admin.pk))
    is_withdrawn(invitation)
    others.refresh_from_db()
    assert others.is_open, "what others promised stands"


@pytest.mark.parametrize("end", [anonymous, deactivated, appointment_ended])
def test_what_the_secretariat_promised_ends_with_the_right(end):
    by = make_secretariat()
    promises = [invite(by=by), invite_to("desk", by=by, programme=make_programme())]
    end(User.objects.get(pk=by.pk))
    for invitation in promises:
        is_withdrawn(invitation)


def is_withdrawn(invitation):
    invitation = Invitation.objects.get(pk=invitation.pk)
    assert invitation.withdrawn_at
    with pytest.raises(InvitationClosed):
        invitation.accept(by=make_user())


def test_a_right_that_ends_on_a_day_set_before_opens_nothing_after_it(client):
    """Nobody does anything on that day, so the invitation still stands as waiting."""
    by = make_secretariat()
    promises = [invite(by=by), invite_to("lead", by=by, programme=make_programme())]
    links = [mail_link(invitation) for invitation in promises]
    by.appointments.update(until_on=timezone.localdate())
    for invitation, link in zip(promises, links, strict=True):
        assert client.get(link).status_code == 410
        assert "has been withdrawn" in client.post(link).text
        with pytest.raises(InvitationClosed):
            Invitation.objects.get(pk=invitation.pk).accept(by=make_user())
    assert not client.session.keys()


def test_who_keeps_the_right_otherwise_keeps_the_promise():
    by = make_secretariat()
    organisation = make_organisation(admin=by)
    promises = [invite(organisation, by=by), invite(by=by, email="b@example.org")]
    ended(by)
    assert all(Invitation.objects.get(pk=row.pk).is_open for row in promises)


def test_who_sends_again_answers_for_it():
    first, second = make_user(), make_user()
    organisation = make_organisation(admin=first)
    join(second, organisation, role="admin")
    invitation = expire(invite(organisation, by=first))
    again = invitations.send_again(by=second, invitation=invitation)
    memberships.end(by=second, membership=first.memberships.get())
    again.refresh_from_db()
    assert (again.invited_by, again.is_open) == (second, True)
