"""A partner proposes, staff moderate, the public reads; a visitor without scripts says
what is wrong on a page, and staff settle it. In English and in Arabic.
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import expect

from knowledge_hubs import feedback_form
from knowledge_hubs.models import Article, Feedback, Proposal
from tests.factories import make_organisation, make_secretariat, make_user
from tests.journeys.people import ARABIC, ENGLISH, Visitor
from tests.served import session_of


@pytest.fixture(params=[ENGLISH, ARABIC], ids=["en", "ar"])
def words(request):
    return request.param


def person(new_context, live_server, words, user=None, **given):
    """Somebody at a browser of their own, signed in if they have an account."""
    context = new_context(**given)
    if user:
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(user)}
        context.add_cookies([cookie | {"url": live_server.url}])
    context.set_default_timeout(8000)
    return Visitor(context.new_page(), words.language)


def test_a_partner_proposes_and_a_reader_complains(
    new_context, live_server, words, monkeypatch
):
    partner, staff = make_user(), make_secretariat()
    make_organisation(editor=partner)
    writer = person(new_context, live_server, words, partner, java_script_enabled=False)
    writer.at("/my/proposals/")
    writer.press("main a[href$='/new/article/']")
    writer.page.fill("[name=title]", words.title)
    writer.page.fill("[name=what]", words.later_title)
    writer.press("main form .button-main")  # too early
    expect(writer.page.locator("#errors")).to_be_visible()
    expect(writer.page.locator("[name=title]")).to_have_value(words.title)
    writer.page.fill("[name=url]", "https://example.org/news")
    writer.page.fill("[name=why]", words.summary)
    writer.press("main form .button-main")
    row = Proposal.objects.get()
    editor = person(new_context, live_server, words, staff)
    editor.at("/admin/desk/")
    editor.press("#proposals li a")
    editor.press(".object-tools a[href$='/step/accept/']")
    editor.press("button[name=take]")
    article = Article.objects.get()
    expect(editor.page).to_have_url(re.compile(f"/article/{article.pk}/change/"))
    editor.page.fill("[name=title_en]", ENGLISH.title)  # in English always
    editor.page.uncheck("[name=is_draft]")
    editor.press("[name=_save] >> nth=0")
    writer.at(f"/my/proposals/{row.pk}/")
    writer.press(f"main a[href$='/news/{article.code}/']")
    expect(writer.page.locator("h1")).to_contain_text(words.title)

    monkeypatch.setattr(feedback_form, "SECOND_LOOK", -1)
    reader = person(new_context, live_server, words, java_script_enabled=False)
    reader.at(f"/news/{article.code}/")
    reader.press(".footer a[href*='/feedback/']")
    reader.press("main form .button-main")  # too early
    expect(reader.page.locator("#errors")).to_be_visible()
    reader.page.check("[name=kind][value=wrong]")
    reader.page.fill("[name=words]", words.comment)
    reader.press("main form .button-main")
    reader.press("main .onward a")
    expect(reader.page.locator("h1")).to_contain_text(words.title)
    editor.at("/admin/desk/")
    editor.press("#feedback li a")
    editor.press(".object-tools a[href$='/step/settle/']")
    editor.press("button[name=take]")
    said = Feedback.objects.get()
    assert (said.state, said.page) == (
        "done",
        f"/{words.language}/news/{article.code}/",
    )
