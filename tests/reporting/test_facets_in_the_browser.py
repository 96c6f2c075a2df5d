"""The rail of filters by keyboard: what has the focus is in sight, wherever it is."""

import pytest

from tests.served import Served

ADDRESS = "activities/?programme=SFS&country=XXX&year=2021"
COVERED = """() => {
  const el = document.activeElement;
  const box = el.getBoundingClientRect();
  const x = box.left + box.width / 2, y = box.top + box.height / 2;
  const inView = y > 0 && y < innerHeight && x > 0 && x < innerWidth;
  const top = inView && document.elementFromPoint(x, y);
  const seen = top && (el.contains(top) || top.contains(el));
  const name = `${el.localName} ${el.name || ""} ${el.value || el.textContent}`;
  return { inRail: !!el.closest(".rail"), name: name.trim(), seen: !!seen };
}"""
OPEN = "document.querySelectorAll('details').forEach((el) => { el.open = true })"


def tabbed_through(page):
    """(what has the focus, whether it is in sight) of each stop in the rail."""
    page.evaluate(OPEN)
    page.evaluate("document.querySelector('.rail').previousElementSibling?.focus()")
    stops, was_in_rail = [], False
    for _stop in range(300):
        page.keyboard.press("Tab")
        here = page.evaluate(COVERED)
        if here["inRail"]:
            was_in_rail = True
            stops.append((here["name"], here["seen"]))
        elif was_in_rail:
            break
    return stops


@pytest.mark.parametrize(
    ("width", "height"), [(1440, 900), (1440, 700), (390, 700)], ids=str
)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_covers_what_has_the_focus(
    browser, served: Served, language, width, height
):
    page = served.look_as(
        browser, "visitor", language, viewport={"width": width, "height": height}
    )
    page.goto(f"/{language}/{ADDRESS}")
    stops = tabbed_through(page)
    page.context.close()
    assert len(stops) > 60
    assert [name for name, is_seen in stops if not is_seen] == []


def test_long_lists_scroll_inside_on_wide_screens_alone(browser, served):
    heights = {}
    for width in (390, 1440):
        page = served.look_as(
            browser, "visitor", "en", viewport={"width": width, "height": 900}
        )
        page.goto(f"/en/{ADDRESS}")
        page.evaluate(OPEN)
        heights[width] = page.evaluate(
            """() => [...document.querySelectorAll(".facet .choices")]
              .filter((el) => el.scrollHeight > el.clientHeight + 1)
              .map((el) => el.children.length > 12)"""
        )
        page.context.close()
    assert heights[390] == []
    assert heights[1440] and all(heights[1440])
