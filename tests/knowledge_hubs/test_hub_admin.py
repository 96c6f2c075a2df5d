"""Staff compose a hub: the hub, its blocks one by one, what stands in each."""

import pytest
from django.urls import reverse

from knowledge_hubs.admin.block_words import DOES
from knowledge_hubs.models import Event, Hub, HubBlock
from programmes.models import Coalition
from tests.admin_forms import filled
from tests.factories import make_block, make_chain, make_record, make_term
from tests.knowledge_hubs.reading import headings, main, section
from tests.knowledge_hubs.test_translation_board import record_url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("editor")]


def admin(name, *args):
    return reverse(f"admin:knowledge_hubs_{name}", args=args)


def add_block(client, hub, kind, **given):
    """Through the form; the page on which what it holds is asked."""
    form = client.get(admin("hubblock_add"), {"hub": hub.pk})
    given = {"kind": kind, "title_en": f"A {kind}"} | given
    answer = client.post(admin("hubblock_add"), filled(form, **given))
    block = HubBlock.objects.latest("pk")
    assert answer.headers["Location"] == admin("hubblock_change", block.pk)
    return block, client.get(admin("hubblock_change", block.pk))


def save(client, page, block, **changes):
    address = admin("hubblock_change", block.pk)
    answer = client.post(address, filled(page, **changes))
    assert answer.status_code == 302
    block.refresh_from_db()


def fields_of(page) -> set[str]:
    return set(page.context["adminform"].form.fields)


def test_a_hub_is_composed_and_published(client):
    form = client.get(admin("hub_add"))
    given = {"code": "sea", "title_en": "Sea", "lead_en": "At stake.", "kind": "theme"}
    client.post(admin("hub_add"), filled(form, **given))
    hub = Hub.objects.get(code="sea")
    assert hub.is_draft
    page = client.get(admin("hub_change", hub.pk))
    assert f'href="{admin("hubblock_add")}?hub={hub.pk}"' in page.text
    assert f'href="{hub.get_absolute_url()}"' in page.text
    block, page = add_block(client, hub, "text")
    save(client, page, block, text_en="Words.")
    opened = client.get(hub.get_absolute_url())
    assert "only editors" in opened.text
    form = client.get(admin("hub_change", hub.pk))
    assert "is_draft" in filled(form)
    posted = filled(form)
    del posted["is_draft"]
    client.post(admin("hub_change", hub.pk), posted)
    client.logout()
    public = client.get(hub.get_absolute_url())
    assert headings(main(public), 2) == ["A text", "Sources"]
    assert "<p>Words.</p>" in section(public, f"{block.anchor}-title")


def test_each_kind_is_asked_for_what_it_holds(client):
    hub, chain = make_record(Hub, "sea"), make_chain()
    common = {"document", "paragraph", "source", "order"}
    common |= {
        f"{name}_{code}"
        for name in ("title", "text")
        for code in ("ar", "zh_hans", "en", "fr", "ru", "es")
    }
    narrowing = {"programme", "tag", "sector"}
    held = {
        "list": {"of", *narrowing, "of_kind", "how_many"},
        "stages": {"chain"},
        "by_stage": {"chain", "how_many"},
        "counted": narrowing,
        "search": {"query", "how_many"},
        "events": {"period", *narrowing, "of_kind", "how_many"},
        "news": {*narrowing, "how_many"},
        "partners": {"programme", "how_many"},
        "chart": {"chart", *narrowing},
    }
    asked_first = {
        "list": {"of": "event"},
        "stages": {"chain": chain.pk},
        "by_stage": {"chain": chain.pk},
        "search": {"query": "sand"},
        "chart": {"chart": "policy-type"},
    }
    with_items = {"figures", "counted", "records", "timeline", "messages", "lessons"}
    for kind in HubBlock.Kind:
        _block, page = add_block(client, hub, kind, **asked_first.get(kind, {}))
        assert fields_of(page) == common | held.get(kind, set())
        inlines = page.context["inline_admin_formsets"]
        assert len(inlines) == (kind in with_items)
        fills_itself = "It fills itself" in page.text
        assert fills_itself == (kind not in {*with_items, "text"}), kind
        assert str(DOES[kind]) in page.text


def test_a_field_says_what_it_means_in_a_block_of_its_kind(client):
    hub = make_record(Hub, "sea")
    _block, partners = add_block(client, hub, "partners")
    _block, news = add_block(client, hub, "news")
    assert "six at most; the others are folded below." in partners.text
    assert "A link leads from them to the whole list." not in partners.text
    assert "A link leads from them to the whole list." in news.text


