"""Every page type side by side: three widths, light and dark, three languages, on one
sheet each in var/sheets/ (and the pictures it is made of). For looking, not for tests.

`make sheets ARGS="hub country"` makes only the sheets so named. Uses the portal at
SITE_URL as `make screenshots` does.
"""

import io
import os
import re
import shutil
import sys
from itertools import product

from environment import VAR, sample_environment
from PIL import Image
from playwright.sync_api import sync_playwright
from screenshots import BROWSERS, people_in, portal, sample_people, sign_in

LANGUAGES = ("en", "ar", "zh-hans")
SCHEMES = ("light", "dark")
WIDTHS = (320, 768, 1440)
TALLEST = 2400  # of a picture, in CSS pixels; what is below is cut off
SCALE = 0.5  # of the sheet
GAP = 16
FOLDER = VAR / "sheets"

# Name → who looks (a word of the role as `make run` prints it), address after the
# language. `*` is the first record the list before it leads to.
SHEETS = {
    "home": (None, ""),
    "programmes": (None, "programmes/"),
    "programme": (None, "programmes/*/"),
    "organisations": (None, "organisations/"),
    "organisation": (None, "organisations/unep/"),
    "board": (None, "board/"),
    "countries": (None, "countries/"),
    "country": (None, "countries/FRA/"),
    "activities": (None, "activities/"),
    "activity": (None, "activities/*/"),
    "policies": (None, "policies/"),
    "policy": (None, "policies/*/"),
    "resources": (None, "resources/"),
    "resource": (None, "resources/*/"),
    "coalitions": (None, "coalitions/"),
    "coalition": (None, "coalitions/*/"),
    "groups": (None, "working-groups/"),
    "group": (None, "working-groups/*/"),
    "campaigns": (None, "campaigns/"),
    "campaign": (None, "campaigns/*/"),
    "events": (None, "events/"),
    "event": (None, "events/*/"),
    "news": (None, "news/"),
    "hubs": (None, "hubs/"),
    "hub": (None, "hubs/plastics/"),
    "hub-tourism": (None, "hubs/tourism/"),
    "hub-small": (None, "hubs/good-life-goals/"),
    "sdg12": (None, "sdg-12/"),
    "where-to-report": (None, "sdg-12/where-to-report/"),
    "target": (None, "sdg-12/targets/12.3/"),
    "indicator": (None, "sdg-12/indicators/12.3.1/"),
    "figures": (None, "figures/"),
    "glossary": (None, "glossary/"),
    "search": (None, "search/?q=food"),
    "search-nothing": (None, "search/?q=zzzz"),
    "about": (None, "about/"),
    "contact": (None, "contact/"),
    "privacy": (None, "privacy/"),
    "accessibility": (None, "accessibility/"),
    "terms": (None, "terms/"),
    "developers": (None, "developers/"),
    "missing": (None, "nowhere/"),
    "login": (None, "account/login/"),
    "my-activities": ("partner editor", "my/activities/"),
    "new-activity": ("partner editor", "my/activities/new/"),
    "profile": ("partner editor", "profile/"),
    "review": ("desk", "review/"),
    "admin": ("secretariat", "admin/"),
    "admin-list": ("secretariat", "admin/programmes/organisation/"),
    "admin-form": ("secretariat", "admin/programmes/organisation/*/change/"),
    "admin-hub": ("secretariat", "admin/knowledge_hubs/hub/*/change/"),
    "admin-import": ("secretariat", "admin/programmes/organisation/import/"),
}


def main() -> int:
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        sys.exit("Chromium is not installed. On Debian: apt-get install chromium")
    wanted = sys.argv[1:] or [*SHEETS]
    if unknown := set(wanted) - {*SHEETS}:
        sys.exit(f"No sheet is named {', '.join(sorted(unknown))}.")
    env = sample_environment()
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with portal(env), sync_playwright() as playwright:
        people = sample_people(env)
        browser = playwright.chromium.launch(executable_path=chromium, args=args)
        for name in wanted:
            role, address = SHEETS[name]
            login = people_in(people, role) if role else None
            make_sheet(browser, env["SITE_URL"], name, address, login)
        browser.close()
    return 0


def make_sheet(browser, site: str, name: str, address: str, login):
    """Take the pictures of one page type and lay them out."""
    pictures = {}
    context = browser.new_context(base_url=site, reduced_motion="reduce")
    page = context.new_page()
    if login:
        sign_in(page, *login)
    address = first_record(page, address) if "*" in address else address
    for language, scheme in product(LANGUAGES, SCHEMES):
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"/{language}/{address}")
            pictures[language, scheme, width] = picture_of(page)
    context.close()
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    for (language, scheme, width), picture in pictures.items():
        picture.save(folder / f"{language}-{scheme}-{width}.png")
    laid_out(pictures).save(FOLDER / f"{name}.png")
    print(f"  {name}.png  /{address}", flush=True)


def first_record(page, address: str) -> str:
    """The address with its `*` filled in from the list it stands in."""
    before, after = address.split("*")
    page.goto(f"/en/{before}")
    shape = re.compile(f"/en/({re.escape(before)}[\\w.-]+{re.escape(after)})$")
    links = page.eval_on_selector_all(
        "main a[href]", "links => links.map(a => a.pathname)"
    )
    found = [shape.match(link) for link in links]
    addresses = [match[1] for match in found if match and "/add/" not in match[0]]
    if not addresses:
        sys.exit(f"/en/{before} leads to no record.")
    return addresses[0]


def picture_of(page) -> Image.Image:
    """The page from its top, as far as TALLEST."""
    height = page.evaluate("document.documentElement.scrollHeight")
    size = page.viewport_size | {"height": max(600, min(height, TALLEST))}
    page.set_viewport_size(size)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def laid_out(pictures: dict) -> Image.Image:
    """A row for each language and scheme, in it the widths from narrow to wide."""
    small = {
        key: picture.resize(
            (round(picture.width * SCALE), round(picture.height * SCALE)),
            Image.Resampling.LANCZOS,
        )
        for key, picture in pictures.items()
    }
    rows = [
        [small[(*row, width)] for width in WIDTHS]
        for row in product(LANGUAGES, SCHEMES)
    ]
    width = max(sum(each.width + GAP for each in row) for row in rows)
    height = sum(max(each.height for each in row) + GAP for row in rows)
    sheet, top = Image.new("RGB", (width, height), "gray"), 0
    for row in rows:
        left = 0
        for each in row:
            sheet.paste(each, (left, top))
            left += each.width + GAP
        top += max(each.height for each in row) + GAP
    return sheet


if __name__ == "__main__":
    sys.exit(main())
