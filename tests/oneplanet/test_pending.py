"""What a form sends without its person waits for that person alone."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oneplanet import pending
from oneplanet.models import PendingPost
from reporting.models import Activity
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_initiative_draft,
    make_programme,
    make_user,
)
from tests.oneplanet.pending import (
    CANARY,
    Browser,
    colleague_of,
    end_session,
    kept_of,
    report,
)
from tests.reporting.writing import edit_url, make_writer, sent, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def sign_out_elsewhere(browser, user):
    other = Client()
    other.cookies = browser.cookies
    other.post(reverse("account_logout"))
    browser.cookies = other.cookies


def change_the_password_elsewhere(browser, user):
    user.set_password("another long password")
    user.save()


def let_the_session_run_out(browser, user):
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


LOSSES = [
    let_the_session_run_out,
    end_session,
    sign_out_elsewhere,
    change_the_password_elsewhere,
]


@pytest.mark.parametrize("lose", LOSSES)
def test_every_field_of_a_report_comes_back_to_its_person(writer, lose):
    user, activity = writer
    browser, url = Browser(user), edit_url(activity)
    page = browser.get(url)
    lose(browser, user)
    told = browser.send(url, page, **report(activity))
    assert (told.status_code, PendingPost.objects.count()) == (403, 1)
    (way,) = re.findall(r'href="([^"]*login/\?next=[^"]*)"', told.content.decode())
    assert CANARY in told.content.decode()
    assert Activity.objects.get(pk=activity.pk).draft().title == ""

    back = Browser(get_user_model().objects.get(pk=user.pk))
    opened = back.get(unescape(way), follow=True)
    assert opened.redirect_chain[-1][0].startswith(url)
    text = unescape(opened.content.decode())
    assert "You were not signed in when you sent this" in text
    for words in (f"{CANARY} <title>", "We cooked.", "A school", "31/02/2020"):
        assert words in text
    assert 'value="KEN" ' in text

    saved = back.send(url, opened, **report(activity))
    assert (saved.status_code, saved.url) == (302, url)
    draft = Activity.objects.get(pk=activity.pk).draft()
    assert (draft.title, draft.results) == (f"{CANARY} <title>", "Less waste.")
    assert [refused.field for refused in draft.refused_fields.all()] == ["started_on"]
    assert PendingPost.objects.count() == 0


def test_an_initiative_comes_back_to_its_person():
    user = make_user()
    initiative = make_initiative_draft(author=user)
    browser, url = Browser(user), initiative.page("edit")
    page = browser.get(url)
    end_session(browser, user)
    told = browser.send(url, page, title=CANARY, owners=["Nobody’s"])
    assert (told.status_code, PendingPost.objects.count()) == (403, 1)
    (way,) = re.findall(r'href="([^"]*login/\?next=[^"]*)"', told.content.decode())
    back = Browser(get_user_model().objects.get(pk=user.pk))
    opened = back.get(unescape(way), follow=True)
    text = unescape(opened.content.decode())
    assert opened.redirect_chain[-1][0].startswith(url)
    assert (f'value="{CANARY}"' in text, "Nobody’s" in text) == (True, True)
    assert back.send(url, opened, title=CANARY).status_code == 302
    assert (initiative.draft().title, PendingPost.objects.count()) == (CANARY, 0)


def test_it_is_shown_to_nobody_else_and_waits_for_its_owner(writer):
    _page, address = kept_of(writer)
    others = Browser(colleague_of(writer[1]))
    throw_away = reverse("text_throw_away", args=[address.rpartition("=")[2]])
    seen = [others.get(url) for url in (address, reverse("reporting:due"), throw_away)]
    assert [page.status_code for page in seen] == [200, 200, 404]
    for page in seen:
        assert CANARY not in page.content.decode()
        assert "You were not signed in" not in page.content.decode()
    token = others.fields(seen[0])["csrfmiddlewaretoken"]
    others.post(throw_away, {"csrfmiddlewaretoken": token})
    assert CANARY in Browser(writer[0]).get(address).content.decode()


def test_a_page_sent_while_another_is_signed_in_shows_nothing_of_it(writer):
    user, activity = writer
    url = edit_url(activity)
    page = Browser(user).get(url)
    others = Browser(colleague_of(activity))
    answer = others.send(url, page, **report(activity))
    text = answer.content.decode()
    assert (answer.status_code, CANARY in text) == (403, False)
    assert "This page was made for somebody else" in text
    assert Activity.objects.get(pk=activity.pk).draft().title == ""
    (kept,) = pending.waiting_for(user)
    assert kept.data["title"] == f"{CANARY} <title>"


def test_what_is_typed_while_signed_out_is_kept_by_the_autosave_too(writer):
    user, activity = writer
    browser, url = Browser(user), edit_url(activity)
    page = browser.get(url)
    browser.session.flush()
    address = reverse("reporting:activity_autosave", args=[activity.code])
    for title in ("First", "Second"):
        data = report(activity) | {"title": title}
        answer = browser.send(address, page, **data)
        assert answer.status_code == 401
        assert answer.json() == {"state": "signed_out", "kept": True}
    (kept,) = pending.waiting_for(user)
    assert (kept.path, kept.data["title"]) == (url, "Second")
    browser.force_login(user)
    fresh = browser.fields(browser.get(url))["csrfmiddlewaretoken"]
    data = report(activity) | {"title": "Third", "csrfmiddlewaretoken": fresh}
    assert browser.send(address, page, **data).json()["state"] == "saved"
    assert pending.waiting_for(user) == []


def due_page(user):
    return unescape(Browser(user).get(reverse("reporting:due")).text)


def test_what_is_due_names_a_text_by_its_form_its_record_and_when(writer):
    """By the record's own title, not by what was typed; the other by its form."""
    user, activity = writer
    _page, address = kept_of(writer)
    activity.versions.update(title="Soup for schools", language="fr")
    sent_at = timezone.now().replace(hour=9, minute=5)
    PendingPost.objects.update(at=sent_at)
    mark = pending.Mark(user.pk, "b" * 16)
    data = QueryDict("language=en&time_zone=UTC")
    pending.keep(mark, path=reverse("programmes:profile"), data=data)
    page = due_page(user)
    assert f'<a href="{address}"><bdi>Soup for schools</bdi></a>' in page
    assert (CANARY in page, 'lang="fr" dir="ltr"><a' in page) == (False, True)
    assert "<span>Form of an activity</span>" in page and "09:05" in page
    assert "<bdi>Your profile</bdi></a>" in page
    assert "Typed while you were signed out" in page


