"""What became of a report: where it shows, its page, its paper, who reads it."""

import pytest
from django.urls import reverse
from django.utils import translation

from knowledge_hubs import outcome_words
from knowledge_hubs.models import Hub
from knowledge_hubs.outcome_document import outcome_document
from oneplanet.pdf.blocks import as_data
from reporting.workflow import State
from tests.factories import (
    join,
    make_block,
    make_country,
    make_organisation,
    make_period,
    make_programme,
    make_record,
    make_secretariat,
    make_target,
    make_user,
)
from tests.knowledge_hubs.test_outcomes import add, address, found, world

pytestmark = pytest.mark.django_db
__all__ = ["world"]  # a fixture


def test_a_public_one_leads_to_every_page_that_names_it(world):
    target = make_target("12.3")
    activity = add(world, countries=[make_country("KEN")], targets=[target])
    featuring, listing = make_record(Hub, "features"), make_record(Hub, "lists")
    make_block(featuring, "records", items=[{"activity": activity}])
    make_block(featuring, "list", of="activity")
    make_block(listing, "list", of="activity", programme=world["programme"])
    for code in ("elsewhere", "hidden"):
        hub = make_record(Hub, code, is_draft=code == "hidden")
        other = make_programme() if code == "elsewhere" else None
        make_block(hub, "list", of="activity", programme=other)
    make_block(hub, "records", items=[{"activity": activity}])  # a draft features it
    (entry,) = found(world).entries
    assert [(place.text, place.url) for place in outcome_words.places(entry)] == [
        ("Its own page", activity.get_absolute_url()),
        (world["programme"].name, world["programme"].get_absolute_url()),
        ("Ken", reverse("knowledge_hubs:country_detail", args=["KEN"])),
        ("\u206812.3\u2069 Target 12.3 in short", target.get_absolute_url()),
        ("Features", featuring.get_absolute_url()),
        ("Lists", listing.get_absolute_url()),
    ]


def test_how_it_was_classified_counts_what_counts_here(world):
    add(world)
    add(world)
    add(world, State.RETURNED)
    said = {name: words for name, words in outcome_words.classes(found(world))}
    assert said == {
        "Kind": "\u2068Training\u2069\u00a0(2)",
        "Sectors": "\u2068Food\u2069\u00a0(2)",
    }


# --- The page -------------------------------------------------------------------------


def test_members_read_all_of_it_and_why_something_was_returned(client, world):
    activity = add(world, State.RETURNED, title="Cooking")
    client.force_login(world["author"])
    page = client.get(address(world))
    assert page.status_code == 200
    for words in ("What became of the report for 2020", "Cooking", "Please say more."):
        assert words in page.text
    assert reverse("reporting:activity_record", args=[activity.code]) in page.text


def test_the_secretariat_reads_it_without_the_reasons(client, world):
    add(world, State.RETURNED, title="Cooking")
    add(world, State.DRAFT, title="CANARY-draft")
    client.force_login(make_secretariat())
    page = client.get(address(world))
    assert "Cooking" in page.text and "Returned to the partner" in page.text
    assert "Please say more." not in page.text
    assert "CANARY" not in page.text and "Drafts never submitted" not in page.text


def test_nobody_else_finds_it(client, world):
    add(world, title="CANARY-public")
    stranger = make_user()
    make_organisation(editor=stranger)
    for person in (stranger, world["reviewer"]):
        client.force_login(person)
        for name in ("report_outcome", "report_outcome_pdf"):
            answer = client.get(address(world, name))
            assert answer.status_code == 404 and b"CANARY" not in answer.content
    client.logout()
    assert client.get(address(world)).status_code == 302


def test_there_is_none_of_a_year_without_a_period_or_with_one_to_come(client, world):
    make_period(2031, state="planned")
    client.force_login(world["author"])
    for year in (2031, 1999, 10**12):
        assert client.get(address(world, year=year)).status_code == 404


def test_a_year_without_a_report_says_so(client, world):
    client.force_login(world["author"])
    page = client.get(address(world))
    assert "Nothing was submitted for this period" in page.text
    assert address(world, "report_outcome_pdf") not in page.text


def test_a_long_report_comes_in_pages_and_whole_on_paper(client, world, monkeypatch):
    monkeypatch.setattr("knowledge_hubs.views.outcomes.PER_PAGE", 2)
    titles = [add(world, title=f"Number {n}").versions.get().title for n in range(3)]
    client.force_login(world["author"])
    first = client.get(address(world))
    assert [entry.version.title for entry in first.context["entries"]] == titles[:2]
    document = as_data(outcome_document(found(world), is_member=True))
    headings = [b["line"][0]["text"] for b in document["blocks"] if b.get("level") == 3]
    assert headings == titles


# --- On paper -------------------------------------------------------------------------


def test_it_comes_as_a_pdf_of_its_own_name(client, world):
    add(world)
    client.force_login(world["author"])
    answer = client.get(address(world, "report_outcome_pdf"))
    assert answer.content.startswith(b"%PDF")
    name = f"report-{world['organisation'].code}-2020.pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cache-Control"] == "private, no-store"
    assert client.get(address(world, "report_outcome_pdf")).content == answer.content


def test_on_paper_too_only_members_read_why_something_was_returned(world):
    add(world, State.RETURNED)
    for is_member in (True, False):
        with translation.override("ar"):
            document = outcome_document(found(world), is_member=is_member)
        data = str(as_data(document))
        assert ("Please say more." in data) is is_member
        assert "٢٠٢٠" in data


def test_a_colleague_who_has_left_reads_it_no_more(client, world):
    colleague = make_user()
    membership = join(colleague, world["organisation"])
    client.force_login(colleague)
    assert client.get(address(world)).status_code == 200
    membership.until = membership.since
    membership.save()
    assert client.get(address(world)).status_code == 404


def test_a_code_before_arabic_words_is_set_apart(world):
    """Else 12.b would be read as b.12."""
    add(world, targets=[make_target("12.b")])
    (entry,) = found(world).entries
    rows = dict(outcome_words.about(entry))
    assert rows["Targets of Goal 12"].startswith("\u206812.b\u2069 ")
