"""A person's own page, and what is left of a closed account."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from oneplanet.outbox import OutgoingMail
from programmes.leaving import make_anonymous
from programmes.models import Membership, User
from tests.factories import (
    PASSWORD,
    join,
    make_administrator,
    make_organisation,
    make_user,
)
from tests.programmes.test_accounts import address, is_signed_in, sign_in

pytestmark = pytest.mark.django_db


def test_the_profile_keeps_a_name_on_one_line_and_the_language(client):
    user = make_user()
    sign_in(client, user)
    given = {
        "name": "  Nadia\r\nBcc: x@example.org\u202e  ",
        "language": "ar",
        "time_zone": "UTC",
    }
    answer = client.post(address("programmes:profile"), given, follow=True)
    assert "Saved." in answer.content.decode()
    user.refresh_from_db()
    assert (user.name, user.language) == ("Nadia Bcc: x@example.org", "ar")
    refused = client.post(address("programmes:profile"), {"name": "", "language": "xx"})
    assert set(refused.context["form"].errors) == {"name", "language", "time_zone"}


def test_the_profile_takes_nothing_but_name_language_and_time_zone(client):
    user = make_user(email="me@example.org")
    sign_in(client, user)
    given = {
        "name": "Me",
        "language": "en",
        "time_zone": "UTC",
        "email": "other@example.org",
        "is_active": "",
        "is_staff": "on",
        "is_superuser": "on",
        "role": "administrator",
        "password": "x",
    }
    client.post(address("programmes:profile"), given)
    user = User.objects.get(pk=user.pk)
    assert user.email == "me@example.org"
    assert (user.is_active, user.is_staff) == (True, False)
    assert user.check_password(PASSWORD)


def test_the_profile_shows_what_the_person_does(client):
    user = make_user()
    organisation = make_organisation(name="Green Roofs", admin=user)
    ended = make_organisation(name="Left Long Ago")
    Membership.objects.filter(pk=join(user, ended).pk).update(until="2100-01-01T00:00Z")
    sign_in(client, user)
    text = client.get(address("programmes:profile")).content.decode()
    assert "Green Roofs" in text
    assert address("programmes:people", organisation.code) in text
    assert "Left Long Ago" not in text


def test_the_profile_is_for_people_who_signed_in(client):
    answer = client.get(address("programmes:profile", language="es"))
    assert answer["Location"] == "/es/account/login/?next=/es/profile/"


def test_closing_an_account_leaves_nothing_of_the_person(client):
    user = make_user(name="Amina Diallo", email="amina@example.org")
    organisation = make_organisation(editor=user)
    sign_in(client, user)
    client.post(address("account_reset_password"), {"email": user.email})
    administrator = make_administrator()
    changed = reverse("admin:programmes_user_change", args=[user.pk])
    editor = Client()
    editor.force_login(administrator)
    editor.post(changed, {"name": "Amina Diallo", "language": "fr", "is_active": "on"})
    assert LogEntry.objects.get().object_repr == "Amina Diallo"
    user.refresh_from_db()
    make_anonymous(by=administrator, user=user)
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("", False)
    assert not is_signed_in(client)
    assert not user.has_usable_password()
    membership = user.memberships.get(organisation=organisation)
    assert membership.until is not None
    assert membership.history.latest().history_user == administrator
    left = [
        user.emailaddress_set.count(),
        user.usersession_set.count(),
        user.authenticator_set.count(),
        OutgoingMail.objects.filter(to="amina@example.org").count(),
        User.objects.filter(email="amina@example.org").count(),
    ]
    assert left == [0, 0, 0, 0, 0]
    make_user(email="amina@example.org")  # the address is free again
    assert str(user) == "a former member"
    assert not LogEntry.objects.filter(object_repr__contains="Amina").exists()
