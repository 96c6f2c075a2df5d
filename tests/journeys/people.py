"""People at a browser, as the journeys tell of them: partner, desk, visitor.

Pages are known by addresses, names and ids, never by words: the journeys are told in
several languages.
"""

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect

from tests.factories import PASSWORD, make_country, make_term, make_type


@dataclass
class Words:
    """What is written in a journey, in its language."""

    language: str
    title: str
    later_title: str
    summary: str
    search: str
    day: str
    number: str
    comment: str


ENGLISH = Words(
    language="en",
    title="Training for the buyers of twelve cities",
    later_title="Training for the buyers of twenty cities",
    summary="Two days on life-cycle costs.\n\nAnd a year of questions.",
    search="BUYERS cities",
    day="1 March 2020",
    number="3,255",
    comment="Which cities took part?",
)
ARABIC = Words(
    language="ar",
    title="تدريب المشترين في اثنتي عشرة مدينة",
    later_title="تدريب المشترين في عشرين مدينة",
    summary="يومان عن تكاليف دورة الحياة.\n\nوعام من الأسئلة.",
    search="المُشترين",
    day="٠١/٠٣/٢٠٢٠",
    number="٣٬٢٥٥",
    comment="ما المدن التي شاركت؟",
)
STARTED = date(2020, 3, 1)


def words_to_choose_from():
    """Enough of each for the form, and a list long enough to fold away."""
    for n in range(16):
        make_term("sector", f"SEC_{n}", label=f"Sector {n}")
    make_term("scope", "GLOBAL", label="Global")
    make_term("scope", "NATIONAL", label="National")
    make_country("KEN", name="Kenya")
    make_type("TRAINING")


@dataclass
class Person:
    """Somebody with a browser of their own."""

    page: Page
    language: str
    home = ""  # where signing in leads

    def at(self, path):
        """Open an address below the language."""
        return self.page.goto(f"/{self.language}{path}")

    def sign_in(self, user):
        self.at("/account/login/")
        self.page.fill("[name=login]", user.email)
        self.page.fill("[name=password]", PASSWORD)
        self.press("main form .button-main")
        assert self.is_at(self.home)

    def press(self, selector):
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()

    def is_at(self, path):
        address = self.page.url.partition("?")[0].partition("#")[0]
        return address.endswith(f"/{self.language}{path}")

    def reads(self, text):
        expect(self.page.locator("main")).to_contain_text(text)

    def does_not_read(self, text):
        expect(self.page.locator("main")).not_to_contain_text(text)

    def answer(self, path) -> int:
        """The status of an address, asked by this person's browser."""
        return self.page.request.get(f"/{self.language}{path}").status


class Partner(Person):
    home = "/my/due/"

    def begin(self, programme, title):
        self.at("/my/activities/")
        self.press('main a[href$="/my/activities/new/"]')
        self.page.check(f"[name=programme][value={programme.code}]")
        self.page.fill("[name=title]", title)
        self.press("main form .button-main")

    def save(self):
        self.press("main form .buttons-bar button:not([name])")

    def submit(self):
        self.press("main form .buttons .button-main")

    def fill_in(self, words, sector="SEC_3"):
        """What the first try left out."""
        page = self.page
        page.check("[name=type][value=TRAINING]")
        page.fill("[name=started_on]", words.day)
        page.check("[name=scope][value=GLOBAL]")
        self.choose("sectors", sector)
        page.fill("[name=quantities-0-what]", words.title)
        page.fill("[name=quantities-0-value]", words.number)
        page.fill("[name=quantities-0-unit]", "people")

    def choose(self, name, code):
        """Tick a box of a long list, which may be folded."""
        box = self.page.locator(f"[name={name}][value={code}]")
        if not box.is_visible():
            self.page.locator(f"details:has([name={name}]) > summary").first.click()
        box.check()

    def attach(self, name, content: bytes):
        file = {"name": name, "mimeType": "text/csv", "buffer": content}
        self.page.set_input_files("#id_files", [file])


class Desk(Person):
    home = "/my/due/"

    def open_first_waiting(self):
        self.at("/review/")
        self.press("main .record a")

    def decide(self, action, comment=""):
        self.page.fill("#id_comment", comment)
        self.press(f'.decision button[formaction$="/steps/{action}/"]')


class Visitor(Person):
    def search(self, words):
        self.at("/")
        self.page.fill("main [name=q]", words)
        self.press("main [role=search] button")

    def found(self) -> list[str]:
        return [title.strip() for title in self.titles.all_text_contents()]

    @property
    def titles(self):
        return self.page.locator(".records .record-title")

    def download(self) -> tuple[str, bytes]:
        """Name and bytes of the file the page offers."""
        with self.page.expect_download() as waiting:
            self.page.locator('.files a[href*="/files/"]').first.click()
        return waiting.value.suggested_filename, waiting.value.path().read_bytes()


# --- By keyboard ---------------------------------------------------------------------


def tab_to(page, selector):
    """Press Tab until it has the focus."""
    for _n in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"Tab never reaches {selector}")


def enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")
