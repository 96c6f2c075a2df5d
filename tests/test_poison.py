"""Texts nobody types on purpose, in every form of the portal: none of them breaks it.

The forms are found as people find them, on the pages of tests/pages.py and of accounts.
What is typed into the report form is tried at random in reporting/test_bad_input.py.
"""

from html.parser import HTMLParser

import pytest

from tests.account_pages import ACCOUNT
from tests.pages import BY_NAME
from tests.posts import POSTS
from tests.reporting.test_bad_input import EMOJI, NUL, RTL, URLENCODED, body
from tests.test_permissions import passkey, undone

__all__ = ["passkey"]
pytestmark = pytest.mark.django_db
POISON = (
    NUL + "\ud83d",  # half a character
    RTL,
    EMOJI,
    "9" * 400,
    "<script>" + "x" * 6000,
    "%00",
    "=1+1",
    "-1e999",
    "٣/٢٠٢١",
    " \u200b\t",
)
ROUNDS = 3  # all but the first write into hidden fields and buttons too
WHO = {  # and the state of what they look at
    "editor": "returned",
    "admin": "returned",
    "desk": "submitted",
    "secretariat": "approved",
    "visitor": "approved",
}


class Forms(HTMLParser):
    """The forms of a page that post: address → name → whether it is hidden, and its
    value."""

    def __init__(self, text, address):
        super().__init__()
        self.found, self.address, self.fields = [], address, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form" and given.get("method") == "post":
            self.fields = {}
            self.found.append((given.get("action") or self.address, self.fields))
        elif self.fields is not None and given.get("name"):
            if tag in ("input", "textarea", "select", "button"):
                is_fixed = given.get("type") in ("hidden", "file") or tag == "button"
                self.fields.setdefault(given["name"], (is_fixed, given.get("value")))

    def handle_endtag(self, tag):
        if tag == "form":
            self.fields = None


def poisoned(fields, number) -> str:
    texts = {}
    for place, (name, (is_fixed, value)) in enumerate(fields.items(), number * 4):
        is_kept = is_fixed and not number
        texts[name] = (value or "") if is_kept else POISON[place % len(POISON)]
    return body(texts)


def forms_of(client, scene, passkey, role, tried):
    """(name of the page, address, fields) of each form this person is shown, on pages
    not tried yet."""
    pages = [BY_NAME[name] for name in {post.name: None for post in POSTS}]
    looked = [(page.name, page.address(scene, WHO[role])) for page in pages]
    looked += [(page.name, page.address(passkey)) for page in ACCOUNT]
    for name, address in looked:
        if name in tried:
            continue
        scene.sign_in(client, role)
        with undone():
            answer = client.get(address)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            for where, fields in Forms(answer.text, address).found:
                if (where, *fields) not in tried:  # on every page there is one to leave
                    tried.add((where, *fields))
                    yield name, where, fields


def test_nothing_typed_into_any_form_breaks_the_portal(client, scene, passkey):
    client.raise_request_exception = False
    tried, broken = set(), []
    for role in WHO:
        seen = set()
        for name, where, fields in forms_of(client, scene, passkey, role, tried):
            seen.add(name)
            for number in range(ROUNDS):
                with undone():
                    scene.sign_in(client, role)
                    data = poisoned(fields, number)
                    answer = client.post(where, data, content_type=URLENCODED)
                if answer.status_code >= 500:
                    broken.append((role, name, where, number, answer.status_code))
        tried |= seen
    assert broken == []
    assert len({name for name in tried if isinstance(name, str)}) > 30
