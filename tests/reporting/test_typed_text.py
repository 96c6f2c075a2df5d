"""What was typed comes back where the form, the session or the right to it is gone."""

import re
from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from programmes.models import Appointment, Membership
from reporting.models import Activity
from reporting.workflow import Action, State
from tests.factories import make_activity, make_programme, make_user
from tests.reporting.writing import edit_url, make_writer, row, sent, typed

OURS = {"headers": {"origin": "http://testserver"}}
each_language = pytest.mark.parametrize("language", ["en", "ar"])
WAITING = {"en": "You have been signed out", "ar": "انتهت جلستك"}


@pytest.fixture
def writer(db):
    return make_writer()


def whole_post(activity) -> dict:
    rows = row("partners", name="A school", role="other")
    rows |= row("quantities", what="Meals", value="1,200", unit="meals")
    data = sent(typed(activity)) | {"title": ["As <typed>"]} | rows
    return data | {"once": ["1"], "save": [""]}


def answers(response) -> dict:
    """The questions and texts of the page, as they are read."""
    page = response.content.decode()
    pairs = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", page, re.DOTALL)
    return {_words(question): _words(text) for question, text in pairs}


def _words(html) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", html)).split())


TYPED = {
    "What is the activity called?": "As <typed>",
    "What was done, and why?": "We cooked. Then we ate.",
    "What came of it?": "Less waste.",
    "Organisations that took part": "A school · Took part",
    "Results as numbers": "Meals · A number · 1,200 · meals",
}


def assert_all_is_there(response):
    there = answers(response)
    assert TYPED.items() <= there.items()


def end_membership(user, activity):
    Membership.objects.filter(user=user).delete()


def delete_draft(user, activity):
    Activity.objects.get(pk=activity.pk).delete_draft(by=user)


@pytest.mark.parametrize("lose", [end_membership, delete_draft])
def test_a_draft_out_of_reach_gives_back_what_was_typed(client, writer, lose):
    user, activity = writer
    client.force_login(user)
    data = whole_post(activity)
    lose(user, activity)
    data["files"] = SimpleUploadedFile("a.csv", b"a,b")
    response = client.post(edit_url(activity), data)
    assert response.status_code == 404
    assert_all_is_there(response)
    assert "The files have to be chosen again." in response.content.decode()


def test_a_page_that_is_not_there_says_nothing_of_typing(client, writer):
    client.force_login(writer[0])
    response = client.get("/en/activities/NOBODY-1/edit/?title=Given")
    assert response.status_code == 404
    assert answers(response) == {}


def test_the_title_of_a_new_activity_comes_back_to_a_former_member(client, writer):
    user, activity = writer
    client.force_login(user)
    end_membership(user, activity)
    data = {"title": "As typed", "programme": "NET", "organisation": "X", "once": "1"}
    response = client.post(reverse("reporting:activity_new"), data)
    assert response.status_code == 403
    assert answers(response) == {
        "For which organisation do you report?": "X",
        "Which programme does it belong to?": "The whole network, no single programme",
        "What is the activity called?": "As typed",
    }


def test_a_comment_comes_back_to_a_reviewer_no_longer_appointed(client, db):
    desk, programme = make_user(), make_programme()
    activity = make_activity(state=State.SUBMITTED, programme=programme)
    client.force_login(desk)
    address = reverse("reporting:activity_step", args=[activity.code, Action.RETURN])
    response = client.post(address, {"comment": "Why <here>?", "once": "1"})
    assert response.status_code == 404
    assert not Appointment.objects.filter(user=desk).exists()
    assert answers(response) == {"Your comment": "Why <here>?"}


# --- After the session ended ----------------------------------------------------------


@each_language
def test_a_save_after_the_session_ended_keeps_everything(client, writer, language):
    _user, activity = writer
    response = client.post(edit_url(activity, language), whole_post(activity), **OURS)
    page = unescape(response.content.decode())
    assert response.status_code == 403
    assert WAITING[language] in page
    assert "As <typed>" in page
    assert "no-store" in response.headers["Cache-Control"]
    if language == "en":
        assert_all_is_there(response)


def test_signing_in_beside_it_and_sending_again_saves_what_was_typed(writer):
    """As in a browser: signing in changes the token, and the form asks once more."""
    user, activity = writer
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.get(edit_url(activity))
    token = client.cookies["csrf"].value
    data = whole_post(activity) | {"csrfmiddlewaretoken": token}
    del client.cookies[settings.SESSION_COOKIE_NAME]
    out = client.post(edit_url(activity), data, **OURS)
    assert out.status_code == 403
    client.force_login(user)
    del client.cookies["csrf"]
    asked = client.post(edit_url(activity), hidden_fields(out), **OURS)
    assert (asked.status_code, "As &lt;typed&gt;" in asked.content.decode()) == (
        403,
        True,
    )
    fresh = hidden_fields(asked)["csrfmiddlewaretoken"]
    saved = client.post(edit_url(activity), data | {"csrfmiddlewaretoken": fresh})
    assert saved.status_code == 302
    draft = Activity.objects.get(pk=activity.pk).draft()
    assert (draft.title, draft.results) == ("As <typed>", "Less waste.")
    assert [str(part) for part in draft.partners.all()] == ["A school"]


def hidden_fields(response) -> dict:
    """Every hidden field of the page, as a browser would send it."""
    page, fields = response.content.decode(), {}
    pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)"'
    for name, text in re.findall(pattern, page):
        fields.setdefault(unescape(name), []).append(unescape(text))
    fields["csrfmiddlewaretoken"] = fields["csrfmiddlewaretoken"][-1]
    return fields


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "null"])
def test_a_strangers_page_cannot_have_its_text_shown_as_ours(client, writer, origin):
    headers = {"origin": origin} if origin else {}
    data = whole_post(writer[1])
    response = client.post(edit_url(writer[1]), data, headers=headers)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(edit_url(writer[1]), data, headers=headers)
    assert response.status_code == 403
    assert "As &lt;typed&gt;" not in response.content.decode()
    lost = client.post("/en/nowhere/at-all/", data, headers=headers)
    assert (lost.status_code, answers(lost)) == (404, {})


def test_a_button_pressed_after_the_session_ended_leads_to_signing_in(client, writer):
    address = reverse("reporting:activity_delete", args=[writer[1].code])
    response = client.post(address, {"once": "1"}, **OURS)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_a_password_is_never_shown_again(client, writer):
    address = reverse("account_change_password")
    data = {"oldpassword": "CANARY", "password1": "CANARY", "password2": "CANARY"}
    response = client.post(address, data, **OURS)
    assert response.status_code == 302
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(
        reverse("account_login"), data | {"login": "a@b.org"}, **OURS
    )
    page = response.content.decode()
    assert (response.status_code, "CANARY" in page) == (403, False)
    assert "a@b.org" in page
