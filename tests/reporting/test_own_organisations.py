"""Members and admins find everything of their organisation in one place."""

import re

import pytest
from django.urls import reverse

from programmes import invitations
from reporting.workflow import Action
from tests.factories import (
    join,
    make_activity,
    make_agreement,
    make_draft,
    make_initiative_draft,
    make_organisation,
    make_period,
    make_programme,
    make_request,
    make_secretariat,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = "reporting:my_organisations"


@pytest.fixture
def admin():
    return make_user(name="Ada Admin")


@pytest.fixture
def editor():
    return make_user(name="Edi Editor")


@pytest.fixture
def ours(admin, editor):
    return make_organisation(code="ours", name="Ours", admin=admin, editor=editor)


def inside(organisation):
    return reverse("reporting:my_organisation", args=[organisation.code])


def own_ways(organisation) -> set[str]:
    """Where only those who look after it go."""
    names = ("programmes:people", "programmes:organisation_edit")
    names += ("reporting:agreements",)
    return {reverse(name, args=[organisation.code]) for name in names}


def ways_on(page, ways) -> set[str]:
    return {way for way in ways if f'href="{way}"' in page.text}


def read_by(client, person, address):
    client.force_login(person)
    return client.get(address)


def test_an_admin_is_led_from_every_page_to_all_they_may_do(client, admin, ours):
    page = read_by(client, admin, reverse("programmes:profile"))
    assert f'href="{reverse(LIST)}"' in page.text
    answer = client.get(reverse(LIST))
    assert (answer.status_code, answer["Location"]) == (302, inside(ours))
    page = client.get(inside(ours))
    assert ways_on(page, own_ways(ours)) == own_ways(ours)
    assert "you are one of its admins" in page.text


def test_everything_is_counted_apart(client, admin, editor, ours):
    given = {"role": "editor", "language": "en", "by": admin, "organisation": ours}
    for n in range(2):
        invitations.invite(email=f"new{n}@example.org", **given)
    for _n in range(3):
        make_request(ours)
    make_request(make_organisation())
    make_agreement(ours, make_organisation(), by=admin)
    for _n in range(2):
        make_draft(author=editor, organisation=ours)
    make_initiative_draft(author=editor, organisation=ours)
    body = read_by(client, admin, inside(ours)).context["organisation"]
    names = "member invited asking given received draft initiative public".split()
    assert [getattr(body, f"{name}_count") for name in names] == [
        *(2, 2, 3, 1, 0, 2, 1, 0)
    ]


def test_drafts_are_counted_alike_on_both_pages_and_revisions_apart(
    client, editor, ours
):
    period, desk = make_period(), make_user()
    programme = make_programme(desk=desk)
    given = {"author": editor, "organisation": ours, "programme": programme}
    make_draft(**given)
    for action in (Action.REVISE, Action.RECALL):
        state = "approved" if action == Action.REVISE else "submitted"
        activity = make_activity(state=state, reviewer=desk, **given)
        activity.take(action, by=editor)
    body = read_by(client, editor, inside(ours)).context["organisation"]
    assert (body.draft_count, body.again_count) == (1, 2)
    page = client.get(inside(ours)).text
    assert "Drafts never submitted <bdi>1</bdi>" in page
    assert "Drafts of what was submitted before <bdi>2</bdi>" in page
    outcome = reverse("knowledge_hubs:report_outcome", args=["ours", period.year])
    page = client.get(outcome)
    assert page.status_code == 200
    assert "<dt>Drafts never submitted</dt><dd><bdi>1</bdi> draft, of any year" in (
        page.text
    )


def test_who_asks_to_join_is_told_to_admins_and_not_to_members(
    client, admin, editor, ours
):
    make_request(ours, name="Jo Joiner")
    words = "person asks to work for it here and waits for an answer."
    assert words in read_by(client, admin, inside(ours)).text
    page = read_by(client, editor, inside(ours)).text
    assert words not in page and "Jo Joiner" not in page


def test_a_member_reads_what_they_may_do_and_whom_to_ask(client, editor, ours):
    page = read_by(client, editor, inside(ours))
    assert ways_on(page, own_ways(ours)) == set()
    assert "you are an editor" in page.text
    assert "Ada Admin" in page.text and "Ask them when" in page.text
    assert f'href="{reverse("reporting:my_activities")}"' in page.text


def test_without_an_admin_the_secretariat_is_named(client, editor):
    body = make_organisation(editor=editor)
    page = read_by(client, editor, inside(body)).text
    assert "It has no admin yet" in page and "Write to the secretariat" in page


def test_who_works_for_two_chooses(client, editor, ours):
    second = make_organisation(editor=editor, name="A second")
    make_organisation(name="Theirs")
    page = read_by(client, editor, reverse(LIST))
    assert page.context["organisations"] == [second, ours]
    assert ways_on(page, {inside(ours), inside(second)}) == {
        inside(ours),
        inside(second),
    }


@pytest.mark.parametrize(
    "name", [LIST, "reporting:my_activities", "knowledge_hubs:my_proposals"]
)
def test_who_works_for_none_is_led_to_joining(client, name):
    page = read_by(client, make_user(), reverse(name)).text
    assert f'href="{reverse("programmes:joining")}"' in page
    assert "You belong to no organisation here" in page


def test_nobody_else_comes_in(client, ours):
    other = make_user()
    make_organisation(admin=other)
    assert read_by(client, other, inside(ours)).status_code == 404
    client.logout()
    assert client.get(inside(ours)).status_code == 302


# --- The public page ------------------------------------------------------------------


def test_the_public_page_says_to_each_what_they_may_do(client, admin, editor, ours):
    offer = reverse("programmes:joining_ask", args=["ours"])
    everything = own_ways(ours) | {inside(ours), offer}
    people = {
        "admin": admin,
        "editor": editor,
        "staff": make_secretariat(),
        "somebody": make_user(),
        "visitor": None,
    }
    found = {}
    for name, person in people.items():
        client.logout()
        if person:
            client.force_login(person)
        page = client.get(ours.get_absolute_url())
        found[name] = ways_on(page, everything)
    managing = own_ways(ours) | {inside(ours)}
    assert found == {
        "admin": managing,
        "editor": {inside(ours)},
        "staff": managing,
        "somebody": {offer},
        "visitor": {offer},
    }


def test_its_admin_is_told_that_they_manage_it(client, admin, ours):
    page = read_by(client, admin, ours.get_absolute_url()).text
    assert "You manage this organisation." in page
    join(admin, make_organisation(code="other"))
    other = reverse("knowledge_hubs:organisation_detail", args=["other"])
    assert "You report for this organisation." in client.get(other).text


def test_the_choice_of_organisations_says_how_many_ask_in_a_sentence(
    client, admin, ours
):
    make_organisation(admin=admin, name="A second")
    for name, said in (("Jo", "1 person asks"), ("Al", "2 people ask")):
        make_request(ours, name=name)
        page = read_by(client, admin, reverse("reporting:my_organisations")).text
        assert f"{said} to work for it here" in re.sub("<[^>]+>", "", page)
