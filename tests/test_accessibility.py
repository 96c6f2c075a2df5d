"""Every page in a real browser, in both directions of writing: what axe finds, and what
it does not look at.

Each page is opened once and everything is tried on it; the tests then read the
findings. What is looked at stands in tests/looks.py, the measuring in tests/probes.js.
"""

from collections import defaultdict
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error

from tests.looks import LOOKS, OF_DJANGO

pytestmark = pytest.mark.every_page

PROBES = (Path(__file__).parent / "probes.js").read_text(encoding="utf-8")
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 568}
PAPER = {"width": 673, "height": 950}  # A4 at 96 dots per inch, without its margins

STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"

# The rules a dark page may break alone.
TWICE = ("color-contrast", "link-in-text-block")


@pytest.fixture(scope="module", params=["en", "ar"])
def findings(request, browser, served):
    """(what was tried) → the lines of what was found, in one language."""
    found, windows = defaultdict(list), {}
    for look in LOOKS:
        if look.role not in windows:
            windows[look.role] = served.look_as(browser, look.role, request.param)
        page = windows[look.role]
        page.set_viewport_size(WIDE)
        try:
            look.open(page, served.scene, request.param)
            words = examine(page, look)
        except Error as error:
            words = {"status": [error.message]}
        for what, lines in words.items():
            found[what] += [f"{look.name} ({look.role}): {line}" for line in lines]
    for page in windows.values():
        page.context.close()
    return found


def examine(page, look) -> dict[str, list[str]]:
    """Everything tried on the page that is open now; the page is left as it was."""
    status = page.evaluate(STATUS)
    page.evaluate(PROBES)
    page.evaluate(AXE_SCRIPT)
    found = {"status": [] if status == look.status else [str(status)], "axe": axe(page)}
    if look.name in OF_DJANGO:
        page.emulate_media(color_scheme="dark")
        found["dark"] = axe(page, runOnly=TWICE)
        page.emulate_media(color_scheme="light")
        return found
    found["targets"] = probe(page, "targets(24)")
    found["borders"] = probe(page, "borders()")
    found["room"] = probe(page, "tight()")
    found["spread"] = spread(page)
    page.keyboard.press("Tab")
    found["focus"] = probe(page, "focus()")
    page.emulate_media(color_scheme="dark")
    found["dark"] = axe(page, runOnly=TWICE)
    found["borders"] += probe(page, "borders()")
    page.emulate_media(color_scheme="light", media="print")
    page.set_viewport_size(PAPER)
    found["print"] = probe(page, "printed()")
    page.emulate_media(media="screen")
    page.set_viewport_size(PHONE)
    found["phone"] = probe(page, "targets(44)")
    page.set_viewport_size(NARROW)
    found["room"] += probe(page, "tight()")
    found["spread"] += spread(page)
    return found


def axe(page, **options) -> list[str]:
    """One line for each part of the page that breaks a rule."""
    options.setdefault("rules", {"target-size": {"enabled": True}})
    if "runOnly" in options:
        del options["rules"]
    options |= {"resultTypes": ["violations"], "selectors": False}  # what nobody reads
    answer = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{rule['id']}: {node['html'][:120]}"
        for rule in answer["violations"]
        for node in rule["nodes"]
    ]


def probe(page, call) -> list[str]:
    return page.evaluate(f"probes.{call}")


def spread(page) -> list[str]:
    page.evaluate("probes.spread(true)")
    found = probe(page, "tight()")
    page.evaluate("probes.spread(false)")
    return found


def test_every_page_answers_as_expected(findings):
    assert not findings["status"], "\n".join(findings["status"])


def test_axe_finds_nothing(findings):
    assert not findings["axe"], "\n".join(findings["axe"])


def test_axe_finds_nothing_in_the_dark(findings):
    assert not findings["dark"], "\n".join(findings["dark"])


def test_focus_is_seen_wherever_it_goes(findings):
    assert not findings["focus"], "\n".join(findings["focus"])


def test_no_target_is_smaller_than_24_pixels(findings):
    assert not findings["targets"], "\n".join(findings["targets"])


def test_on_a_phone_no_target_is_smaller_than_44_pixels(findings):
    assert not findings["phone"], "\n".join(findings["phone"])


def test_borders_of_fields_and_buttons_stand_out(findings):
    assert not findings["borders"], "\n".join(findings["borders"])


def test_wide_or_320_pixels_nothing_is_cut_off_or_covered(findings):
    assert not findings["room"], "\n".join(findings["room"])


def test_wider_spacing_of_text_cuts_and_covers_nothing(findings):
    assert not findings["spread"], "\n".join(findings["spread"])


def test_on_paper_the_content_is_whole_and_the_navigation_gone(findings):
    assert not findings["print"], "\n".join(findings["print"])
