"""Somebody at the form of a draft, whose line comes and goes.

The browser's clock is the test's own: nobody waits for the pauses.
"""

import re

from django.conf import settings
from django.utils import translation
from playwright.sync_api import expect

from reporting.models import Activity
from tests.served import session_of

PAUSE = 2000
AUTOSAVE = re.compile("/autosave/$")


class Writer:
    """Somebody at the form of a draft, in a browser that others may use after them."""

    def __init__(self, page, live_server, draft, person):
        self.page, self.url, self.draft = page, live_server.url, draft
        self.sign_in(person)

    def sign_in(self, person):
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(person)}
        self.page.context.add_cookies([cookie | {"url": self.url}])

    def open(self, draft=None, language="en"):
        code = (draft or self.draft).code
        self.page.goto(f"/{language}/my/activities/{code}/edit/")
        self.title = self.page.locator("[name=title]")
        self.summary = self.page.locator("[name=summary]")
        self.line = self.page.locator("[data-line]")
        self.offer = self.page.locator("[data-offer]")
        return self

    def pause(self, milliseconds=PAUSE):
        """As long as the browser knows."""
        self.page.clock.run_for(milliseconds)

    def cut(self, is_cut=True):
        self.page.context.set_offline(is_cut)

    def reads(self, word):
        """The line under the form says what the page has for this state."""
        expect(self.line).to_have_text(self.line.get_attribute(f"data-{word}"))

    def reads_saved(self):
        expect(self.line).to_have_text(re.compile("UTC"))

    def answered(self):
        """Pause, and wait for the portal's answer."""
        with self.page.expect_response(AUTOSAVE) as waiting:
            self.pause()
        answer = waiting.value
        answer.finished()
        return answer.status

    def saves(self):
        assert self.answered() == 200
        self.reads_saved()

    def save_by_hand(self):
        with self.page.expect_navigation():
            self.page.locator(".buttons-bar button").first.click()
        expect(self.page.locator(".notice-done")).to_be_visible()

    def copies(self):
        script = "Object.keys(localStorage).filter(key => key.startsWith('copy '))"
        return self.page.evaluate(script)

    def arrives(self, *texts):
        """These are stored, sooner or later."""
        for _n in range(100):
            if self.stored() == texts:
                return
            self.pause(500)
            self.page.wait_for_timeout(20)
        assert self.stored() == texts

    def stored(self):
        """Title and summary as the portal has them."""
        version = Activity.objects.get(pk=self.draft.pk).draft()
        return version.title, version.summary


def in_words(language, text):
    with translation.override(language):
        return translation.gettext(text)


def lose_the_answer(writer):
    """The portal saves, and the browser never hears of it."""

    def deliver(route):
        route.fetch()
        route.abort("connectionreset")

    writer.page.route(AUTOSAVE, deliver, times=1)
    writer.pause()
    writer.reads("down")
