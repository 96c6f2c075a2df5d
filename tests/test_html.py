"""The HTML of every page: parsed without an error, each id once, every reference to an
id kept, nothing where it may not stand. Walks tests/pages.py and the pages of accounts.
"""

from collections import Counter

import html5lib
import pytest
from django.test import Client

from tests.account_pages import ACCOUNT
from tests.pages import PAGES
from tests.scene import STATES

# Templates alone, which are the same over either database.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]
HTML = "{http://www.w3.org/1999/xhtml}"
HEADINGS = {f"h{n}" for n in range(1, 7)}
# Elements that hold only running text, and elements that are none.
TEXT_ONLY = HEADINGS | set(
    "p span bdi em strong b small label button cite time".split()
)
BLOCKS = HEADINGS | set(
    "address article aside blockquote details div dl fieldset figure footer form "
    "header hr main nav ol p pre section table ul".split()
)
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form")


def faults(html):
    """What is wrong with a page, each as a line."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"))
    root = parser.parse(html)
    for (line, _column), code, _more in parser.errors:
        yield f"{code}: {html.splitlines()[line - 1][:120] if line else ''}"
    ids = Counter(e.get("id") for e in root.iter() if e.get("id") is not None)
    for name, count in ids.items():
        if count > 1 or not name or " " in name:
            yield f"id {name!r} {count} times"
    for element in root.iter():
        yield from _broken_references(element, ids)
        yield from _misplaced(element)
    titles = [e for e in root.iter(f"{HTML}h1")]
    if len(titles) != 1:
        yield f"{len(titles)} main titles"


def _broken_references(element, ids):
    for name in REFERENCES:
        for wanted in (element.get(name) or "").split():
            if wanted not in ids:
                yield f"{name}={wanted} leads nowhere"
    href = element.get("href") or ""
    if href.startswith("#") and href[1:] not in ids:
        yield f"{href} leads nowhere"


def _misplaced(element):
    parent = _name(element)
    for child in element:
        kind = _name(child)
        if parent in TEXT_ONLY and kind in BLOCKS:
            yield f"<{kind}> in <{parent}>"
        if parent in ("ul", "ol") and kind not in ("li", "script", "template"):
            yield f"<{kind}> in <{parent}>"
        if parent == "dl" and kind not in ("dt", "dd", "div"):
            yield f"<{kind}> in <{parent}>"
    if parent == "img" and element.get("alt") is None:
        yield "<img> without alt"
    if parent == "dl" and any(_name(e) == "div" and len(e) == 0 for e in element):
        yield "an empty group in <dl>"


def _name(element):
    return element.tag.removeprefix(HTML) if isinstance(element.tag, str) else "#"


def walk(scene, language):
    """(what it is, HTML) of every page anybody reads."""
    for page in PAGES:
        for role in page.looks or ("visitor",):
            client = scene.sign_in(Client(), role)
            for state in STATES if page.by_state else ("approved",):
                address = page.address(scene, state)
                answer = client.get(address.replace("/en/", f"/{language}/", 1))
                if "text/html" in answer.get("Content-Type", "") and answer.content:
                    yield f"{page.name} {role} {state}", answer.text
    passkey = type("Passkey", (), {"pk": 1})
    for role in ("visitor", "editor"):
        client = scene.sign_in(Client(), role)
        for page in ACCOUNT:
            address = page.address(passkey).replace("/en/", f"/{language}/", 1)
            answer = client.get(address)
            if "text/html" in answer.get("Content-Type", "") and answer.content:
                yield f"{page.name} {role}", answer.text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_page_is_valid_html(scene, language):
    wrong, seen = {}, 0
    for what, html in walk(scene, language):
        seen += 1
        if found := sorted(set(faults(html))):
            wrong[what] = found
    assert wrong == {}
    assert seen > 80


def test_the_check_finds_what_is_wrong():
    page = "<!DOCTYPE html><title>t</title><h1>a</h1>"
    assert list(faults(page)) == []
    for part in (
        "<p><div>x</div></p>",
        "<p id=a></p><p id=a></p>",
        '<a href="#gone">x</a>',
        "<ul><p>x</p></ul>",
        "<img src=x>",
        "<h1>b</h1>",
        "<b><i>x</b></i>",
    ):
        assert list(faults(page + part)), part
