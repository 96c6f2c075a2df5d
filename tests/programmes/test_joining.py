"""People ask to work for an organisation; its admins answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from oneplanet.outbox import OutgoingMail
from programmes import joining
from programmes.asking import AskingRefused
from programmes.leaving import make_anonymous
from programmes.models import Invitation, JoiningRequest
from reporting.due import due_for
from tests.factories import (
    join,
    make_application,
    make_organisation,
    make_request,
    make_secretariat,
    make_user,
)
from tests.programmes.test_accounts import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin():
    return make_user(name="Ada Admin", language="fr")


@pytest.fixture
def ours(admin):
    return make_organisation(admin=admin, code="ours", name="Réparer")


def asked_at(organisation):
    return address("programmes:joining_ask", organisation.code)


def answer(client, row, **given):
    where = address("programmes:joining_answer", row.organisation.code, row.pk)
    return client.post(where, given)


def told():
    """Who was mailed what, and in which language."""
    rows = OutgoingMail.objects.order_by("pk")
    return [(mail.to, mail.language, mail.key.split("-")[2]) for mail in rows]


def test_somebody_with_an_account_finds_asks_and_is_accepted(client, admin, ours):
    asker = make_user(language="es")
    client.force_login(asker)
    found = client.get(address("programmes:joining"), {"q": "REPARER"})
    assert asked_at(ours) in found.text
    state = client.post(asked_at(ours), {"key": "k", "message": "I am new."}).url
    assert "Waiting for an answer" in client.get(state).text
    assert "/en/joining/requests/" in client.get(address("programmes:profile")).text
    row = JoiningRequest.objects.get()
    assert told() == [(admin.email, "fr", str(admin.pk))]
    client.force_login(admin)
    people = client.get(address("programmes:people", "ours"))
    assert f"/ours/asked/{row.pk}/" in people.text
    assert answer(client, row, answer="accept", role="editor").status_code == 302
    membership = asker.memberships.get()
    assert (membership.organisation, membership.role, membership.by) == (
        ours,
        "editor",
        admin,
    )
    assert told()[1:] == [(asker.email, "es", "answer")]


def test_somebody_without_an_account_confirms_and_is_invited(client, admin, ours):
    posted = {"name": "Jo", "email": "Jo@example.org", "message": "Hello"}
    assert client.post(asked_at(ours), posted).url == address("programmes:link_sent")
    row = JoiningRequest.objects.get()
    assert told() == [("jo@example.org", "en", "confirm")]
    assert "Jo" in client.get(row.get_absolute_url()).text
    assert not JoiningRequest.objects.waiting().exists()  # looking changed nothing
    client.post(row.get_absolute_url())
    client.force_login(admin)
    answer(client, row, answer="accept", role="admin")
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.organisation) == (
        "jo@example.org",
        "admin",
        ours,
    )
    row.refresh_from_db()
    assert (row.outcome, row.role, row.decided_by) == ("accepted", "admin", admin)


def test_a_refusal_needs_a_reason_which_the_asker_reads(client, admin, ours):
    row = make_request(ours)
    client.force_login(admin)
    page = answer(client, row, answer="decline", reason=" ", role="admin")
    assert page.status_code == 422
    assert page.context["form"].errors == {"reason": ["Say why."]}
    assert answer(client, row, answer="decline", reason="Who?").status_code == 302
    assert "Who?" in OutgoingMail.objects.latest("pk").body
    assert "Who?" in client.get(row.get_absolute_url()).text
    late = answer(client, row, answer="accept", role="editor")
    assert "no longer waiting" in late.context["form"].non_field_errors()[0]
    assert not Invitation.objects.exists()


def test_what_is_due_names_requests_to_admins_and_to_staff_where_there_are_none(
    admin, ours
):
    staff, deserted = make_secretariat(), make_organisation()
    join(make_user(), deserted)
    one, other = make_request(ours), make_request(deserted)
    make_request(ours, is_confirmed=False)
    make_application()

    def due(user):
        rows = due_for(user)
        return [row.url for row in rows if row.kind in ("asked", "applications")]

    def page(row):
        return reverse(
            "programmes:joining_answer", args=[row.organisation.code, row.pk]
        )

    assert due(admin) == [page(one)]
    assert {url.partition("?")[0] for url in due(staff)} == {
        page(other),
        reverse("admin:programmes_application_changelist"),
    }
    assert due(make_user()) == []


def test_each_person_asks_an_organisation_once_and_few_at_a_time(client, ours):
    asker = make_user()
    make_request(ours, user=asker)
    for _n in range(4):
        make_request(make_organisation(), user=asker)
    client.force_login(asker)
    again = client.post(asked_at(ours), {"message": "Please"})
    assert "waiting already" in again.context["form"].non_field_errors()[0]
    assert "Please" in again.text
    sixth = client.post(asked_at(make_organisation()), {"message": "Please"})
    assert "Too many requests" in sixth.context["form"].non_field_errors()[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        JoiningRequest.objects.create(
            organisation=ours,
            email=asker.email,
            language="en",
            confirmed_at=timezone.now(),
        )


def test_a_page_the_browser_kept_tells_the_next_person_nothing(client, ours):
    posted = {"key": "k", "message": "CANARY"}
    asked = []
    for _n in range(2):
        client.force_login(make_user())
        asked.append(client.post(asked_at(ours), posted).url)
        assert client.post(asked_at(ours), posted).status_code == 302  # pressed twice
    rows = JoiningRequest.objects.values_list("user")
    assert len(set(rows)) == len(rows) == 2
    assert JoiningRequest.objects.of(asked[0].split("/")[-2]).user_id == rows[0][0]


def test_a_member_need_not_ask(client, admin, ours):
    client.force_login(admin)
    page = client.post(asked_at(ours), {"message": "x"})
    assert "work for this organisation here already" in page.text
    row = make_request(ours, is_confirmed=False)
    JoiningRequest.objects.filter(pk=row.pk).update(email=admin.email)
    assert client.post(row.get_absolute_url()).status_code == 422
    assert not JoiningRequest.objects.waiting().exists()


def test_others_neither_see_nor_answer_a_request(client, ours):
    row = make_request(ours, name="CANARY")
    other = make_user()
    make_organisation(admin=other, code="theirs")
    editor = make_user()
    join(editor, ours)
    for person in (other, editor):
        client.force_login(person)
        page = answer(client, row, answer="accept", role="editor")
        assert (page.status_code, "CANARY" in page.text) == (404, False)
        with pytest.raises(PermissionDenied):
            joining.accept(by=person, row=row, role="editor")
        with pytest.raises(PermissionDenied):
            joining.decline(by=person, row=row, reason="No.")
    through = address("programmes:joining_answer", "theirs", row.pk)
    client.force_login(other)
    assert client.get(through).status_code == 404


def test_staff_do_not_let_themselves_in(ours):
    staff = make_secretariat()
    row = make_request(make_organisation(), user=staff)
    with pytest.raises(AskingRefused, match="Somebody else"):
        joining.accept(by=staff, row=row, role="admin")


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_answering_in_the_same_moment_one_decides(admin, ours):
    other, asker = make_user(), make_user()
    join(other, ours, role="admin")
    row = make_request(ours, user=asker)
    answers = at_once(
        partial(joining.accept, by=admin, row=row, role="editor"),
        partial(joining.decline, by=other, row=row, reason="No."),
    )
    assert sum(isinstance(each, AskingRefused) for each in answers) == 1
    row.refresh_from_db()
    is_member = asker.memberships.exists()
    assert row.outcome == ("accepted" if is_member else "declined")


def at_once(*acts):
    """What each act gave or was refused with, when all began in the same moment."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except AskingRefused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_who_leaves_is_forgotten_in_what_they_asked(ours):
    asker = make_user()
    row = make_request(ours, user=asker)
    make_anonymous(by=None, user=asker)
    row.refresh_from_db()
    assert (row.name, row.email, row.message, row.outcome) == ("", "", "", "withdrawn")


def test_the_worker_forgets_what_was_never_confirmed(ours, capsys):
    make_request(ours, is_confirmed=False)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        call_command("run_due")
    assert not JoiningRequest.objects.exists()


def test_an_admin_changes_the_website_and_the_history_says_who(client, admin, ours):
    where = address("programmes:organisation_edit", "ours")
    client.force_login(admin)
    page = client.post(where, {"website": "no address", "acronym": "REP"})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["website"])
    assert 'value="REP"' in page.text
    saved = client.post(where, {"website": "reparer.example.org", "acronym": "REP"})
    assert saved["Location"] == where  # where it says who changed it last
    ours.refresh_from_db()
    assert (ours.website, ours.acronym) == ("https://reparer.example.org", "REP")
    assert ours.history.latest().history_user == admin
    assert "Ada Admin" in client.get(where).text
