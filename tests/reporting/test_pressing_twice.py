"""A double click on what can happen only once is told once, and no error."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from reporting.models import Activity
from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    user = make_user()
    client.force_login(user)
    return user


def delete_address(activity):
    return reverse("reporting:activity_delete", args=[activity.code])


def test_deleting_a_draft_twice_deletes_it_once_and_says_so(client, author):
    address = delete_address(make_draft(author=author))
    key = client.get(address).context["once"]
    answers = [client.post(address, {"once": key}) for _time in range(2)]
    mine = reverse("reporting:my_activities")
    assert [answer["Location"] for answer in answers] == [mine, mine]
    assert client.get(mine).text.count("The draft is deleted.") == 1
    assert not Activity.objects.exists()


def test_the_question_hands_its_key_and_token_on(author):
    """As a browser sends them: from the page's own form."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(author)
    address = delete_address(make_draft(author=author))
    main = client.get(address).text.partition("<main")[2]
    form = dict(re.findall('type="hidden" name="([^"]+)" value="([^"]+)"', main))
    assert form.keys() == {"csrfmiddlewaretoken", "once"}
    mine = reverse("reporting:my_activities")
    answers = [client.post(address, form) for _time in range(2)]
    assert [answer.get("Location") for answer in answers] == [mine, mine]
    assert not Activity.objects.exists()


def test_a_key_used_before_deletes_no_other_draft(client, author):
    first, second = make_draft(author=author), make_draft(author=author)
    client.post(delete_address(first), {"once": "used"})
    answer = client.post(delete_address(second), {"once": "used"})
    assert (answer.status_code, answer.context["reported"]) == (422, second)
    assert answer.context["once"] != "used", "asked again, with a new key"
    assert Activity.objects.get() == second


def test_what_is_gone_is_not_found(client, author):
    address = delete_address(make_draft(author=author))
    client.post(address)
    assert client.post(address, {"once": "new"}).status_code == 404
    assert client.get(address).status_code == 404
