"""Two reviewers classify the same blind, to kappa; a report is read in a language of
their reviewer.

English with scripts, Arabic without.
"""

import pytest
from playwright.sync_api import expect

from reporting.classifying import give
from reporting.models import ClassificationDraw, DrawnVersion, ReviewTranslation
from reporting.models.agreed import NEEDED
from tests.journeys.test_reviews_shared_out import PLAIN, opened, press
from tests.reporting.blind import chosen, make_blind
from tests.reporting.desks import make_bench

MAIN = "main form .button-main"
each_language = pytest.mark.parametrize(
    ("language", "how"), [("en", {}), ("ar", PLAIN)], ids=["en", "ar without scripts"]
)


@pytest.fixture
def blind(transactional_db):
    blind = make_blind()
    for n in range(NEEDED):
        blind.approved(f"Report {n}", results="Less waste.")
    blind.period.state = "closed"
    blind.period.save()
    return blind


def classify(page, language, types):
    """All that waits, each as these say by its title."""
    page.goto(f"/{language}/review/classifying/")
    waiting = page.locator("[aria-labelledby=mine] a")
    expect(waiting).to_have_count(len(types))
    for _each in types:
        with page.expect_navigation():
            waiting.first.click()
        expect(page.locator("main")).to_contain_text("Less waste.")
        expect(page.locator("main input:checked")).to_have_count(0)
        title = page.locator("h1").inner_text()
        page.check(f"[name=type][value={types[title]}]")
        page.check("[name=scope][value=GLOBAL]")
        page.check("[name=sectors][value=SEC_FOOD]")
        press(page, MAIN)
    expect(waiting).to_have_count(0)


@each_language
def test_blind_classification_to_kappa(browser, live_server, blind, language, how):
    def enter(person, path="/review/"):
        return opened(browser, live_server, person, language, path, **how)

    staff = enter(blind.sam)
    press(staff, 'main a[href$="/review/classifying/"]')
    press(staff, 'main a[href$="/periods/2020/"]')
    press(staff, "button[name=draw]")
    assert ClassificationDraw.objects.get().drawn.count() == NEEDED
    for activity in blind.activities[2:]:  # all alike
        for person in (blind.ada, blind.bo):
            give(blind.of(person, activity), by=person, chosen=chosen())

    ada, bo = enter(blind.ada), enter(blind.bo)
    alike = {"Report 0": "TRAINING", "Report 1": "TRAINING"}
    classify(ada, language, alike)
    ada.goto(f"/{language}/review/classifying/periods/2020/disagreements/")
    expect(ada.locator("main form")).to_have_count(0)
    classify(bo, language, alike | {"Report 1": "STANDARD"})

    ada.reload()
    expect(ada.locator("main form")).to_have_count(1)
    expect(ada.locator("main form textarea")).to_be_hidden()
    ada.locator("main section summary").click()
    expect(ada.locator("main dl dd")).to_have_count(3)
    press(ada, "main form .buttons button")
    expect(ada.locator("main form .errors")).to_be_visible()
    ways = '[name$="-settled"]:not([value=""])'
    ada.locator(ways).first.check()
    press(ada, "main form .buttons button")
    expect(ada.locator("main form .errors")).to_be_visible()  # say why
    ada.locator("main form textarea").fill("It teaches people.")
    press(ada, "main form .buttons button")
    expect(ada.locator("blockquote")).to_be_visible()
    expect(ada.locator("main form")).to_have_count(1)  # open until Bo agrees
    bo.goto(f"/{language}/review/classifying/")
    press(bo, 'main a[href$="disagreements/?show=open"]')
    bo.locator("main section summary").click()
    expect(bo.locator("blockquote")).to_contain_text("It teaches people.")
    expect(bo.locator("main details")).to_contain_text("Ada")
    bo.locator(ways).first.check()
    press(bo, "main form .buttons button")
    expect(bo.locator("main form")).to_have_count(0)
    expect(bo.locator("main details")).to_have_count(0)
    press(bo, 'main nav a[href$="show=settled"]')
    expect(bo.locator("main details")).to_have_count(1)
    row = DrawnVersion.objects.get(version__title="Report 1")
    assert row.remarks.filter(settles=True, by=blind.bo).count() == 1

    staff.reload()
    press(staff, 'main a[href$="/close/"]')
    assert ClassificationDraw.objects.get().closed_at is None
    press(staff, "main .decision button")
    figures = staff.locator("table").first.locator("tbody tr").first
    zero = "٠" if language == "ar" else "0"
    expect(figures.locator("strong")).to_have_text(
        zero
    )  # nine of ten alike, as many by chance

    public = f"/{language}/classification-agreement/"
    visitor = browser.new_context(base_url=live_server.url, **how).new_page()
    visitor.goto(public)
    expect(visitor.locator("main table")).to_have_count(0)
    blind.period.state = "reported"
    blind.period.save()
    visitor.goto(public)
    expect(visitor.locator("main table tbody tr")).to_have_count(8)


@each_language
def test_a_translation_is_asked_for_and_given(
    browser, live_server, transactional_db, language, how
):
    bench = make_bench()
    texts = {"title": "Кухня", "summary": "Что сделано.", "language": "ru"}
    activity = bench.waits(**texts)

    def enter(person, path):
        return opened(browser, live_server, person, language, path, **how)

    ada = enter(bench.ada, f"/review/{activity.code}/")
    press(ada, '.margin a[href$="/translations/"]')
    ada.check(f"[name=language][value={language}]")
    ada.fill("[name=why]", "I read no Russian.")
    press(ada, "main form .button-main")

    bo = enter(bench.bo, f"/review/?wanted={language}")
    expect(bo.locator(".records .record-title")).to_have_count(1)
    bo.goto(f"/{language}/review/{activity.code}/translations/{language}/")
    expect(bo.locator("main blockquote[lang=ru]")).to_have_count(2)
    bo.fill("[name=title]", "A kitchen")
    bo.fill("[name=summary]", "What was done.")
    bo.check("[name=origin][value=machine]")
    press(bo, MAIN)

    ada.goto(f"/{language}/review/{activity.code}/")
    beside = ada.locator("#translations + section details")
    expect(beside).to_have_attribute("open", "")
    expect(beside).to_contain_text("A kitchen")
    expect(beside.locator("[lang=ru]").first).to_contain_text("Кухня")
    expect(beside.locator("summary")).to_contain_text("Bo")
    expect(ada.locator("h1")).to_contain_text("Кухня")
    row = ReviewTranslation.objects.get()
    assert (row.origin, row.by, row.language) == ("machine", bench.bo, language)
