"""What is done to members and invitations is asked about first, without scripts too."""

import pytest

from programmes import invitations
from programmes.models import Membership
from tests.factories import join, make_organisation, make_secretariat, make_user
from tests.programmes.test_accounts import address

pytestmark = pytest.mark.django_db
ADMIN, EDITOR = Membership.Role.ADMIN, Membership.Role.EDITOR


@pytest.fixture
def admin():
    return make_user(name="Ada Admin")


@pytest.fixture
def member():
    return make_user(name="Edi Editor", email="edi@example.org")


@pytest.fixture
def ours(admin, member):
    return make_organisation(admin=admin, editor=member, code="ours", name="Ours")


def step(action, row):
    return address("programmes:people_step", "ours", action, row.pk)


def invited(ours, by):
    return invitations.invite(
        by=by, organisation=ours, email="new@example.org", role=EDITOR, language="en"
    )


LEAVE = "programmes:organisation_leave"


def roles_in(organisation):
    rows = organisation.memberships.current().values_list("user__name", "role")
    return dict(rows)


@pytest.mark.parametrize(
    ("action", "words", "button", "after"),
    [
        ("make-admin", "invites and removes people", "Make an admin", ADMIN),
        ("end", "drafts too, and they keep their account", "End the membership", None),
    ],
)
def test_a_step_with_a_member_is_asked_about_and_taken_by_the_button(
    client, admin, member, ours, action, words, button, after
):
    there = step(action, member.memberships.get())
    client.force_login(admin)
    assert f'href="{there}"' in client.get(address("programmes:people", "ours")).text
    page = client.get(there)
    assert page.status_code == 200
    assert words in page.text and f"{button}</button>" in page.text
    assert "Edi Editor" in page.text and "edi@example.org" in page.text
    assert "no-store" in page["Cache-Control"]
    assert roles_in(ours)["Edi Editor"] == EDITOR, "nothing has happened yet"
    for _time in range(2):  # a double click is not told that it is over already
        answer = client.post(there, {"once": page.context["once"]})
        assert answer["Location"] == address("programmes:people", "ours")
    assert roles_in(ours).get("Edi Editor") == after
    assert "ended already" not in client.get(answer["Location"]).text


def test_an_invitation_is_withdrawn_after_a_question(client, admin, ours):
    invitation = invited(ours, admin)
    there = step("withdraw", invitation)
    client.force_login(admin)
    assert f'href="{there}"' in client.get(address("programmes:people", "ours")).text
    page = client.get(there).text
    assert "new@example.org" in page and "Withdraw this invitation?" in page
    assert ours.invitations.waiting().count() == 1
    client.post(there)
    assert ours.invitations.waiting().count() == 0
    page = client.get(there, follow=True).text
    assert "no longer waiting" in page and "Withdraw this invitation?" not in page


def test_sending_again_needs_no_question(client, admin, ours):
    client.force_login(admin)
    assert client.get(step("send-again", invited(ours, admin))).status_code == 405


def test_what_would_be_refused_is_refused_before_the_question(client, admin, ours):
    client.force_login(admin)
    own = admin.memberships.get()
    for there in (step("make-editor", own), step("end", own), address(LEAVE, "ours")):
        page = client.get(there, follow=True)
        assert "An organisation needs an admin." in page.text
        assert page.redirect_chain


def test_who_changes_their_own_part_is_told_that_they_cannot_undo_it(
    client, admin, ours
):
    join(make_user(), ours, role=ADMIN)
    client.force_login(admin)
    page = client.get(step("make-editor", admin.memberships.get())).text
    assert "This is you." in page
    answer = client.post(step("make-editor", admin.memberships.get()))
    assert answer["Location"] == address("programmes:profile")


# --- Leaving --------------------------------------------------------------------------


def test_a_member_leaves_by_themselves(client, member, ours):
    client.force_login(member)
    there = address(LEAVE, "ours")
    for page in (
        address("programmes:profile"),
        address("reporting:my_organisation", "ours"),
    ):
        assert f'href="{there}"' in client.get(page).text
    page = client.get(there)
    assert "What you wrote stays with it, drafts too" in page.text
    assert "Edi Editor" in roles_in(ours)
    for _time in range(2):
        answer = client.post(there, {"once": page.context["once"]})
        assert answer["Location"] == address("programmes:profile")
    assert roles_in(ours) == {"Ada Admin": ADMIN}
    page = client.get(answer["Location"]).text
    assert page.count("You have left Ours.") == 1
    assert client.get(there).status_code == 404
    assert client.get(address("reporting:my_organisation", "ours")).status_code == 404


def test_an_admin_with_another_beside_leaves_and_their_invitations_with_them(
    client, admin, ours
):
    join(make_user(name="Other"), ours, role=ADMIN)
    invited(ours, admin)
    client.force_login(admin)
    there = address(LEAVE, "ours")
    assert f'href="{there}"' in client.get(address("programmes:people", "ours")).text
    client.post(there)
    assert roles_in(ours) == {"Edi Editor": EDITOR, "Other": ADMIN}
    assert ours.invitations.waiting().count() == 0


def test_one_leaves_only_where_one_is(client, ours):
    for person in (make_user(), make_secretariat()):
        client.force_login(person)
        assert client.get(address(LEAVE, "ours")).status_code == 404
        assert client.post(address(LEAVE, "ours")).status_code == 404
