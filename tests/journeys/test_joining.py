"""An organisation joins the network, and somebody outside contributes by a link.

Told in English and in Arabic, without JavaScript too: nobody here has an account.
"""

import re

import pytest
from playwright.sync_api import expect

from oneplanet.outbox import OutgoingMail
from programmes import applications
from programmes.models import Application, Invitation
from reporting.models import Contribution
from tests.factories import (
    make_contribution,
    make_draft,
    make_organisation,
    make_programme,
    make_secretariat,
    make_user,
)
from tests.journeys.people import ARABIC, ENGLISH, Visitor, words_to_choose_from

TOLD = [(ENGLISH, True), (ARABIC, True), (ARABIC, False)]


@pytest.fixture(params=TOLD, ids=["en", "ar", "ar-no-script"])
def visitor(request, new_context, live_server):
    """Somebody at a browser, and what they write."""
    words, scripts = request.param
    words_to_choose_from()
    page = new_context(java_script_enabled=scripts).new_page()
    return Visitor(page, words.language), words


def path_of(mail, language):
    """The link in a mail, without its language."""
    return re.search(rf"/{language}(/\S+/)", mail.body)[1]


def test_an_organisation_joins_the_network(visitor):
    """It fills in the form, opens the link of the mail, and reads what was decided."""
    person, words = visitor
    staff = make_secretariat()
    make_programme(code="SPP")
    make_organisation()  # which makes a kind to choose
    person.at("/joining/network/")
    person.press("main form .button-main")  # too early
    expect(person.page.locator("#errors")).to_be_visible()
    for name, text in {
        "name": words.title,
        "why": words.summary,
        "contact": words.title[:9],
        "email": "cleo@example.org",
    }.items():
        person.page.fill(f"[name={name}]", text)
    person.page.select_option("[name=name_language]", words.language)
    person.page.select_option("[name=type]", "ST_CSO")
    person.press("main form .button-main")
    assert person.is_at("/joining/sent/")
    link = path_of(OutgoingMail.objects.get(), words.language)
    person.at(link)
    assert not Application.objects.waiting().exists()
    person.press("main form .button-main")
    application = Application.objects.waiting().get()
    assert [row.name for row in application.names.all()] == [words.title]
    applications.approve(by=staff, application=application, code="new")
    person.at(link)
    expect(person.page.locator(".notice-done")).to_be_visible()
    assert Invitation.objects.get().email == "cleo@example.org"


def test_somebody_outside_contributes_by_a_link(visitor):
    """They save, come back by the same link, find their words, and send them."""
    person, words = visitor
    author = make_user()
    ours = make_organisation(editor=author)
    draft = make_draft(author=author, organisation=ours, title="Begun")
    make_draft(author=author, organisation=ours, title="CANARY of another draft")
    row = make_contribution(
        draft, by=author, sections=["what", "results"], language=words.language
    )
    link = path_of(OutgoingMail.objects.get(), words.language)
    person.at(link)
    person.reads("Begun")
    person.does_not_read("CANARY")
    person.page.fill("[name=summary]", words.summary)
    person.page.fill("[name=quantities-0-what]", words.title)
    person.page.fill("[name=quantities-0-value]", words.number)
    person.press("main form .buttons-bar button:not([name])")
    person.at(link)
    expect(person.page.locator("[name=summary]")).to_have_value(words.summary)
    expect(person.page.locator("[name=quantities-0-value]")).to_have_value(words.number)
    assert {cookie["name"] for cookie in person.page.context.cookies()} <= {"csrf"}
    person.press("main form .buttons-bar .button-main")
    assert person.answer(link) == 200  # they go on reading what they sent
    person.at(link)
    person.reads(words.summary.split("\n")[0])
    expect(person.page.locator("[name=summary]")).to_have_count(0)
    row = Contribution.objects.get(pk=row.pk)
    assert row.answers["summary"][0].replace("\r\n", "\n") == words.summary
    assert row.waits_for_decision
