"""The editors’ pages in a real browser, in both directions of writing: nothing the
policy refuses, nothing axe finds, nothing wider than a phone; and what scripts add.
"""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse

from oneplanet.rich_text import cleaned
from programmes.models import Coalition
from tests.looks import LOOKS
from tests.test_accessibility import NARROW, TWICE, WIDE, axe

EDITORS = [look for look in LOOKS if look.name.split(",")[0] == "admin"]


@pytest.fixture(scope="module", params=["en", "ar"])
def found(request, browser, served):
    """look → (refused by the policy, axe, axe in the dark, wider than a phone)"""
    page = served.look_as(browser, "administrator", request.param)
    said, found = [], {}
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for look in EDITORS:
        page.set_viewport_size(WIDE)
        look.open(page, served.scene, request.param)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE_SCRIPT)
        light = axe(page)
        page.emulate_media(color_scheme="dark")
        dark = axe(page, runOnly=TWICE)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(NARROW)
        is_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        found[look.name] = (said.copy(), light, dark, is_wide)
        said.clear()
    page.context.close()
    return found


def test_there_is_nothing_to_find(found):
    nothing = ([], [], [], False)
    assert {name: what for name, what in found.items() if what != nothing} == {}
    assert len(found) == len(EDITORS) == 32


# --- Tabs and the editor --------------------------------------------------------------


@pytest.fixture(scope="module")
def page(browser, served):
    """An editor's page of a browser, with scripts."""
    page = served.look_as(browser, "administrator", "en")
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def bare_page(browser, served):
    page = served.look_as(browser, "administrator", "en", java_script_enabled=False)
    yield page
    page.context.close()


@pytest.fixture
def a_record(served):
    return Coalition.objects.filter(body_en__contains="\n\n").order_by("pk").first()


def address(row):
    return reverse("admin:programmes_coalition_change", args=[row.pk])


def shown(page):
    """Names of the titles and leads somebody sees."""
    fields = page.locator("[name^=lead_], [name^=title_]").all()
    return sorted(f.get_attribute("name") for f in fields if f.is_visible())


LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh_hans")
ALL = sorted(f"{name}_{code}" for name in ("lead", "title") for code in LANGUAGES)


def test_without_script_all_languages_follow_one_another(bare_page, a_record):
    bare_page.goto(address(a_record))
    assert shown(bare_page) == ALL
    assert bare_page.locator("textarea[name=body_en]").input_value() == a_record.body_en


def test_tabs_go_by_keys_and_remember_nothing(page, a_record):
    page.goto(address(a_record))
    assert shown(page) == ["lead_en", "title_en"]
    page.get_by_role("tab", name="English").first.focus()
    page.keyboard.press("ArrowRight")
    assert shown(page) == ["lead_ar", "title_ar"]
    page.keyboard.press("End")
    assert shown(page) == ["lead_es", "title_es"]
    page.reload()
    assert shown(page) == ["lead_en", "title_en"]


def test_tabs_say_in_words_what_is_to_be_done_in_their_language(page, served):
    word = served.scene.word
    page.goto(reverse("admin:knowledge_hubs_glossaryterm_change", args=[word.pk]))
    tabs = [tab.inner_text().split("\n") for tab in page.get_by_role("tab").all()]
    todo = ["◐ Outdated", "◇ By a machine, unchecked"]
    missing = ["○ Missing"]
    assert tabs == [
        ["English"],
        ["العربية", *todo],
        *([name, *missing] for name in ("中文", "Français", "Русский", "Español")),
    ]
    tab = page.get_by_role("tab", name="العربية Outdated By a machine, unchecked")
    tab.click()
    area = page.get_by_role("textbox", name="Word").locator("visible=true").first
    told = area.get_attribute("aria-describedby")
    assert "Outdated: the English has changed" in page.locator(f"#{told}").inner_text()


def test_a_new_record_begins_at_its_first_field_and_says_what_is_needed(page):
    page.goto(reverse("admin:programmes_coalition_add"))
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.activeElement.name") == "title_en"
    assert page.get_by_role("button", name="Save", exact=True).count() == 1
    note = page.get_by_text("* marks what has to be filled in.")
    assert note.is_visible()
    mark = "label => getComputedStyle(label, '::after').content"
    marked = page.locator("label[for=id_title_en]").evaluate(mark)
    assert marked.startswith('" *"')
    assert page.locator("label[for=id_lead_en]").evaluate(mark) == "none"


def test_the_editor_has_a_name_and_leaves_a_plain_text_plain(page, a_record):
    page.goto(address(a_record))
    editor = page.get_by_role("textbox", name="Text", exact=True).first
    editor.wait_for()
    area = page.locator("textarea[name=body_en]")
    assert editor.locator("p").count() == len(a_record.body_en.split("\n\n")) > 1
    assert cleaned(area.input_value()) == a_record.body_en
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+b")
    marked = area.input_value()
    assert marked.startswith("<p><strong>") and cleaned(marked) == marked
