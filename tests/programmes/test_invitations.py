"""Invitations: made by those who may, accepted by whoever holds the mail."""

from datetime import timedelta

import pytest
from allauth.account.internal.flows import manage_email
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from oneplanet import outbox
from oneplanet.outbox import OutgoingMail
from programmes import invitations, memberships
from programmes.invitations import InvitationRefused
from programmes.leaving import make_anonymous
from programmes.models import Invitation, InvitationClosed, Membership, User
from tests.factories import (
    appoint,
    join,
    make_administrator,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import address, is_signed_in, link_in, sign_in

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


# --- Accepting --------------------------------------------------------------------


def test_looking_at_an_invitation_changes_nothing(client):
    invitation = invite()
    before = Invitation.objects.values().get()
    page = client.get(mail_link(invitation))
    assert page.status_code == 200
    assert client.head(mail_link(invitation)).status_code == 200
    assert "amina@example.org" in page.content.decode()
    assert "noindex" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Invitation.objects.values().get() == before
    assert not client.session.keys()
    assert client.get(address("account_signup")).templates[0].name == (
        "account/signup_closed.html"
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_new_person_signs_up_with_the_invited_address_and_is_in(client, language):
    organisation = make_organisation()
    invitation = invite(organisation, role="admin", language=language)
    answer = client.post(mail_link(invitation))
    assert answer["Location"] == f"/{language}/account/signup/"
    form = client.get(answer["Location"])
    assert 'value="amina@example.org"' in form.content.decode()
    answer = client.post(answer["Location"], NEW)
    assert answer["Location"] == address("reporting:start", language=language)
    assert is_signed_in(client), "the invitation's mail has proved the address"
    user = User.objects.get(email="amina@example.org")
    assert (user.name, user.language) == ("Amina Diallo", language)
    assert held(organisation) == [("amina@example.org", "admin")]
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.is_open) == (user, False)
    assert OutgoingMail.objects.count() == 1, "no mail asks to confirm the address"
    assert Client().get(mail_link(invitation)).status_code == 410


def test_another_address_has_to_be_confirmed_first_also_in_another_browser(client):
    organisation = make_organisation()
    invitation = invite(organisation)
    client.post(mail_link(invitation))
    answer = client.post(address("account_signup"), NEW | {"email": "own@example.org"})
    assert answer["Location"] == address("account_email_verification_sent")
    assert not is_signed_in(client)
    assert held(organisation) == []
    elsewhere = Client()
    confirmation = link_in(OutgoingMail.objects.get(to="own@example.org"))
    answer = elsewhere.post(confirmation)
    page = elsewhere.get(answer["Location"])
    assert page.context["invitation"] == invitation
    user = User.objects.get(email="own@example.org")
    sign_in(elsewhere, user, password=NEW["password1"])
    elsewhere.post(answer["Location"])
    assert held(organisation) == [("own@example.org", "editor")]


def test_an_invitation_proves_its_own_address_only(client):
    """Signing up with a stranger's address gives nobody that address."""
    client.post(mail_link(invite()))
    client.post(address("account_signup"), NEW | {"email": "victim@example.org"})
    user = User.objects.get(email="victim@example.org")
    assert list(user.emailaddress_set.values_list("email", "verified")) == [
        ("victim@example.org", False)
    ]


def test_signing_up_with_a_taken_address_looks_the_same_and_tells_its_owner(client):
    make_user(email="taken@example.org", language="ru")
    client.post(mail_link(invite()))
    answer = client.post(
        address("account_signup"), NEW | {"email": "taken@example.org"}
    )
    assert answer["Location"] == address("account_email_verification_sent")
    mail = OutgoingMail.objects.get(to="taken@example.org")
    assert mail.language == "ru"
    assert User.objects.filter(email="taken@example.org").count() == 1


def test_pressing_sign_up_twice_opens_one_account(monkeypatch):
    """The second post passed its checks before the first had written its rows."""
    clients = Client(), Client()
    for client in clients:
        client.post(mail_link(invite()))
    clients[0].post(address("account_signup"), NEW)
    monkeypatch.setattr(manage_email, "assess_unique_email", lambda *a, **k: True)
    answer = clients[1].post(address("account_signup"), NEW)
    assert answer["Location"] == address("account_email_verification_sent")
    assert User.objects.filter(email="amina@example.org").count() == 1


def test_an_existing_account_signs_in_and_accepts(client):
    user = make_user(email="amina@example.org")
    organisation = make_organisation()
    invitation = invite(organisation)
    link = mail_link(invitation)
    page = client.get(link)
    assert "has an account here" in page.content.decode()
    answer = sign_in(client, user, next=link)
    assert answer["Location"] == link
    assert held(organisation) == []
    assert client.get(link).context["is_theirs"]
    client.post(link)
    assert held(organisation) == [("amina@example.org", "editor")]


def test_another_persons_session_is_told_clearly_and_can_leave(client):
    somebody = make_user(email="somebody@example.org", name="Some Body")
    organisation = make_organisation()
    link = mail_link(invite(organisation))
    sign_in(client, somebody)
    page = client.get(link)
    text = page.content.decode()
    assert not page.context["is_theirs"]
    assert "went to another address than yours" in text
    assert "somebody@example.org" in text
    answer = client.post(address("account_logout"), {"next": link})
    assert answer["Location"] == link
    assert not is_signed_in(client)
    assert held(organisation) == []


def test_somebody_elses_sign_in_on_the_same_computer_accepts_nothing(client):
    """A began to sign up and went away; B signs in as usual."""
    organisation = make_organisation()
    invitation = invite(organisation)
    client.post(mail_link(invitation))
    answer = sign_in(client, make_user())
    page = client.get(answer["Location"])
    assert page.context["invitation"] == invitation
    assert not page.context["is_theirs"]
    assert held(organisation) == []


def test_a_person_with_several_organisations_keeps_them_all(client):
    user = make_user(email="amina@example.org")
    first, second = make_organisation(editor=user), make_organisation()
    invitation = invite(second)
    sign_in(client, user)
    client.post(mail_link(invitation))
    assert user.memberships.current().count() == 2
    assert {first.pk, second.pk} == User.objects.get(pk=user.pk).roles.organisations


def test_accepting_keeps_the_higher_role():
    user = make_user()
    organisation = make_organisation(admin=user)
    invite(organisation).accept(by=user)
    assert held(organisation) == [(user.email, "admin")]
    other = make_user()
    organisation = make_organisation(editor=other)
    invite(organisation, role="admin").accept(by=other)
    assert held(organisation) == [(other.email, "admin")]


def test_accepting_twice_is_accepting_once(client):
    user = make_user(email="amina@example.org")
    organisation = make_organisation()
    invitation = invite(organisation)
    stale = Invitation.objects.get(pk=invitation.pk)
    assert invitation.accept(by=user) == stale.accept(by=user)
    assert Membership.objects.count() == 1
    with pytest.raises(InvitationClosed):
        stale.accept(by=make_user())


@pytest.mark.parametrize("how", ["expired", "withdrawn", "accepted"])
def test_a_closed_invitation_is_not_accepted_and_says_why(client, how):
    by = make_secretariat()
    organisation = make_organisation()
    invitation = invite(organisation, by=by)
    link = mail_link(invitation)
    if how == "expired":
        expire(invitation)
    elif how == "withdrawn":
        invitations.withdraw(by=by, invitation=invitation)
    else:
        invitation.accept(by=make_user(email="quick@example.org"))
    before = held(organisation)
    for visitor in (client, signed_in_client()):
        for answer in (visitor.get(link), visitor.post(link)):
            assert answer.status_code == 410
            assert "no-store" in answer["Cache-Control"]
            assert how in answer.content.decode()
    assert held(organisation) == before
    assert not client.session.keys()
    with pytest.raises(InvitationClosed):
        invitation.accept(by=make_user())


def signed_in_client():
    client = Client()
    client.force_login(make_user())
    return client


def test_an_invitation_withdrawn_while_somebody_signs_up_opens_nothing(client):
    by = make_secretariat()
    invitation = invite(by=by)
    client.post(mail_link(invitation))
    assert "closed" not in client.get(address("account_signup")).templates[0].name
    invitations.withdraw(by=by, invitation=invitation)
    answer = client.post(address("account_signup"), NEW)
    assert answer.templates[0].name == "account/signup_closed.html"
    assert not User.objects.filter(email="amina@example.org").exists()


@pytest.mark.parametrize(
    "token",
    [
        "nonsense",
        "MQ:1x:tampered",
        "%00",
        "%D9%A1:%D9%A2:%D9%A3",
        "x" * 3000,
        signing.dumps(1, salt="account"),
    ],
)
def test_a_made_up_token_leads_nowhere(client, token):
    invite()
    for answer in (
        client.get(f"/en/invitations/{token}/"),
        client.post(f"/en/invitations/{token}/"),
    ):
        assert answer.status_code == 404
    assert not client.session.keys()


def test_a_changed_token_leads_nowhere(client):
    link = mail_link(invite())
    payload, rest = link.split("/")[3].split(":", 1)
    other = "Mg" if payload != "Mg" else "Mw"
    assert client.get(f"/en/invitations/{other}:{rest}/").status_code == 404


def test_accepting_needs_the_forms_token():
    organisation = make_organisation()
    link = mail_link(invite(organisation))
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(email="amina@example.org"))
    assert client.post(link).status_code == 403
    assert held(organisation) == []


def test_signing_up_without_an_invitation_is_closed(client):
    answer = client.post(address("account_signup"), NEW)
    assert answer.templates[0].name == "account/signup_closed.html"
    assert not User.objects.filter(email="amina@example.org").exists()


@pytest.mark.parametrize(
    "given",
    [
        {"email": "a@example.org\r\nBcc: b@example.org"},
        {"email": "a\x00@example.org"},
        {"name": "\u202e\u0000"},
        {"name": ""},
        {"password2": "something-else-entirely"},
        {"password1": "amina@example.org", "password2": "amina@example.org"},
    ],
)
def test_a_sign_up_that_is_not_right_is_shown_again(client, given):
    client.post(mail_link(invite()))
    answer = client.post(address("account_signup"), NEW | given)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert User.objects.count() == 1, "the secretariat alone"


def test_the_session_is_new_after_signing_up(client):
    client.post(mail_link(invite()))
    before = client.session.session_key
    client.post(address("account_signup"), NEW)
    assert client.session.session_key != before
    assert "invitation" not in client.session


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
