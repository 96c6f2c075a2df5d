"""Invitations: made by those who may, accepted by whoever holds the mail."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from programmes import invitations
from programmes.invitations import InvitationRefused
from programmes.models import Invitation, InvitationClosed
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import link_in, sign_in

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Amina Diallo",
    "email": "amina@example.org",
    "password1": "quite-a-long-password",
    "password2": "quite-a-long-password",
}


def invite(organisation=None, *, by=None, **given):
    by = by or make_secretariat()
    given = {"email": "amina@example.org", "role": "editor", "language": "en"} | given
    organisation = organisation or make_organisation()
    return invitations.invite(by=by, organisation=organisation, **given)


def invite_to(duty, *, by=None, **given):
    by = by or make_administrator()
    given = {"email": "amina@example.org", "language": "en"} | given
    return invitations.invite(by=by, role=duty, **given)


def mail_link(invitation):
    mail = OutgoingMail.objects.filter(to=invitation.email).latest("pk")
    return link_in(mail)


def held(organisation):
    rows = organisation.memberships.current().values_list("user__email", "role")
    return sorted(rows)


# --- Who may invite ---------------------------------------------------------------


def test_the_secretariat_invites_the_first_admin_of_an_organisation():
    organisation, secretariat = make_organisation(), make_secretariat()
    invitation = invite(organisation, by=secretariat, role="admin")
    assert invitation.invited_by == secretariat
    assert invitation.is_open
    assert invitation.expires_at - timezone.now() > timedelta(days=20)


def test_an_administrator_invites_for_any_organisation():
    assert invite(by=make_administrator()).is_open


def test_an_admin_invites_for_their_own_organisation_only():
    admin = make_user()
    assert invite(make_organisation(admin=admin), by=admin).is_open
    with pytest.raises(PermissionDenied):
        invite(make_organisation(), by=admin, email="b@example.org")


@pytest.mark.parametrize("who", ["editor", "former admin", "desk", "nobody"])
def test_nobody_else_invites(who):
    user = make_user()
    organisation = make_organisation(editor=user if who == "editor" else None)
    if who == "former admin":
        membership = join(user, organisation, role="admin")
        membership.until = timezone.now()
        membership.save()
    if who == "desk":
        appoint(user, "desk", programme=make_programme())
    with pytest.raises(PermissionDenied):
        invite(organisation, by=user)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("given", [{}, {"role": "admin"}])
def test_nobody_invites_themselves_into_an_organisation(given):
    by = make_secretariat(email="amina@example.org")
    by.emailaddress_set.create(email="second@example.org", verified=True)
    for email in ("amina@example.org", "Second@example.org"):
        with pytest.raises(InvitationRefused, match="Somebody else"):
            invite(by=by, email=email, **given)


def test_nobody_accepts_what_they_promised_themselves(client):
    """The secretariat sends the mail to an address unknown to be theirs."""
    by, organisation = make_secretariat(), make_organisation()
    link = mail_link(invite(organisation, by=by, role="admin"))
    sign_in(client, by)
    page = client.get(link)
    assert "went to another address than yours" in page.text
    assert "Both are mine" not in page.text
    assert client.post(link).status_code == 200
    with pytest.raises(InvitationClosed):
        Invitation.objects.get().accept(by=by)
    assert held(organisation) == []
    assert Invitation.objects.get().is_open


# --- The mail ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "ar", "zh-hans"])
def test_the_mail_is_written_in_the_language_chosen_and_leads_to_its_page(language):
    organisation = make_organisation(name="Roofs & <Gardens>")
    inviter = make_secretariat(name="Jo O'Neill")
    invitation = invite(organisation, by=inviter, language=language)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == ("amina@example.org", language)
    assert "Roofs & <Gardens>" in mail.subject
    assert "Jo O'Neill" in mail.body
    with translation.override(language):
        assert link_in(mail).startswith(f"/{language}/invitations/")
    assert Invitation.find(link_in(mail).split("/")[3]) == invitation
    assert mail.holds_secret


def test_a_name_cannot_write_further_headers_or_lines(mailoutbox):
    inviter = make_secretariat(name="Jo\r\nBcc: victim@example.org\r\n\r\nBuy this")
    organisation = make_organisation(name="Ours\r\nBcc: victim@example.org")
    invite(organisation, by=inviter)
    outbox.send_waiting()
    message = mailoutbox[0]
    assert message.recipients() == ["amina@example.org"]
    assert "\n" not in message.subject
    assert "Bcc" not in dict(message.message())


# --- Inviting twice, too often, members -------------------------------------------


def test_the_same_address_is_not_invited_twice():
    organisation = make_organisation()
    invite(organisation)
    with pytest.raises(InvitationRefused, match="waiting already"):
        invite(organisation, email=" Amina@Example.ORG ")
    assert OutgoingMail.objects.count() == 1
    assert invite(make_organisation()).is_open, "another organisation may"


def test_an_expired_invitation_is_renewed_by_inviting_again():
    organisation = make_organisation()
    first = expire(invite(organisation))
    again = invite(organisation, role="admin", language="fr")
    assert (again.pk, again.role, again.language) == (first.pk, "admin", "fr")
    assert again.is_open
    assert OutgoingMail.objects.count() == 2


def expire(invitation):
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save()
    return invitation


def test_a_withdrawn_invitation_makes_room_for_a_new_one():
    organisation, by = make_organisation(), make_secretariat()
    first = invite(organisation, by=by)
    invitations.withdraw(by=by, invitation=first)
    assert invite(organisation, by=by).pk != first.pk


def test_a_member_is_not_invited():
    member = make_user(email="amina@example.org")
    organisation = make_organisation(editor=member)
    with pytest.raises(InvitationRefused, match="member already"):
        invite(organisation)
    member.email = "other@example.org"
    member.save()
    with pytest.raises(InvitationRefused, match="member already"):
        invite(organisation)


def test_an_organisation_has_fifty_invitations_waiting_at_most():
    organisation, by = make_organisation(), make_secretariat()
    Invitation.objects.bulk_create(
        Invitation(
            organisation=organisation,
            email=f"p{n}@example.org",
            role="editor",
            language="en",
            invited_by=by,
        )
        for n in range(50)
    )
    with pytest.raises(InvitationRefused, match="Too many"):
        invite(organisation, by=by)


def test_sending_again_waits_ten_minutes_and_opens_it_anew():
    by = make_secretariat()
    invitation = invite(by=by)
    with pytest.raises(InvitationRefused, match="few minutes"):
        invitations.send_again(by=by, invitation=invitation)
    expire(invitation)
    assert invitations.send_again(by=by, invitation=invitation).is_open
    assert OutgoingMail.objects.count() == 2
    assert Client().get(mail_link(invitation)).status_code == 200


def test_what_is_no_longer_waiting_is_neither_sent_nor_withdrawn():
    by = make_secretariat()
    invitation = invite(by=by)
    invitations.withdraw(by=by, invitation=invitation)
    for verb in (invitations.withdraw, invitations.send_again):
        with pytest.raises(InvitationRefused, match="no longer waiting"):
            verb(by=by, invitation=invitation)


def test_the_admin_site_invites_by_the_same_verb_and_shows_no_link(client):
    organisation = make_organisation()
    client.force_login(make_secretariat())
    page = client.get(reverse("admin:programmes_invitation_add"))
    assert page.status_code == 200
    given = {
        "organisation": organisation.pk,
        "email": "First@Example.org",
        "role": "admin",
        "language": "es",
    }
    client.post(reverse("admin:programmes_invitation_add"), given)
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.language) == ("first@example.org", "es")
    token = mail_link(invitation).split("/")[3]
    again = client.post(reverse("admin:programmes_invitation_add"), given)
    assert "waiting already" in again.content.decode()
    for name, args in (("changelist", []), ("change", [invitation.pk])):
        address = reverse(f"admin:programmes_invitation_{name}", args=args)
        text = client.get(address).content.decode()
        assert "first@example.org" in text
        assert "/invitations/" not in text
        assert token.split(":")[0] + ":" not in text
    kind = ContentType.objects.get_for_model(Invitation).pk
    shortcut = reverse("admin:view_on_site", args=[kind, invitation.pk])
    assert client.get(shortcut).status_code == 404
    rows = {"action": "withdraw", "_selected_action": [invitation.pk]}
    client.post(reverse("admin:programmes_invitation_changelist"), rows)
    invitation.refresh_from_db()
    assert invitation.withdrawn_at
