"""What is withdrawn here is gone there: another process, which knows the index and
remembers pages as in production, tells nothing of it from the next request on.
"""

import gzip
import io
import os
import zipfile
from datetime import timedelta
from functools import partial
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from knowledge_hubs.models import (
    Article,
    ChosenResult,
    Event,
    GlossaryTerm,
    Hub,
    Resource,
)
from oneplanet import searching
from oneplanet.text import dates
from reporting.participating import Act, act
from reporting.workflow import Action, State
from tests.drills import Portal
from tests.factories import (
    make_activity,
    make_block,
    make_chain,
    make_country,
    make_organisation,
    make_page,
    make_record,
    make_secretariat,
    make_user,
    make_word,
)
from tests.servers import COLLECTED, KEY, collect

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def other(tmp_path):
    """A portal of its own over this database, which keeps for a minute what it knows;
    ``read(path)`` is what it answers, unpacked."""
    name = str(connection.settings_dict["NAME"])
    url = f"sqlite:///{name}"
    if connection.vendor != "sqlite":
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    portal = Portal(url, tmp_path)
    portal.settings |= {"SECRET_KEY": KEY, "SITE_URL": settings.SITE_URL}
    portal.settings |= {"STATIC_ROOT": str(COLLECTED), "SEARCH_LOG_SECONDS": "0"}
    portal.settings |= {"API_LIMIT": "0", "DOWNLOAD_LIMIT": "0"}
    del portal.settings["TESTING"]
    collect()
    with portal:
        yield partial(read, portal.port)


def read(port, path) -> str:
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}"), timeout=60) as answer:
            body = answer.read()
    except HTTPError as refused:
        with refused:
            assert refused.code in (404, 410), path
            body = refused.read()
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(map(book.read, book.namelist()))
    return body.decode().casefold()


def make_all() -> dict:
    """Name in its title → (row, what takes it off). All are zebras; one that stays is
    filed under the hub that goes, and in Kenya as the resource is."""
    kenya = make_country("KEN")
    stays = make_record(Resource, "stays", title="Zebra for ever")
    book = make_record(Resource, "goes", title="Zebra okapi", year=2022)
    for row in (stays, book):
        row.countries.add(kenya)
    hub = make_record(Hub, "goes", title="Zebra quagga", kind="theme")
    make_block(hub, "records", items=[{"resource": stays}])
    day = dates.today() + timedelta(days=9)
    news = {"publish_at": timezone.now() - timedelta(days=1)}
    activity = make_activity(state=State.APPROVED, title="Zebra tapir")
    rows = {
        "okapi": book,
        "quagga": hub,
        "dugong": make_record(Event, "goes", title="Zebra dugong", starts_on=day),
        "kakapo": make_record(Article, "goes", title="Zebra kakapo", **news),
        "numbat": make_page("about", title="Zebra numbat"),
        "axolotl": make_chain("goes", title="Zebra axolotl"),
    }
    found = {name: (row, partial(take_off, row)) for name, row in rows.items()}
    word = make_word("Zebra saola", code="goes")
    found["saola"] = word, partial(delete, word)
    found["tapir"] = activity, partial(unpublish, activity)
    searching.changed(stays, word, *rows.values())
    for kind, row in (("hub", hub), ("resource", book), ("page", rows["numbat"])):
        query = {"query": f"zebra {kind}", "address": "/en/"}
        ChosenResult.objects.create(language="en", kind=kind, key=row.pk, **query)
    return found


def take_off(row):
    row.is_draft = True
    row.save()
    searching.changed(row)


def delete(word):
    keys = searching.keys_of(word)
    GlossaryTerm.objects.filter(pk=word.pk).delete()
    searching.follow(keys)


def unpublish(activity):
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")


def surfaces(made) -> list[str]:
    """Every address that tells what is found, or lists what is public."""
    search = "/en/search/?q=zebra"
    names = ("", "&view=map", "&sort=title", "&sort=newest", "&in=kind", "&hub=goes")
    pages = [search + more for more in names]
    pages += [f"{search}+{kind}" for kind in ("hub", "resource", "page", "xyzzy")]
    for key in searching.keys_of(*(row for row, _off in made.values())):
        like = ":".join(key)
        pages += [f"/en/search/?like={like}", f"/api/v1/search/?like={like}"]
    pages += [f"/en/search/results.{end}?q=zebra" for end in ("csv", "json", "xlsx")]
    pages += ["/en/search/feed/?q=zebra", "/api/v1/search/?q=zebra", "/en/search/how/"]
    for name in made:
        pages.append(f"/en/search/suggestions/?q={name[:4]}")
        pages.append(f"/api/v1/search/suggestions/?q=zebra+{name[:4]}")
    for name in ("activities", "resources", "events", "news", "hubs"):
        kept = "articles" if name == "news" else name
        pages += [f"/en/{name}/", f"/en/{name}/?q=zebra", f"/en/{name}/feed.xml"]
        pages += [f"/api/v1/{kept}/"]
        pages += [f"/en/data/{kept}.{end}" for end in ("csv", "json", "xlsx")]
    pages += ["/en/glossary/", "/en/data/glossary.csv", "/api/v1/glossary/"]
    pages += ["/en/value-chains/", "/en/events/calendar.ics", "/en/resources/stays/"]
    pages += [row.get_absolute_url() for row, _off in made.values()]
    return pages


def test_what_is_withdrawn_here_is_gone_there_in_the_next_request(other):
    made = make_all()
    pages = surfaces(made)
    before = {path: other(path) for path in pages}
    for name in made:
        assert sum(name in text for text in before.values()) > 5, name
    for _row, off in made.values():
        off()
    told = []
    for path in pages:
        text = other(path)
        told += [(path, name) for name in made if name in text and name not in path]
    assert told == []
    assert "for ever" in other("/en/search/?q=zebra")


def test_who_leaves_a_record_here_is_named_with_it_no_more_there(other):
    author, by = make_user(), make_user()
    record = make_activity(state=State.APPROVED, author=author, title="Zebra tapir")
    body = make_organisation(code="okapis", name="Okapi Office")
    row = record.participations.create(
        organisation=body,
        role="host",
        asked_by=by,
        outcome="taken",
        decided_at=timezone.now(),
        decided_by=author,
    )
    searching.changed(record)
    pages = [record.get_absolute_url(), "/en/activities/?organisation=okapis"]
    pages += [f"/api/v1/activities/{end}" for end in ("", f"{record.code}/")]
    pages += [f"/en/data/activities.{end}" for end in ("csv", "json", "xlsx")]
    pages += ["/en/organisations/okapis/", "/en/search/?q=okapi+tapir"]
    told, code = ["okapi"] * 9, record.code.casefold()
    told[1] = told[7] = told[8] = code
    for path, name in zip(pages, told, strict=True):
        assert name in other(path), path
    act(row, Act.END, by=author)
    for path, name in zip(pages[:-1], told[:-1], strict=True):
        assert name not in other(path), path
