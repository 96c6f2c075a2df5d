"""The page of what is due: its words, its order, its limits."""

import re

import pytest
from django.urls import reverse

from programmes.invitations import invite
from reporting.due import Kind, due_for
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_contribution,
    make_draft,
    make_organisation,
    make_period,
    make_request,
    make_secretariat,
    make_user,
)
from tests.reporting.test_due import make_partner, record

pytestmark = pytest.mark.django_db


PAGE = reverse("reporting:due")


def main(client):
    return client.get(PAGE).text.partition("<main")[2].partition("</main>")[0]


def test_the_page_says_it_in_sections_and_words(client):
    make_period()
    user, body = make_partner()
    make_draft(author=user, organisation=body, title="Cooking", language="fr")
    make_activity(state=State.RETURNED, author=user, organisation=body)
    client.force_login(user)
    page = main(client)
    assert "What is due for you</bdi></h1>" in page
    assert ">Others wait for you</h2>" in page
    assert "Returned to you" in page and "Nothing reported yet" in page
    assert '<h3 class="record-title" lang="fr" dir="ltr">' in page


def test_nothing_of_others_shows(client):
    make_period()
    user, _body = make_partner()
    for state in State:
        make_activity(state=state, title=f"CANARY-{state}", summary="CANARY")
    other = make_organisation(name="CANARY-body", editor=make_user())
    admin = make_secretariat()
    given = {"by": admin, "role": "editor", "language": "en", "organisation": other}
    invite(email="canary@example.org", **given)
    client.force_login(user)
    page = client.get(PAGE).text
    assert "canary" not in page.lower()


def test_a_partner_with_nothing_due_reads_so(client):
    """No period is open, nothing was begun."""
    user, _organisation = make_partner()
    client.force_login(user)
    answer = client.get(reverse("reporting:due"))
    assert answer.status_code == 200
    assert "Nothing is due for you</h2>" in answer.text


def test_where_nothing_is_due_the_page_says_so_and_leads_on(client):
    client.force_login(make_user())
    page = main(client)
    assert "Nothing is due for you</h2>" in page
    assert f'class="button" href="{reverse("programmes:profile")}"' in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_the_same_for_one_row_of_each_kind_and_for_three(
    client, rows, people, django_assert_num_queries
):
    make_period()
    user = people["reviewer"]
    for _n in range(rows):
        given = {"organisation": make_organisation(admin=user), "author": user}
        make_draft(**given)
        make_activity(state=State.RETURNED, **given)
        make_activity(state=State.SUBMITTED, **people)
        user.forget_roles()
        promise = {"role": "editor", "language": "en", "email": "new@example.org"}
        invite(by=user, organisation=given["organisation"], **promise)
        make_request(given["organisation"])
    client.force_login(user)
    with django_assert_num_queries(19):
        client.get(PAGE)


def texts_of_links(client):
    """What each link of a row says, without its marks."""
    return re.findall(
        r"<h3.*?><a[^>]*>(.*?)</a></h3>",
        re.sub(r"</?(?:bdi|span)[^>]*>", "", main(client)),
    )


def test_who_asks_and_who_has_contributed_is_named_with_what_it_is_about(client):
    user = make_user()
    one, two = (make_organisation(admin=user, name=name) for name in ("One", "Two"))
    for body in (one, two):
        make_request(body, name="Kofi")
    draft = make_draft(author=user, organisation=one, title="Ten ovens")
    make_contribution(draft, by=user, name="Lena", answers={"summary": "More"})
    untitled = make_draft(author=user, organisation=two, title="")
    make_contribution(untitled, by=user, name="Lena", answers={"summary": "More"})
    client.force_login(user)
    assert sorted(texts_of_links(client)) == sorted(
        [
            "Kofi asks to join One",
            "Kofi asks to join Two",
            "Lena has contributed to Ten ovens",
            f"Lena has contributed to {untitled.code}",
            "Ten ovens",
            untitled.code,
        ]
    )
    assert main(client).count("Waiting since") == 4


def test_of_each_kind_the_first_fifty_stand_there(monkeypatch):
    """Those returned longest ago, the drafts saved last; one kind takes no place of
    another's."""
    monkeypatch.setattr("reporting.due_row.MOST", 2)
    user, body = make_partner()
    given = {"author": user, "organisation": body}
    returned = [make_activity(state=State.RETURNED, **given) for _n in range(3)]
    drafts = [make_draft(**given) for _n in range(3)]
    for _n in range(3):
        invite(
            by=make_secretariat(),
            email=user.email,
            role="editor",
            language="en",
            organisation=make_organisation(),
        )
    rows = due_for(user)
    assert sorted(row.kind for row in rows) == sorted(
        [Kind.DRAFT] * 2 + [Kind.RETURNED] * 2 + [Kind.INVITED] * 2
    )
    assert [row.url for row in rows if row.kind == Kind.RETURNED] == [
        record(activity) for activity in returned[:2]
    ]
    assert {row.url for row in rows if row.kind == Kind.DRAFT} == {
        record(activity) for activity in drafts[1:]
    }