def test_blocks_are_arranged_by_their_order(client):
    hub = make_record(Hub, "sea")
    for title in ("One", "Two"):
        make_block(hub, "text", title=title, text="Words.")
    form = client.get(admin("hub_change", hub.pk))
    posted = filled(form, **{"blocks-0-order": 9})
    answer = client.post(admin("hub_change", hub.pk), posted)
    assert answer.status_code == 302
    titles = hub.blocks.values_list("title", flat=True)
    assert list(titles) == ["Two", "One"]
    assert hub.blocks.last().history.count() == 2


def test_a_block_left_without_an_order_comes_last_with_room_before_it(client):
    hub = make_record(Hub, "sea")
    assert [add_block(client, hub, "text")[0].order for _time in range(2)] == [10, 20]
    make_block(hub, "text", order=34)
    block, _page = add_block(client, hub, "text")
    assert block.order == 40


def test_a_list_without_what_it_lists_is_refused_in_words(client):
    hub = make_record(Hub, "sea")
    form = client.get(admin("hubblock_add"), {"hub": hub.pk})
    posted = filled(form, kind="list", title_en="A list")
    answer = client.post(admin("hubblock_add"), posted)
    assert "Say what the automatic list lists" in answer.text
    assert not HubBlock.objects.exists()


def test_a_list_that_lists_nothing_any_more_is_refused_in_words(client):
    block = make_block(make_record(Hub, "sea"), "list", of="event")
    form = client.get(admin("hubblock_change", block.pk))
    answer = client.post(admin("hubblock_change", block.pk), filled(form, of=""))
    assert "Say what the automatic list lists" in answer.text


def test_a_row_that_names_two_records_or_none_is_refused_in_words(client):
    pact, event = make_record(Coalition, "pact"), make_record(Event, "event")
    block = make_block(make_record(Hub, "sea"), "records", items=[{"coalition": pact}])
    address = admin("hubblock_change", block.pk)
    posted = filled(client.get(address)) | {"items-0-event": [str(event.pk)]}
    answer = client.post(address, posted)
    assert "Name one record only in each row." in answer.text
    answer = client.post(
        address, filled(client.get(address), **{"items-0-coalition": ""})
    )
    assert "Choose the record to feature." in answer.text


def test_the_list_and_the_page_say_which_texts_wait_for_which_language(client):
    every = {f"title_{code}": "Sea" for code in ("ar", "zh_hans", "fr", "ru", "es")}
    every |= {name.replace("title", "lead"): "At stake." for name in every}
    hub = make_record(Hub, "sea", **every)
    told = {name: "Words" for name in every if name.startswith("title")}
    make_block(hub, "text", **told | {"title": "Whole"})
    block = make_block(hub, "messages", **told | {"title": "Half", "title_ru": ""})
    block.items.create(text="Mind the sea.", text_ru="Берегите море.")
    listed = client.get(admin("hub_changelist"))
    row = listed.text.split("</thead>")[1]
    assert "ar: 1; zh-hans: 1; fr: 1; ru: 1; es: 1" in row
    page = client.get(admin("hub_change", hub.pk))
    told = page.text.split("<b>Русский</b>")[1].split("</p>")[0]
    assert told.strip() == door(block, "ru", "Half")
    french = page.text.split("<b>Français</b>")[1].split("</p>")[0]
    assert french.strip() == door(block.items.get(), "fr", "Mind the sea.")


def door(row, language, name) -> str:
    """Where it is translated."""
    url = record_url(row, language)
    return f'<a href="{url}"><bdi lang="en" dir="ltr">{name}</bdi></a>'


def kinds_offered(page) -> list:
    field = page.context["adminform"].form.fields["of_kind"]
    return [code for code, _words in field.choices if code]


def test_the_kind_of_a_list_is_chosen_among_those_it_has(client):
    make_term("resource_type", "RT_TOOL")
    hub = make_record(Hub, "sea")
    block = make_block(hub, "list", of="resource")
    address = admin("hubblock_change", block.pk)
    page = client.get(address)
    assert kinds_offered(page) == ["RT_TOOL"]
    answer = client.post(address, filled(page, of_kind="tools"))
    assert "of_kind" in answer.context["adminform"].form.errors
    save(client, page, block, of_kind="RT_TOOL")
    assert block.of_kind == "RT_TOOL"
    answer = client.post(address, filled(client.get(address), of="event"))
    assert "of_kind" in answer.context["adminform"].form.errors
    assert kinds_offered(answer) == Event.Kind.values
    block = make_block(hub, "list", of="article")
    assert kinds_offered(client.get(admin("hubblock_change", block.pk))) == []
    block = make_block(hub, "events")
    page = client.get(admin("hubblock_change", block.pk))
    assert kinds_offered(page) == Event.Kind.values
