"""Who contributed by a link goes on reading there what they sent, and what became of
it; until its day.
"""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone, translation

from reporting import contributing
from reporting.workflow import Action
from tests.factories import (
    make_contribution,
    make_draft,
    make_organisation,
    make_programme,
    make_user,
)

pytestmark = pytest.mark.django_db

ANSWERS = {"summary": "Words of mine", "results": "What came of it"}


@pytest.fixture
def author():
    return make_user(name="Ann Author")


@pytest.fixture
def reviewer():
    return make_user()


@pytest.fixture
def draft(author, reviewer):
    organisation = make_organisation(editor=author, name="Ours")
    programme = make_programme(desk=reviewer)
    given = {"author": author, "organisation": organisation, "programme": programme}
    return make_draft(**given, title="CANARY title", summary="CANARY old words")


@pytest.fixture
def row(author, draft):
    return make_contribution(
        draft, by=author, sections=["what", "results"], answers=ANSWERS
    )


def take(row, author, *names):
    counter = row.activity.draft().edit_count
    return contributing.take(row=row, by=author, names=names, counter=counter)


def read(client, row):
    """(status, the title of the page, answers with what became of each)."""
    page = client.get(row.get_absolute_url())
    title = page.text.partition("<h1>")[2].partition("</h1>")[0]
    written = page.context["written"]
    shown = {" ".join(a["lines"]): a["is_taken"] for a in written}
    assert all(text in page.text for text in shown)
    assert "CANARY" not in page.text
    return page.status_code, title, shown


def test_what_was_sent_can_be_read_while_it_waits(client, row):
    assert read(client, row) == (
        200,
        "You have sent your contribution. Thank you.",
        {"Words of mine": False, "What came of it": False},
    )


def test_what_was_taken_is_told_answer_by_answer(client, row, author):
    row = take(row, author, "summary")
    assert read(client, row) == (
        200,
        "Your contribution has been taken into the report",
        {"Words of mine": True, "What came of it": False},
    )
    page = client.get(row.get_absolute_url()).text
    assert (
        page.count("Taken into the report"),
        page.count("Not taken, or there already"),
    ) == (1, 1)


def test_what_was_declined_can_be_read_and_without_a_reason_says_so(
    client, row, author
):
    contributing.decline(row=row, by=author, reason="")
    status, title, shown = read(client, row)
    assert (status, title) == (
        200,
        "Your contribution has not been taken into the report",
    )
    assert set(shown) == set(ANSWERS.values())
    assert "gave no reason" in client.get(row.get_absolute_url()).text


def test_the_public_page_is_named_once_it_says_what_was_taken(
    client, row, author, reviewer
):
    activity = row.activity
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=reviewer)
    activity.take(Action.REVISE, by=author)
    row = take(row, author, "summary")
    link = f'href="{activity.get_absolute_url()}"'
    assert link not in client.get(row.get_absolute_url()).text, "public is an old one"
    activity.take(Action.SUBMIT, by=author)
    activity.take(Action.APPROVE, by=reviewer)
    page = client.get(row.get_absolute_url()).text
    assert (link in page, "on the public site now" in page) == (True, True)


@pytest.mark.parametrize("decided", [False, True])
def test_after_its_day_the_link_says_what_became_of_it_and_no_word_more(
    client, row, author, decided
):
    row = take(row, author, "summary") if decided else row
    with time_machine.travel(row.expires_at):
        page = client.get(row.get_absolute_url())
    assert (page.status_code, "Words of mine" in page.text) == (410, False)
    said = "has been taken into" if decided else "You have sent your contribution"
    assert said in page.text and "could be read here until" in page.text


def test_a_revoked_link_shows_nothing(client, row, author):
    contributing.revoke(row=row, by=author)
    page = client.get(row.get_absolute_url())
    assert (page.status_code, "Words of mine" in page.text) == (410, False)
    assert "been revoked" in page.text and "could be read" not in page.text


def test_what_is_sent_once_more_is_kept_apart_from_what_was_sent(client, row):
    late = {"counter": "1", "summary": "Too late words"}
    page = client.post(row.get_absolute_url(), late)
    assert page.status_code == 410
    written, typed = page.text.split("What you typed")
    assert ("Words of mine" in written, "Too late words" in typed) == (True, True)


def test_once_it_is_forgotten_nothing_can_be_read(client, row, author):
    row = take(row, author, "summary")
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        contributing.forget()
    page = client.get(row.get_absolute_url())
    assert (page.status_code, "Words of mine" in page.text) == (200, False)


def test_days_and_numbers_stand_in_the_words_of_the_reader(client, author, draft):
    sums = {"quantities-0-what": "Beans", "quantities-0-value": "1,234.5"}
    row = make_contribution(
        draft,
        by=author,
        sections=["where", "results"],
        answers={"started_on": "2020-04-03", "ended_on": "soon"} | sums,
    )
    assert [*read(client, row)[2]] == [
        "3 April 2020",
        "soon",
        "Beans · A number · 1,234.5",
    ]
    page = client.get(row.get_absolute_url().replace("/en/", "/ar/"))
    shown = [line for answer in page.context["written"] for line in answer["lines"]]
    assert shown[0] == "٣ نيسان/أبريل ٢٠٢٠" and shown[2].endswith("١٬٢٣٤٫٥")


def test_a_number_means_to_members_what_it_meant_to_who_sent_it(author, draft):
    cells = {"what": "Beans", "value": "1,234", "unit": "sacks", "status": "value"}
    typed = {f"quantities-0-{name}": text for name, text in cells.items()}
    with translation.override("fr"):
        row = make_contribution(draft, by=author, sections=["results"], answers=typed)
    take(row, author, "quantities")
    (value,) = draft.draft().quantities.values_list("value", flat=True)
    assert value == Decimal("1.234")
