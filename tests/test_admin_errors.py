"""What an editor reads when a form of theirs was refused: a list above it that leads to
each field, in the reader's language, and everything typed.
"""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from knowledge_hubs.models import Campaign, Hub
from programmes.models import Coalition
from tests.admin_forms import filled
from tests.factories import (
    make_block,
    make_organisation,
    make_proposal,
    make_record,
    make_secretariat,
    make_user,
)
from tests.served import session_of

LINE = re.compile(r'<li><a href="#([^"]*)">([^<]*)</a></li>')


def change(row, language="en"):
    name = f"{row._meta.app_label}_{row._meta.model_name}_change"
    address = reverse(f"admin:{name}", args=[row.pk])
    return address.replace("/en/", f"/{language}/", 1)


def listed(answer) -> list[tuple]:
    """(where it leads, words) of each line."""
    return LINE.findall(answer.text.partition('class="errornote"')[2])


@pytest.mark.django_db
def test_nothing_is_listed_above_a_form_without_errors(client, editor):
    page = client.get(change(make_record(Coalition, "pact")))
    assert LINE.findall(page.text) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Title – This field is required."), ("es", "Título – Este campo")],
)
def test_each_error_leads_to_its_field_and_what_was_typed_stays(
    client, editor, language, words
):
    address = change(make_record(Coalition, "pact"), language)
    posted = filled(client.get(address), title_en="", lead_en="Kept.", title_ru="Да")
    answer = client.post(address, posted)
    [(field, said)] = listed(answer)
    assert field == "id_title_en"
    assert said.startswith(words)
    assert 'id="id_title_en"' in answer.text
    kept = filled(answer)
    assert (kept["lead_en"], kept["title_ru"]) == (["Kept."], ["Да"])


@pytest.mark.django_db
def test_errors_of_rows_lead_to_the_row_or_its_field(client, editor):
    hub = make_record(Hub, "sea")
    block = make_block(hub, "text", text="Words.")
    answer = client.post(
        change(hub), filled(client.get(change(hub)), **{"blocks-0-order": "first"})
    )
    assert listed(answer) == [("id_blocks-0-order", "Order – Enter a whole number.")]
    assert f'value="{block.pk}"' in answer.text
    campaign = make_record(Campaign, "a-week")
    posted = filled(client.get(change(campaign)))
    posted |= {"results-TOTAL_FORMS": ["1"], "results-0-kind": ["reach"]}
    posted |= {"results-0-qualifier": ["exact"], "results-0-metric_en": ["People"]}
    answer = client.post(change(campaign), posted)
    words = "Say what came out: a published figure, a number or words."
    assert listed(answer) == [("results-0", f"Results of campaigns – {words}")]
    assert 'id="results-0"' in answer.text


@pytest.mark.django_db
def test_the_end_of_an_address_is_asked_for_in_plain_words(client, editor):
    address = reverse("admin:programmes_coalition_add")
    posted = filled(client.get(address), title_en="Pact", code="Not so!")
    answer = client.post(address, posted)
    words = "Write letters without accents, digits and hyphens only, for example "
    assert ("id_code", f"Address – {words}a-day-on-refill.") in listed(answer)
    assert "slug" not in answer.text.partition('class="errornote"')[2]


@pytest.mark.django_db
def test_a_step_that_lacks_something_says_so_in_its_title(client, editor):
    partner = make_user()
    proposal = make_proposal(make_organisation(editor=partner), by=partner)
    address = reverse(
        "admin:knowledge_hubs_proposal_step", args=[proposal.pk, "decline"]
    )
    assert "<title>Decline |" in re.sub(r"\s+", " ", client.get(address).text)
    answer = re.sub(r"\s+", " ", client.post(address, {"take": "1"}).text)
    assert re.search(r"<title>\s*Error: Decline \|", answer)
    for name in ("reason", "words"):
        label = re.search(rf'<div><label for="id_{name}"[^>]*>[^<]*</label>', answer)
        assert answer[label.end() :].startswith('<ul class="error')


