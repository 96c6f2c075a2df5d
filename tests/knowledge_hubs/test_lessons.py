"""Lessons of a hub: summed up by editors, shown by records' own words."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from knowledge_hubs.hub_reading import read, with_owners
from knowledge_hubs.models import CaseStudy, Hub, Resource
from oneplanet import searching
from reporting.workflow import Action, State
from tests.admin_forms import filled
from tests.factories import (
    make_activity,
    make_block,
    make_record,
    make_secretariat,
)
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def block():
    return make_block(
        make_record(Hub, "a-hub", kind="theme"), kind="lessons", title="What was learnt"
    )


def lessons_of(block):
    """[(lesson, [(words, title, whether they still stand)])] as the page has them."""
    with override("en"):
        page = read(with_owners(Hub.objects.filter(pk=block.hub_id)).get())
    blocks = {each.row.pk: each for each in page.blocks}
    shown = blocks.get(block.pk)
    return [
        (
            lesson.item.title,
            [(e.words, e.title, e.still_stands) for e in lesson.excerpts],
        )
        for lesson in (shown.filled if shown else ())
    ]


def test_a_lesson_is_shown_by_the_words_of_records(client, block):
    case = make_record(CaseStudy, lessons="Begin small.\n\nAsk  first.")
    activity = make_activity(state=State.APPROVED, title="Jars", summary="They break.")
    block.items.create(title="Ask first", quote="Ask first.", case_study=case, order=1)
    block.items.create(quote="They break.", activity=activity, order=2)
    block.items.create(title="No proof yet", order=3)
    assert lessons_of(block) == [
        (
            "Ask first",
            [("Ask first.", "A-Record", True), ("They break.", "Jars", True)],
        ),
        ("No proof yet", []),
    ]
    page = client.get(block.hub.get_absolute_url())
    assert f'href="{case.get_absolute_url()}"' in page.text
    assert "has changed since" not in page.text


def test_what_is_not_public_is_not_quoted(client, block):
    case = make_record(CaseStudy, lessons="CANARY one", is_draft=True)
    activity = make_activity(state=State.APPROVED, summary="CANARY two")
    block.items.create(title="Ask", quote="CANARY one", case_study=case)
    block.items.create(quote="CANARY two", activity=activity, order=2)
    assert [len(found) for _title, found in lessons_of(block)] == [1]
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    assert lessons_of(block) == [("Ask", [])]
    assert "CANARY" not in client.get(block.hub.get_absolute_url()).text


def test_words_the_record_no_longer_says_are_told(client, block):
    case = make_record(CaseStudy, lessons="Ask first.")
    block.items.create(title="Ask", quote="Ask first.", case_study=case)
    case.lessons = "Ask last."
    case.save()
    ((_lesson, ((_words, _title, still_stands),)),) = lessons_of(block)
    assert not still_stands
    page = client.get(block.hub.get_absolute_url())
    assert "it no longer says this in these words" in page.text


def test_an_editor_quotes_only_what_the_record_says(client, block):
    case = make_record(CaseStudy, lessons_en="<p>Ask <b>first</b>.</p>", title_fr="Ici")
    client.force_login(make_secretariat())
    url = reverse("admin:knowledge_hubs_hubblock_change", args=[block.pk])
    form = filled(client.get(url)) | {
        "items-TOTAL_FORMS": "1",
        "items-0-title_en": "Ask",
        "items-0-quote_en": "Ask first.",
        "items-0-quote_fr": "Demandez.",
        "items-0-case_study": case.pk,
    }
    refused = client.post(url, form)
    (errors,) = refused.context["inline_admin_formsets"][0].formset.errors
    assert errors == {"quote_fr": ["The record does not say this in these words."]}
    assert "Demandez." in refused.text
    done = client.post(url, form | {"items-0-quote_fr": "Ici"})
    assert done.status_code == 302
    assert block.items.get().quote_fr == "Ici"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"quote": "Ask."}, "Choose the record whose words these are."),
        ({"text": "More."}, "Say the lesson, or what shows the one above"),
    ],
)
def test_a_row_says_a_lesson_or_shows_one(block, given, why):
    with pytest.raises(ValidationError, match=why):
        block.items.model(block=block, **given).full_clean()


def test_a_hub_is_found_by_its_lessons_and_not_by_what_it_quotes(block):
    """What it quotes may be withdrawn one day."""
    tool = make_record(Resource, lead="Ostriches run.")
    block.items.create(title="Zebras too", quote="Ostriches run.", resource=tool)
    searching.changed(block.hub, tool)
    assert kinds_of("zebras") == {"hub": 1}
    assert kinds_of("ostriches") == {"resource": 1}
