"""The secretariat at work in the admin, and what visitors read of it meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import expect

from tests.journeys.people import Person, Visitor

EVENT = "/events/fourth-un-environment-assembly/"


class Staff(Person):
    """Somebody of the secretariat, signed in."""

    def desk(self):
        self.at("/admin/")

    def waiting(self, queue):
        """A queue of the first page by its name, opened."""
        found = self.page.locator("details.waits").filter(has_text=queue)
        if found.get_attribute("open") is None:
            found.locator("summary").click()
        return found

    def waits(self, queue) -> int:
        return int(self.waiting(queue).locator("summary b").inner_text())

    def save(self, button="_save"):
        """Press what saves; nothing may be refused."""
        self.press(f"[name={button}]")
        expect(self.page.locator(".errornote")).to_have_count(0)

    def fill(self, **texts):
        for name, text in texts.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def write(self, name, text):
        """Into a field with the editor."""
        field = f".prose-editor:has([name='{name}']) [role=textbox]"
        self.page.locator(field).fill(text)

    def choose(self, field, words):
        """Type into a field that offers what it finds, and take the first."""
        page = self.page
        page.locator(f"#id_{field} + .select2").click()
        page.locator(".select2-container--open .select2-search__field").fill(words)
        found = page.locator(".select2-results__option:not(.loading-results)")
        found.filter(has_text=words).first.click()

    def one_more(self):
        """Another row of what the form holds."""
        self.page.locator(".inline-group .add-row a").click()


@pytest.fixture
def staff(browsers, request):
    language = getattr(request, "param", "en")
    with override(language):
        yield Staff(browsers("secretariat", language), language)


@pytest.fixture
def visitor(browsers, staff):
    return Visitor(browsers("visitor", staff.language), staff.language)


def in_language(language):
    return pytest.mark.parametrize("staff", [language], indirect=True)


# --- A hub ----------------------------------------------------------------------------

BLOCKS = ["Why mend", "In figures", "To read", "Coming up", "How it went", "In short"]


def test_staff_compose_a_hub_and_publish_it(staff, visitor):
    hub = begun(staff)
    filled(staff, hub)
    staff.page.goto(hub)
    rows = staff.page.locator("[name^=blocks-][name$=-order]")
    expect(rows).to_have_count(len(BLOCKS))
    staff.fill(**{"blocks-5-order": "0"})  # what is said in short comes first
    staff.save("_continue")
    staff.press(".field-next_step a >> nth=-1")
    order = ["In short", *BLOCKS[:-1]]
    expect(staff.page.locator(".contents-list a")).to_have_text(order)
    staff.reads("A draft: only editors see this page.")
    assert visitor.answer("/hubs/mending/") == 404

    staff.page.goto(hub)
    staff.page.uncheck("[name=is_draft]")
    staff.save()
    visitor.at("/")
    visitor.press('.door a[href$="/hubs/mending/"]')
    read(visitor, order)


def begun(staff) -> str:
    """A draft of a hub with nothing in it; the address of its form."""
    staff.desk()
    staff.press('.adds[href$="/knowledge_hubs/hub/add/"]')
    staff.fill(code="mending", title_en="Mending", lead_en="What is mended stays.")
    staff.page.select_option("[name=kind]", "theme")
    staff.save("_continue")
    return staff.page.url


def filled(staff, hub):
    """A block of each kind, one after another."""
    page = staff.page
    add(staff, hub, "text", BLOCKS[0])
    staff.write("text_en", "Things last longer.")
    staff.fill(source="A talk")
    staff.save()
    add(staff, hub, "figures", BLOCKS[1])
    staff.one_more()
    staff.choose("items-0-figure", "PF-6-1")
    staff.save()
    add(staff, hub, "records", BLOCKS[2])
    staff.one_more()
    staff.choose("items-0-resource", "Can I Recycle This?")
    staff.save()
    add(staff, hub, "list", BLOCKS[3], of="event")
    staff.fill(how_many="2")
    staff.save()
    add(staff, hub, "timeline", BLOCKS[4])
    staff.one_more()
    staff.fill(**{"items-0-when": "2017", "items-0-title_en": "The first café"})
    staff.save()
    add(staff, hub, "messages", BLOCKS[5])
    staff.one_more()
    page.locator("[name='items-0-text_en']").fill("Mend first.")
    staff.save()


def add(staff, hub, kind, title, of=""):
    """A block; then the form asks what it holds."""
    staff.page.goto(hub)
    staff.press(".field-next_step a")
    staff.page.select_option("[name=kind]", kind)
    staff.page.select_option("[name=of]", of)
    staff.fill(title_en=title)
    staff.save()


def read(visitor, order):
    """The hub as a visitor reads it: each block holds what was put into it."""
    page = visitor.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Mending")
    expect(page.locator(".contents-list a")).to_have_text(order)
    visitor.does_not_read("only editors")

    def block(kind):
        return page.locator(f".block.is-{kind}")

    expect(block("text")).to_contain_text("Things last longer.")
    expect(block("text").locator(".source")).to_contain_text("A talk")
    expect(block("figures").locator(".figure")).to_have_count(1)
    source = block("figures").locator(".figure-source a")
    expect(source).to_have_text("E/2021/56, paragraph 6")
    expect(block("records").locator(".record")).to_contain_text("Can I Recycle This?")
    expect(block("list").locator(".record")).to_have_count(2)
    expect(block("timeline")).to_contain_text("The first café")
    expect(block("messages")).to_contain_text("Mend first.")


# --- When it is shown -----------------------------------------------------------------


def test_staff_say_from_when_until_when_a_page_is_shown(staff, visitor):
    assert visitor.answer(EVENT) == 200
    day = timezone.now().date()
    staff.at("/admin/knowledge_hubs/event/?q=fourth-un-environment")
    staff.press("#result_list tbody th a")
    form = staff.page.url

    def shown(**days):
        staff.page.goto(form)
        for name, offset in days.items():
            staff.fill(**{f"{name}_0": str(day + timedelta(days=offset))})
            staff.fill(**{f"{name}_1": "00:00:00"})
        staff.save()
        return visitor.answer(EVENT)

    assert shown(publish_at=2) == 410  # it was public until now
    visitor.at("/events/")
    expect(visitor.page.locator(f'a[href$="{EVENT}"]')).to_have_count(0)
    staff.at(EVENT)
    staff.reads("Scheduled: only editors see this page until its time has come.")
    staff.desk()
    assert staff.waits("Scheduled to be shown") == 1
    assert shown(publish_at=-2) == 200
    visitor.at("/events/")
    expect(visitor.page.locator(f'a[href$="{EVENT}"]')).to_have_count(1)
    assert shown(expire_at=2) == 200
    assert shown(expire_at=-1) == 410


# --- A missing translation ------------------------------------------------------------

MISSED = "/events/cbd-cop15/"
SAID = "الدول الأطراف تجتمع لتتفق على حماية الطبيعة."


@in_language("ar")
def test_staff_mend_a_missing_translation(staff, visitor):
    visitor.at(MISSED)
    expect(visitor.page.locator("main .lead")).to_have_attribute("lang", "en")
    queue = gettext("Not translated: %(language)s") % {"language": "العربية"}
    staff.desk()
    before = staff.waits(queue)
    staff.press('details.waits a[href*="/event/"][href$="missing=ar"] >> visible=true')
    expect(staff.page.locator("#result_list tbody tr")).to_have_count(1)
    staff.press("#result_list tbody th a")
    tab = staff.page.get_by_role("tab", name="العربية")
    missing = pgettext("translation", "Missing")
    expect(tab.locator(".language-state")).to_have_text(f"○ {missing}")
    tab.click()
    lead = staff.page.locator("[name=lead_ar]")
    expect(lead).to_be_visible()
    lead.fill(SAID)
    staff.save()
    staff.desk()
    assert staff.waits(queue) == before - 1
    visitor.at(MISSED)
    expect(visitor.page.locator("main .lead")).to_have_text(SAID)
    expect(visitor.page.locator("main .lead:not([lang])")).to_have_count(1)


# --- A seat on the Board --------------------------------------------------------------


@in_language("zh-hans")
def test_staff_end_a_seat_on_the_board_and_add_the_successor(staff, visitor):
    page = staff.page
    staff.at("/admin/programmes/boardmember/")
    staff.press('#result_list tbody th a:has-text("不丹")')
    page.select_option("[name=CHANGE_FORM-action]", "end_and_succeed")
    staff.press("form [name=index]")
    staff.press("#content form[method=post] button")  # it ends today
    assert staff.is_at("/admin/programmes/boardmember/add/")
    expect(page.locator("[name=role]")).to_have_value("member")
    staff.choose("country", "斐济")
    staff.save()

    visitor.at("/board/")
    members = visitor.page.locator("section[aria-labelledby=members]")
    former = visitor.page.locator("section[aria-labelledby=former]")
    expect(visitor.page.locator("#former")).to_have_text(gettext("Former seats"))
    expect(members.locator("li")).to_have_count(11)
    for country, now, then in (("斐济", 1, 0), ("不丹", 0, 1)):
        expect(members.get_by_role("link", name=country)).to_have_count(now)
        expect(former.get_by_role("link", name=country)).to_have_count(then)
