"""A browser whose session ends while somebody writes."""

import re
from html import unescape

from django.test import Client

from oneplanet import pending
from tests.factories import (
    join,
    make_user,
)
from tests.reporting.writing import edit_url, row, sent, typed

OURS = {"origin": "http://testserver"}
CANARY = "CANARY-typed"


class Browser(Client):
    """Sends whole forms, as browsers do, and says where it sends them from."""

    def __init__(self, user=None):
        super().__init__(enforce_csrf_checks=True, headers=OURS)
        if user:
            self.force_login(user)

    def fields(self, page, form=0) -> dict:
        """The hidden fields of a page's form."""
        text = page.content.decode()
        pattern = r'<input type="hidden" name="([^"]*)" value="([^"]*)"'
        parts = re.split("<form ", text)[1:]
        parts = [part for part in parts if "made_for" in part]
        return {unescape(n): unescape(v) for n, v in re.findall(pattern, parts[form])}

    def send(self, url, page, **typed):
        return self.post(url, self.fields(page) | typed)


def end_session(browser, user):
    user.usersession_set.all().delete()
    browser.session.flush()


def report(activity) -> dict:
    rows = row("partners", name="A school", role="other")
    rows |= row("quantities", what="Meals", value="1,200", unit="meals")
    data = sent(typed(title=f"{CANARY} <title>", started_on="31/02/2020", **rows))
    return {name: texts for name, texts in data.items() if name != "counter"}


def kept_of(writer) -> tuple:
    """A text kept of a page of theirs; the page, and the address that opens it."""
    user, activity = writer
    browser, url = Browser(user), edit_url(activity)
    page = browser.get(url)
    browser.session.flush()
    browser.send(url, page, **report(activity))
    (text,) = pending.waiting_for(user)
    return page, text.address


def colleague_of(activity):
    colleague = make_user(name="Colleague")
    join(colleague, activity.organisation)
    return colleague
