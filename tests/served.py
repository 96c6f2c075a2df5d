"""A portal that answers on an address of its own, and who has signed in there."""

import time
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from oneplanet.management.commands.load_reference import load_reference
from tests import scene as scenes


@dataclass
class Served:
    """A portal that answers at ``url``, and what is in it."""

    url: str
    scene: scenes.Scene

    def look_as(self, browser, role, language, **context):
        """A page of a browser in which this person has just signed in.

        For fixtures of a module: what a test writes itself is not committed, so the
        portal would not know the session.
        """
        context = browser.new_context(
            base_url=self.url, locale=language, reduced_motion="reduce", **context
        )
        if role in self.scene.people:
            key = session_of(self.scene.people[role])
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": key, "url": self.url}])
        return context.new_page()


@contextmanager
def serving(build):
    """A portal that answers, with the reference data and the scene of ``build()``;
    emptied at the end.
    """
    server = LiveServer("localhost")
    try:
        load_reference(say=lambda line: None)
        yield Served(server.url, build())
    finally:
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
        cache.clear()


def session_of(person) -> str:
    """The key of a new session in which the person has just given the password."""
    client = Client()
    client.force_login(person)
    session = client.session
    proof = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [proof]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return session.session_key
