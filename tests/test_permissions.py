"""Every URL × role × state, looked at and posted to: what it answers, and that nothing
private shows.
"""

import io
import re
import zipfile
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from oneplanet.outbox import OutgoingMail
from programmes.models import Invitation, Membership
from programmes.views.people_steps import PEOPLE_STEPS
from reporting.models import Activity, HistoryEntry, Initiative, InitiativeEntry
from reporting.workflow import STEPS, Action
from tests import admin_pages
from tests import scene as scenes
from tests.account_pages import ACCOUNT
from tests.factories import make_user
from tests.pages import BY_NAME, PAGES, cells, states
from tests.posts import POSTS, TAKE_ANY, may_take, posted_cells
from tests.programmes.test_second_factor import with_app, with_passkey
from tests.scene import OWN, PRIVATE_STATES, READERS, ROLES, STATES
from tests.served import session_of

pytestmark = pytest.mark.django_db
CANARY = re.compile(r"CANARY(?:-\w+)+")
each_role = pytest.mark.parametrize("role", ROLES)


def names(patterns=None, namespace=""):
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"
        else:
            inner = (
                f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
            yield from names(pattern.url_patterns, inner)


# Django's own way from an old address to the new, for each model, and what it says of
# any other; admin_pages.py opens both.
UNNAMED = ["admin:None"] * (len(admin_pages.MODELS) + 1)


def test_every_address_has_a_row():
    """And each name one address."""
    rows = [*BY_NAME, *admin_pages.names(), *(page.name for page in ACCOUNT)]
    assert sorted(names()) == sorted([*rows, *UNNAMED])


def test_every_form_has_a_row():
    """An address without a row takes no post."""
    assert {post.name for post in POSTS} <= set(BY_NAME)
    assert not {post.name for post in POSTS} & set(TAKE_ANY)


def test_every_step_with_an_answer_of_its_own_has_a_row(scene):
    ends = dict.fromkeys(
        (
            "programmes:people_step",
            "reporting:activity_step",
            "reporting:initiative_step",
        ),
        (),
    )
    for post in POSTS:
        if post.rest:
            ends[post.name] += (post.rest(scene).partition("/")[0],)
    final = tuple(s.action for s in STEPS if s.question)
    assert ends == {
        "programmes:people_step": (*PEOPLE_STEPS,),
        "reporting:activity_step": final,
        "reporting:initiative_step": final,
    }


# --- Looking --------------------------------------------------------------------------


@each_role
def test_each_role_gets_what_the_table_says(client, scene, role):
    scene.sign_in(client, role)
    wrong, leaks = [], []
    for page, state in cells():
        response = client.get(page.address(scene, state))
        expected = page.status(role, state)
        if response.status_code != expected:
            wrong.append((page.name, state, response.status_code, expected))
        leaks += [(page.name, state, text) for text in leaked(response, role, page)]
    assert (wrong, leaks) == ([], [])


def leaked(response, role, page=None) -> list[str]:
    """What stands in an answer and is not for this person to know."""
    body = body_of(response)
    found = set(CANARY.findall(body)) - (page.shows if page else set())
    texts = [text for text in found if not scenes.may_read(role, text)]
    if page and page.by_state and role not in OWN | READERS:
        texts += [words for words in PRIVATE_STATES if words in body]
    return texts


def _unpacked(workbook) -> str:
    """All that is written in it; packed, nothing could be found."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def body_of(response):
    if response.streaming:
        content = b"".join(response.streaming_content)
        return _unpacked(content) if content.startswith(b"PK") else content.decode()
    content = response.content.decode(errors="replace")  # a PDF names its title openly
    return content + str(response.headers)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
def test_a_visitor_meets_no_canary_in_any_language(client, scene, language):
    for page in PAGES:
        if page.is_public:
            for state in states(page):
                address = page.address(scene, state).replace("/en/", f"/{language}/", 1)
                assert not leaked(client.get(address), "visitor", page)


# --- Posting --------------------------------------------------------------------------


@each_role
def test_each_post_is_answered_as_the_table_says(client, scene, role):
    scene.sign_in(client, role)
    wrong, leaks = posted_as(client, scene, role, lambda post: post.status)
    assert (wrong, leaks) == ([], [])


@pytest.mark.sqlite_only
@each_role
def test_without_the_forms_token_nothing_is_carried_out_or_shown(scene, role):
    client = scene.sign_in(Client(enforce_csrf_checks=True), role)
    before = counted()
    wrong, leaks = posted_as(client, scene, role, lambda post: post.untokened)
    assert (wrong, leaks) == ([], [])
    assert counted() == before


def posted_as(client, scene, role, expected_of):
    """(what was answered otherwise, what leaked) of all posts; none of them stays."""
    wrong, leaks = [], []
    for post, state in posted_cells():
        with undone():
            response = client.post(post.address(scene, state), post.body)
            leaks += [(post, state, text) for text in leaked(response, role, post.page)]
        expected = expected_of(post)(role, state)
        if response.status_code != expected:
            wrong.append((post, state, response.status_code, expected))
    return wrong, leaks


@contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def counted():
    """How much there is of what a post could add to, end or take away."""
    return [
        Activity.objects.count(),
        HistoryEntry.objects.count(),
        Initiative.objects.count(),
        InitiativeEntry.objects.count(),
        Membership.objects.current().count(),
        Invitation.objects.open().count(),
        OutgoingMail.objects.count(),
    ]


@pytest.mark.sqlite_only
def test_no_other_address_takes_a_post(client, scene):
    scene.sign_in(client, "editor")
    taking = {post.name for post in POSTS}
    for page in PAGES:
        if page.name not in taking:
            response = client.post(page.address(scene, "approved"), {"comment": "x"})
            expected = TAKE_ANY.get(page.name, 405)
            assert (page.name, response.status_code) == (page.name, expected)


# --- Steps ----------------------------------------------------------------------------

COMMENT = {"comment": "Because.", "sure": "1", "untouched": "1"}


@each_role
@pytest.mark.parametrize("kind", ["activity", "initiative"])
def test_each_step_is_open_to_those_the_table_names(client, scene, role, kind):
    scene.sign_in(client, role)
    for state in STATES:
        for action in Action:
            _try_step(client, scene, role, state, action, kind)


def _try_step(client, scene, role, state, action, kind):
    page = BY_NAME[f"reporting:{kind}_step"]
    rows = scene.activities if kind == "activity" else scene.initiatives
    activity = rows[state]
    address = page.address(scene, state).replace("/approve/", f"/{action}/")
    before = history_of(activity)
    with undone():
        response = client.post(address, COMMENT)
        new = history_of(activity)[len(before) :]
        assert not leaked(response, role, page), (state, action)
    assert response.status_code in (302, 404), (state, action)
    taken = [(action, scene.people[role].pk)] if may_take(role, state, action) else []
    assert new == taken, (state, action)


def history_of(activity):
    """(step, who took it) from the first."""
    return list(activity.history.values_list("action", "by"))


# --- Accounts -------------------------------------------------------------------------


@pytest.fixture
def passkey(scene):
    """Of somebody with a second factor."""
    person = scene.people["guarded"] = with_app(make_user(name="CANARY-person-guarded"))
    passkey = with_passkey(person)
    passkey.data["name"] = "CANARY-passkey-guarded"
    passkey.save()
    return passkey


@pytest.mark.sqlite_only
@each_role
def test_the_pages_of_accounts_are_ones_own(client, scene, passkey, role):
    is_somebody = role != "visitor"
    for page in ACCOUNT:
        for ask, answers in ((client.get, page.looking), (client.post, page.sending)):
            scene.sign_in(client, role)
            response = ask(page.address(passkey))
            assert response.status_code == answers[is_somebody], (page.name, ask)
            assert not leaked(response, role), page.name


@pytest.mark.sqlite_only
def test_who_has_a_second_factor_keeps_it_on_these_pages(client, passkey):
    answers, shown = {}, ""
    for page in ACCOUNT:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(passkey.user)
        response = client.get(page.address(passkey))
        answers[page.name] = response.status_code
        shown += body_of(response)
    assert answers == {page.name: page.guarded for page in ACCOUNT}
    assert "CANARY-passkey-guarded" in shown


@pytest.mark.sqlite_only
@each_role
def test_without_the_forms_token_an_account_stays_as_it_is(scene, passkey, role):
    client = scene.sign_in(Client(enforce_csrf_checks=True), role)
    for page in ACCOUNT:
        if page.sending != (405, 405):
            response = client.post(page.address(passkey), {"password": "secret-word"})
            assert response.status_code == 403, page.name
            assert not leaked(response, role), page.name
            assert "secret-word" not in response.text