def test_a_text_is_named_by_no_title_its_person_may_not_see(writer):
    """As somebody whose membership has ended."""
    user, activity = writer
    kept_of(writer)
    activity.versions.update(title="CANARY-title-now")
    activity.organisation.memberships.all().delete()
    page = due_page(user)
    assert ("CANARY-title-now" in page, f"{CANARY} <title>" in page) == (False, True)


@pytest.mark.parametrize("gone", ["submitted", "deleted"])
def test_a_text_is_thrown_away_also_when_its_draft_is_no_more(writer, gone):
    user, activity = writer
    _page, address = kept_of(writer)
    if gone == "submitted":
        Activity.objects.filter(pk=activity.pk).update(state=State.SUBMITTED)
        opened = Browser(user).get(address)
        assert (opened.status_code, "/my/texts/" in opened.text) == (409, True)
    else:
        Activity.objects.get(pk=activity.pk).delete_draft(by=user)
    browser = Browser(user)
    (way,) = re.findall(r'href="(/en/my/texts/[^"]*)"', due_page(user))
    asked = browser.get(way)
    assert (asked.status_code, CANARY in asked.text) == (200, True)
    (token,) = set(re.findall('csrfmiddlewaretoken" value="([^"]*)"', asked.text))
    browser.post(way, {"csrfmiddlewaretoken": token})
    assert "/my/texts/" not in due_page(user)


def test_its_person_may_throw_it_away(writer):
    _page, address = kept_of(writer)
    browser = Browser(writer[0])
    (way,) = re.findall(r'href="([^"]*/my/texts/[^"]*)"', browser.get(address).text)
    asked = browser.get(way)
    assert (asked.status_code, CANARY in asked.text) == (200, True)
    elsewhere = browser.get(way.replace("/en/", "/ar/"))  # typed on an English page
    assert (elsewhere.status_code, CANARY in elsewhere.text) == (200, True)
    (token,) = set(re.findall('csrfmiddlewaretoken" value="([^"]*)"', asked.text))
    thrown = browser.post(way, {"csrfmiddlewaretoken": token})
    again = browser.post(way, {"csrfmiddlewaretoken": token})
    assert {(a.status_code, a.url) for a in (thrown, again)} == {
        (302, reverse("reporting:start"))
    }
    assert PendingPost.objects.count() == 0


def test_a_text_over_anothers_newer_save_is_a_conflict(writer):
    user, activity = writer
    _page, address = kept_of(writer)
    colleague = Client()
    colleague.force_login(colleague_of(activity))
    data = typed(activity, title="Theirs")
    assert colleague.post(edit_url(activity), sent(data)).status_code == 302
    browser = Browser(user)
    opened = browser.get(address)
    answer = browser.send(edit_url(activity), opened, **report(activity))
    assert (answer.status_code, CANARY in answer.text) == (409, True)
    assert Activity.objects.get(pk=activity.pk).draft().title == "Theirs"
    assert len(pending.waiting_for(user)) == 1  # until it is saved


def test_a_draft_gone_meanwhile_gives_back_what_was_typed(writer):
    user, activity = writer
    _page, address = kept_of(writer)
    Activity.objects.get(pk=activity.pk).delete_draft(by=user)
    answer = Browser(user).get(address)
    assert (answer.status_code, CANARY in answer.text) == (404, True)


# --- Other forms ----------------------------------------------------------------------


def of_a_comment():
    reviewer = make_user()
    activity = make_activity(
        state=State.SUBMITTED,
        reviewer=reviewer,
        programme=make_programme(desk=reviewer),
    )
    page = reverse("reporting:activity_review", args=[activity.code])
    url = reverse("reporting:activity_step", args=[activity.code, Action.RETURN])
    return reviewer, page, url, {"comment": CANARY}


def of_the_profile():
    url = reverse("programmes:profile")
    data = {"name": CANARY, "language": "en", "time_zone": "UTC"}
    return make_user(), url, url, data


def of_a_copy():
    user, activity = make_writer()
    url = reverse("reporting:activity_copy", args=[activity.code])
    return user, url, url, {"title": CANARY}


def of_a_new_activity():
    user, activity = make_writer()
    url = reverse("reporting:activity_new")
    data = {"organisation": activity.organisation.code, "programme": "NET"}
    return user, url, url, data | {"title": CANARY}


@pytest.mark.parametrize(
    "form", [of_a_comment, of_the_profile, of_a_copy, of_a_new_activity]
)
def test_other_forms_come_back_too(form):
    user, where, url, data = form()
    browser = Browser(user)
    page = browser.get(where)
    browser.session.flush()
    assert browser.send(url, page, **data).status_code == 403
    (text,) = pending.waiting_for(user)
    back = Browser(user)
    opened = back.get(text.address)
    assert (opened.status_code, CANARY in opened.text) == (200, True)
    assert back.send(url, opened, **data).status_code == 302
    assert pending.waiting_for(user) == []
