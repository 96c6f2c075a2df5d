"""What a first visit costs, as the browser's own log of the network tells it; and that
pages come quietly: nothing from elsewhere, nothing that jumps, nothing to complain of.

Each page is opened once, in a browser that has seen nothing of the portal before.
"""

import gzip
from dataclasses import dataclass, field

import pytest

from tests.looks import LOOKS
from tests.pages import PAGES
from tests.served import Served
from tests.servers import get
from tests.slow_line import slow_line
from tests.ways import is_one_step

kB = 1000
MOST = 60 * kB
MOST_OF_THE_FORM = 80 * kB
MOST_REQUESTS = 8
FORM = ("reporting:activity_edit", "form, ")
WEIGHED = ("document", "stylesheet", "script")
PUBLIC = {page.name for page in PAGES if page.is_public}

WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SHIFTED = """new Promise((answer) => {
  requestAnimationFrame(() => requestAnimationFrame(() => answer(window.shifted)));
})"""
BLOCKING = """performance.getEntriesByType("resource")
  .filter((entry) => entry.renderBlockingStatus === "blocking").length"""
ICON = "document.querySelector('link[rel=icon]').href"


@dataclass
class Visit:
    """One page opened for the first time. ``weight`` is in bytes, packed by gzip."""

    name: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    weight: int = 0
    blocking: int = 0
    shifted: float = 0
    icon: str = ""


def openings():
    """(look, language): all in English, and public ones in the longest script too."""
    for look in LOOKS:
        is_of_editors = look.name.partition(",")[0] == "admin"  # with Django's styles
        if look.status == 200 and is_one_step(look) and not is_of_editors:
            yield look, "en"
            if look.name.partition(" ")[0] in PUBLIC | {FORM[0]}:
                yield look, "ru"


@pytest.fixture(scope="module")
def visits(browser, served):
    return [visit(browser, served, look, language) for look, language in openings()]


def visit(browser, served, look, language) -> Visit:
    page = served.look_as(browser, look.role, language)
    seen, answers = Visit(f"{look.name}, {language}"), []
    page.add_init_script(WATCH)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("requestfailed", lambda request: seen.complaints.append(request.url))
    page.on("console", lambda said: complain(seen, said))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("response", lambda answer: answers.append(answer))
    look.open(page, served.scene, language)
    seen.shifted = page.evaluate(SHIFTED)
    seen.blocking = 1 + page.evaluate(BLOCKING)
    seen.icon = page.evaluate(ICON)
    if seen.icon not in seen.requests:  # a browser without windows shows no icon
        seen.requests.append(seen.icon)
    for answer in answers:
        if answer.ok and answer.request.resource_type in WEIGHED:
            seen.weight += len(gzip.compress(answer.body(), 6))
    page.context.close()
    return seen


def complain(seen, said):
    """Errors and warnings; a broken Content-Security-Policy is told as an error."""
    if said.type in ("error", "warning"):
        seen.complaints.append(said.text)


def test_a_first_visit_is_light(visits):
    weights = {v.name: v.weight for v in visits if not v.name.startswith(FORM)}
    assert len(weights) > 40
    assert {name: n for name, n in weights.items() if n > MOST} == {}


def test_the_report_form_is_light_for_what_it_asks(visits):
    weights = {v.name: v.weight for v in visits if v.name.startswith(FORM)}
    assert len(weights) > 3
    assert {name: n for name, n in weights.items() if n > MOST_OF_THE_FORM} == {}


def test_at_most_two_requests_stand_before_the_first_words(visits):
    assert {v.name: v.blocking for v in visits if v.blocking > 2} == {}


def test_a_page_asks_for_few_things_and_all_of_the_portal(visits, served):
    assert {v.name: v.requests for v in visits if len(v.requests) > MOST_REQUESTS} == {}
    elsewhere = {
        url
        for v in visits
        for url in v.requests
        if not url.startswith((f"{served.url}/", "data:"))
    }
    assert elsewhere == set()


def test_the_icon_of_each_page_is_there(visits):
    icons = {v.icon for v in visits}
    assert {icon: get(icon)[0] for icon in icons} == dict.fromkeys(icons, 200)


def test_nothing_jumps(visits):
    assert {v.name: v.shifted for v in visits if v.shifted > 0} == {}


# Wide heads, lists with filters, long texts from right to left, questions, tables.
IN_PIECES = {
    "knowledge_hubs:home": "ru",
    "knowledge_hubs:organisation_list": "en",
    "knowledge_hubs:organisation_detail": "ru",
    "knowledge_hubs:style_guide": "en",
    "reporting:activity_list": "ar",
    "reporting:activity_detail full": "en",
    "reporting:my_activities": "en",
    "reporting:activity_record approved": "en",
    "reporting:activity_edit draft": "en",
    "account/password/change/": "en",
}


@pytest.fixture(scope="module")
def slow_visits(browser, served):
    looks = {look.name: look for look in LOOKS}
    with slow_line(served.url) as url:
        slow = Served(url, served.scene)
        return [
            visit(browser, slow, looks[name], language)
            for name, language in IN_PIECES.items()
        ]


def test_nothing_jumps_while_a_page_comes_in(slow_visits):
    assert {v.name: v.shifted for v in slow_visits if v.shifted > 0} == {}
    assert all(len(v.requests) > 1 for v in slow_visits)


def test_the_browser_has_nothing_to_complain_of(visits):
    assert {v.name: v.complaints for v in visits if v.complaints} == {}
