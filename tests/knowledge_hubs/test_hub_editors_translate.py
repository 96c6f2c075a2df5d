"""Editors of single hubs on the translation board: their hubs' texts alone are listed,
opened, taken along and brought back.
"""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import BlockItem, Hub, HubBlock, Resource
from oneplanet.admin import site
from oneplanet.translations import TranslationMark
from tests.factories import make_block, make_record, make_user, make_word
from tests.knowledge_hubs.test_translation_board import (
    BOARD,
    in_all,
    outdate,
    record_url,
    shown,
    typed,
)
from tests.knowledge_hubs.test_translation_files import (
    BRING,
    TAKE,
    bring,
    filled,
    take,
    taken,
    verdicts,
)

pytestmark = pytest.mark.django_db
GUESTS_PAGES = [BOARD, TAKE, BRING]
PARTS = ("hub", "hubblock", "blockitem")
NOT_THERE = "This record is not there any more, or cannot be changed."


@pytest.fixture
def theirs():
    """Of others: a hub with a block and an item, a word of the glossary."""
    hub = make_record(Hub, "theirs", title="CANARY hub", lead="CANARY", is_draft=True)
    make_block(hub, "messages", title="CANARY block", items=[{"text": "CANARY item"}])
    make_word(code="canary", word="CANARY word")
    return hub


@pytest.fixture
def mine(client, settings, theirs):
    """A hub, whose editor is signed in."""
    settings.SAMPLE = True  # samples need no second factor
    hub = make_record(Hub, "mine", title="My hub", lead="Mine", is_draft=True)
    make_block(hub, "messages", title="My block", items=[{"text": "My item"}])
    person = make_user(name="Ed")
    hub.editors.create(user=person)
    client.force_login(person)
    return hub


def rows_of(hub) -> list:
    blocks = HubBlock.objects.filter(hub=hub)
    return [hub, *blocks, *BlockItem.objects.filter(block__in=blocks)]


# --- Listed, opened -------------------------------------------------------------------


def test_the_board_lists_the_texts_of_their_hubs_alone(client, mine):
    answer = client.get(BOARD)
    assert (answer.status_code, "CANARY" in answer.text) == (200, False)
    assert shown(client) == ["My hub", "My block", "My item"]
    counts = {
        code: [number for _shape, _state, number, _url in states]
        for _name, code, states in answer.context["counts"]
    }
    assert counts == dict.fromkeys(counts, [3, 0, 0, 0])
    form = answer.context["form"]
    assert [value for value, _name in form.fields["hub"].choices] == ["", str(mine.pk)]
    kinds = [value for value, _name in form.fields["kind"].choices]
    assert kinds == ["", *(f"knowledge_hubs.{n}" for n in PARTS)]


def test_no_words_or_filters_lead_to_texts_of_others(client, mine, theirs):
    whole = shown(client)
    for narrowed in ({"hub": theirs.pk}, {"kind": "knowledge_hubs.glossaryterm"}):
        assert shown(client, **narrowed) == whole  # not understood, so left out
    assert shown(client, words="CANARY") == []


def test_each_of_their_rows_opens_and_none_of_others(client, mine, theirs):
    for row in rows_of(mine):
        assert client.get(record_url(row)).status_code == 200, row
    word = make_word(code="other", word="CANARY")
    event = make_record(Resource, "r", title="CANARY")
    for row in (*rows_of(theirs), word, event):
        for answer in (client.get(record_url(row)), client.post(record_url(row))):
            assert (answer.status_code, "CANARY" in answer.text) == (404, False), row


def test_a_text_is_translated_and_the_next_is_theirs_too(client, mine, theirs):
    url = record_url(mine)
    posted = typed(client, url, title_fr="Mon pôle", lead_fr="À moi", next="1")
    answer = client.post(url, posted)
    block = mine.blocks.get()
    assert (answer.status_code, answer["Location"]) == (302, record_url(block))
    mine.refresh_from_db()
    assert (mine.title_fr, mine.history.first().history_user.name) == (
        "Mon pôle",
        "Ed",
    )
    for row in rows_of(mine)[1:]:
        answer = client.post(record_url(row), next_of(client, row))
    assert answer["Location"] == BOARD  # nothing of theirs waits in French any more
    theirs.refresh_from_db()
    assert theirs.title_fr is None


def next_of(client, row):
    names = ["title_fr"] if isinstance(row, HubBlock) else ["text_fr"]
    given = dict.fromkeys(names, "Fait")
    return typed(client, record_url(row), next="1", **given)


def test_an_outdated_text_is_found_right_by_the_editor(client, mine):
    for name, text in in_all(title="A", lead="B").items():
        setattr(mine, name, text)
    mine.save()
    outdate(mine, "title", "Renamed")
    assert shown(client, state="outdated") == ["Renamed"]
    posted = typed(client, record_url(mine), all_right="1")
    assert client.post(record_url(mine), posted).status_code == 302
    mark = TranslationMark.objects.get(field="title", language="fr")
    assert (mark.source, mark.made_by.name) == ("Renamed", "Ed")