# --- In a browser ---------------------------------------------------------------------


@pytest.fixture
def page(new_context, live_server):
    cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
    context = new_context(viewport={"width": 390, "height": 844})
    context.add_cookies([cookie | {"value": session_of(make_secretariat())}])
    return context.new_page()


def test_a_line_opens_the_tab_of_its_language(page):
    page.goto(change(make_record(Coalition, "pact", website="https://pact.example/")))
    page.get_by_role("tab", name="Français").click()
    page.eval_on_selector("[name=title_fr]", "field => field.maxLength = 999")
    page.fill("[name=title_fr]", "a" * 400)
    page.get_by_role("tab", name="Русский").click()
    page.eval_on_selector("[name=title_ru]", "field => field.maxLength = 999")
    page.fill("[name=title_ru]", "б" * 400)
    page.click("[name=_save] >> nth=0")
    lines = page.locator(".errornote + ul a")
    expect(lines).to_have_count(2)
    expect(page.locator("[name=title_ru]")).to_be_hidden()  # once scripts ran
    lines.last.click()
    page.wait_for_function("document.activeElement.name === 'title_ru'")
    assert page.locator("[name=title_fr]").is_hidden()


def test_what_was_saved_is_said_on_a_plain_ground(page):
    page.goto(change(make_record(Coalition, "pact")))
    page.click("[name=_continue] >> nth=0")
    message = page.locator(".messagelist li")
    assert "changed successfully" in message.inner_text()
    painted = message.evaluate("line => getComputedStyle(line).backgroundImage")
    assert painted == "none"


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_fields_of_a_row_fit_a_phone(page, language):
    moment = {"when": "2020", "title": "A moment"}
    block = make_block(make_record(Hub, "sea"), "timeline", items=[moment])
    page.goto(change(block, language))
    page.locator("[name=items-0-title_en]").wait_for()
    wider = page.eval_on_selector_all(
        ".inline-related.has_original :is(input, textarea)",
        """fields => fields.filter(field => {
            const box = field.getBoundingClientRect();
            const group = field.closest(".inline-group").getBoundingClientRect();
            return box.width && (box.left < group.left || box.right > group.right);
        }).map(field => field.name)""",
    )
    assert wider == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_block_with_a_long_name_is_opened_from_its_hub_on_a_phone(page, language):
    hub = make_record(Hub, "sea")
    block = make_block(hub, "text", title="Who has made commitments, and to whom " * 3)
    page.goto(change(hub, language))
    door = page.locator("#blocks-group a.inlinechangelink")
    cut = """link => {
        const [box, row] = [link, link.closest("p")].map(
            part => part.getBoundingClientRect()
        );
        return box.bottom > row.bottom || box.left < row.left || box.right > row.right;
    }"""
    assert not door.evaluate(cut)
    door.click()
    page.wait_for_url(f"**{change(block, language)}*")


def test_the_headings_to_choose_from_stay_on_an_arabic_page(page):
    block = make_block(make_record(Hub, "sea"), "text", text="Words.")
    page.goto(change(block, "ar"))
    page.locator(".prose-menubar__selected").first.click()
    box = page.locator(".prose-menubar__picker:popover-open").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_the_editor_of_texts_speaks_as_the_page_does(page):
    page.goto(change(make_block(make_record(Hub, "sea"), "text", text="Words.")))
    buttons = page.locator(".prose-menubar").first.locator(".prose-menubar__group")
    names = "all => all.map(button => button.getAttribute('aria-label'))"
    page.get_by_role("button", name="quotation").wait_for()
    assert buttons.locator("button:visible").evaluate_all(names) == [
        "unordered list",
        "ordered list",
        "quotation",
        "bold",
        "italic",
        "insert link",
        "undo",
        "redo",
    ]
    page.locator(".ProseMirror[contenteditable]").first.click()
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="insert link").first.click()
    assert page.locator("dialog label").all_inner_texts() == ["Address", "Title"]
