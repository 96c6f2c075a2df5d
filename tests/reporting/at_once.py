"""Several threads let go at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def in_a_thread(press):
    try:
        return press()
    finally:
        connection.close()


def all_at_once(*presses) -> list:
    """Run them in threads of their own, let go together; the answers in their order."""
    ready = Barrier(len(presses))

    def run(press):
        ready.wait()
        return in_a_thread(press)

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(run, presses))


def five(client, url, data, times=5) -> list:
    """Five identical posts of one person, from five connections; or more."""
    cookies = client.cookies

    def press():
        each = Client()
        each.cookies = cookies
        return each.post(url, data)

    return all_at_once(*[press] * times)