def test_items_that_name_what_is_not_public_are_not_on_their_board(client, mine):
    draft = make_record(Resource, "hidden", title="CANARY draft", is_draft=True)
    block = make_block(mine, "records", items=[{"resource": draft}])
    item = block.items.get()
    BlockItem.objects.filter(pk=item.pk).update(text_en="CANARY", text_fr=None)
    assert "CANARY" not in client.get(BOARD).text
    assert client.get(record_url(item)).status_code == 404


def test_my_hubs_leads_to_the_board(client, mine):
    page = client.get(reverse("knowledge_hubs:my_hubs")).text
    address = f"{BOARD}?hub={mine.pk}"
    assert f'<a href="{address}">Translate its texts</a>' in page
    assert client.get(address).status_code == 200


# --- Taken along, brought back --------------------------------------------------------


def test_a_workbook_holds_the_texts_of_their_hubs_alone(client, mine, theirs):
    cells = taken(client)
    assert [row[3] for row in cells[1:]] == ["My hub", "Mine", "My block", "My item"]
    cells = taken(client, hub=theirs.pk, kind="knowledge_hubs.glossaryterm")
    assert "CANARY" not in str(cells)


def test_what_they_bring_back_is_written_and_texts_of_others_are_not(
    client, mine, theirs
):
    cells = taken(client)
    foreign = [row[:] for row in cells]
    for row in foreign[1:]:
        row[3], row[6] = "", row[6].replace(f":{mine.pk}:", f":{theirs.pk}:", 1)
    block, item = theirs.blocks.get(), BlockItem.objects.get(block__hub=theirs)
    own = mine.blocks.get(), BlockItem.objects.get(block__hub=mine)
    for row in foreign[1:]:
        for ours, other in zip(own, (block, item), strict=True):
            beginning = f"{other._meta.label_lower}:"
            row[6] = row[6].replace(f"{beginning}{ours.pk}:", f"{beginning}{other.pk}:")
    told = ("title", "lead", "text")
    sent = filled(foreign, **dict.fromkeys(told, "MISCHIEF"))
    preview = bring(client, sent)
    assert verdicts(preview) == [("wrong", NOT_THERE)] * 4
    assert "CANARY" not in preview.text
    assert "Translations written" not in take(client, preview, 2, 3, 4, 5).text
    sent = filled(cells, **dict.fromkeys(told, "À moi"))
    answer = take(client, bring(client, sent))
    assert (answer.status_code, answer["Location"]) == (302, BOARD)
    mine.refresh_from_db()
    theirs.refresh_from_db()
    assert (mine.title_fr, theirs.title_fr) == ("À moi", None)


def test_who_edits_no_more_writes_nothing_of_a_preview(client, mine):
    sent = filled(taken(client), title="À moi")
    preview = bring(client, sent)
    other = make_record(Hub, "other", title="Other")
    mine.editors.update(hub=other)
    answer = take(client, preview)
    assert (answer.status_code, verdicts(answer)) == (409, [("wrong", NOT_THERE)] * 2)
    mine.refresh_from_db()
    assert mine.title_fr is None


# --- To whom it opens -----------------------------------------------------------------


@pytest.mark.parametrize("why", ["no editor", "over", "no second factor"])
def test_the_board_opens_to_nobody_else(client, mine, settings, why):
    if why == "no editor":
        client.force_login(make_user())
    elif why == "over":
        mine.editors.update(until_on=mine.editors.get().from_on)
    else:
        settings.SAMPLE = False
    for address in (*GUESTS_PAGES, record_url(mine)):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 403), address
            assert "My hub" not in answer.text


def test_other_pages_of_no_model_stay_shut(client, mine):
    plain = [name for route, _view, name in site.own_pages if "<" not in route]
    asked = {name: client.get(reverse(f"admin:{name}")) for name in plain}
    let_in = {name for name, answer in asked.items() if answer.status_code == 200}
    assert let_in == {"translation_board", "translation_import"}
    assert "curators_desk" in asked


def told(answer):
    """Whether what was typed is shown again, and the source."""
    return "Typed" in answer.text, "English source" in answer.text


def test_a_page_too_old_shows_nothing_to_who_has_no_second_factor(settings, mine):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mine.editors.get().user)
    with translation.override("en"):
        answer = strict.post(record_url(mine), {"title_fr": "Typed"})
        assert (answer.status_code, told(answer)) == (403, (True, True))
        settings.SAMPLE = False
        answer = strict.post(record_url(mine), {"title_fr": "Typed"})
        assert (answer.status_code, told(answer)) == (403, (True, False))
