"""A visitor goes from home to where a figure stands, to what a hub recommends, and to
who looks after an indicator: in three languages, with scripts and without, and once
without a mouse.
"""

import csv
import io

import pytest
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import expect

from knowledge_hubs.citing import place
from knowledge_hubs.models import Hub, Resource
from oneplanet.text.languages import direction, shown, tag
from oneplanet.text.numbers import figure as figure_parts
from programmes.models import FigureText, Organisation, SdgIndicator
from tests.journeys.people import Person, enter, tab_to

# Whether the element with the focus shows it: a ring of its own, or of what it covers.
RING = """() => ["", "::after", "::before"].some((part) => {
  const style = getComputedStyle(document.activeElement, part);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
})"""


class Reader(Person):
    """A visitor who follows links by mouse."""

    def follow(self, selector):
        self.press(selector)

    def jump(self, selector):
        """Follow a link inside the page, or open what is folded."""
        self.page.locator(selector).first.click()

    def take(self, selector) -> tuple[str, str]:
        """Name and text of the file behind a link."""
        with self.page.expect_download() as waiting:
            self.jump(selector)
        file = waiting.value
        return file.suggested_filename, file.path().read_text(encoding="utf-8")


class KeyboardReader(Reader):
    """A visitor without a mouse, who sees where the focus is."""

    def follow(self, selector):
        self._reach(selector)
        enter(self.page)

    def jump(self, selector):
        self._reach(selector)
        self.page.keyboard.press("Enter")

    def _reach(self, selector):
        tab_to(self.page, selector)
        assert self.page.evaluate(RING), f"No focus is seen on {selector}"


SCRIPTS, NONE = {}, {"java_script_enabled": False}


@pytest.fixture(
    params=[
        ("en", Reader, SCRIPTS),
        ("en", Reader, NONE),
        ("ar", KeyboardReader, SCRIPTS),
        ("ar", Reader, NONE),
        ("zh-hans", Reader, SCRIPTS),
        ("zh-hans", Reader, NONE),
    ],
    ids=["en", "en-bare", "ar-keys", "ar-bare", "zh", "zh-bare"],
)
def visitor(request, browsers):
    language, person, context = request.param
    with override(language):
        yield person(browsers("visitor", language, **context), language)


def test_a_visitor_finds_where_everything_comes_from(visitor):
    visitor.at("/")
    figure(visitor, FigureText.objects.get(figure__code="PF-6-1"))
    visitor.follow(".brand")
    hub(visitor, Hub.objects.get(code="plastics"))
    resource(visitor, Resource.objects.get(code="can-i-recycle-this"))
    visitor.follow(".brand")
    indicator(visitor, SdgIndicator.objects.get(code="12.3.1"))
    custodian(visitor, Organisation.objects.get(code="fao"))


def opened(visitor, path, title):
    """A page of the portal, in the visitor's language and its direction."""
    page = visitor.page
    assert visitor.is_at(path)
    html = page.locator("html")
    expect(html).to_have_attribute("lang", tag(visitor.language))
    expect(html).to_have_attribute("dir", direction(visitor.language))
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def said(visitor, words) -> str:
    """Words of ours, which are translated."""
    found = gettext(words)
    assert (found == words) == (visitor.language == "en"), words
    return found


def figure(visitor, text):
    """As published, and the paragraph it stands in; then the whole document's name."""
    page, printed = visitor.page, text.figure
    source = place(printed.document.symbol, printed.paragraph)
    expect(page.locator("#figures")).to_have_text(
        said(visitor, "The network in figures")
    )
    card = page.locator(".figure").first
    expect(card.locator(".figure-kind")).to_have_text(
        pgettext("figure", "As published")
    )
    expect(card.locator(".figure-label")).to_have_text(shown(text, "label")[0])
    number = figure_parts(printed, text).number
    expect(card.locator(".figure-number bdi")).to_have_text(number)
    expect(card.locator(".figure-source a")).to_have_text(source)
    visitor.jump(".figure-source a")
    named(visitor, printed.document)

    visitor.follow('main a[href$="/figures/"]')
    opened(visitor, "/figures/", said(visitor, "Published figures"))
    line = page.locator(f"#{printed.code}")
    expect(line.locator(".ledger-number bdi")).to_have_text(number)
    expect(line.locator(".ledger-source")).to_have_text(source)
    visitor.jump(".downloads summary")
    name, text = visitor.take('.downloads-list a[href$=".csv"]')
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text))}
    row = rows[printed.code]
    assert name.endswith(".csv")
    assert float(row["number"]) == float(printed.number)
    assert (row["document"], row["paragraph"]) == (
        printed.document.symbol,
        printed.paragraph,
    )
    visitor.jump(f"#{printed.code} .ledger-source a")
    named(visitor, printed.document)


def named(visitor, document):
    """The document a link inside the page leads to."""
    note = visitor.page.locator("main p.source:target")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text(document.symbol)
    expect(note).to_contain_text(shown(document, "title")[0])


def hub(visitor, found):
    visitor.follow('.door a[href$="/hubs/plastics/"]')
    opened(visitor, "/hubs/plastics/", shown(found, "title")[0])
    assert (found.title == found.title_en) == (visitor.language == "en")


def resource(visitor, found):
    """Its file; what is elsewhere is linked, and not fetched for the visitor."""
    path = found.get_absolute_url().removeprefix(f"/{visitor.language}")
    visitor.follow(f'.record-title a[href$="{path}"]')
    opened(visitor, path, shown(found, "title")[0])
    facts = visitor.page.locator("dl.facts > div")
    row = facts.filter(has_text=said(visitor, "Website"))
    expect(row.locator("a")).to_have_attribute("href", found.website)
    expect(row.locator("a")).to_have_attribute("rel", "noopener")
    taken = visitor.take(f'a[href="{found.editions.get().file_url}"]')
    assert taken == ("labels.csv", "label,country\n")


def indicator(visitor, found):
    visitor.follow(".goal-door a")
    title = said(visitor, "Responsible consumption and production")
    opened(visitor, "/sdg-12/", title)
    path = found.get_absolute_url().removeprefix(f"/{visitor.language}")
    visitor.follow(f'.goal-indicators a[href$="{path}"]')
    opened(visitor, path, shown(found, "short_label")[0])


def custodian(visitor, found):
    heading = visitor.page.locator("#custodians")
    expect(heading).to_have_text(said(visitor, "Custodian agencies"))
    name, _language = found.official_name()
    visitor.follow(
        'section[aria-labelledby="custodians"] a[href$="/organisations/fao/"]'
    )
    opened(visitor, "/organisations/fao/", name)
