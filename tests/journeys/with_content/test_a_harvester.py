"""A harvester knows one address and follows what it finds there: it walks the whole
API, comes back later, and learns what changed and nothing else.

Plain urllib against a portal that answers, over its real content.
"""

import json
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import urlopen

import pytest

from knowledge_hubs.open_data import KINDS
from reporting.workflow import Action
from tests.factories import revise


class Harvester:
    """A program elsewhere. ``asked`` are the paths it read, below the API's own."""

    def __init__(self, root):
        self.root, self.asked = root, []
        index = self.read(root)
        self.description = index["description"]
        self.kinds = {kind["name"]: kind["url"] for kind in index["kinds"]}

    def read(self, address) -> dict:
        assert address.startswith(self.root), address
        self.asked.append(address.removeprefix(self.root).partition("?")[0])
        with urlopen(address, timeout=60) as answer:
            return json.load(answer)

    def walk(self, kind, **query) -> list[dict]:
        """Every record of a kind, from its address to the last “next”."""
        rows, address = [], self.kinds[kind]
        address += f"?{urlencode(query)}" if query else ""
        while address:
            answer = self.read(address)
            rows += answer["results"]
            address = answer["next"]
        return rows

    def walk_all(self, **query) -> dict[str, list[dict]]:
        return {kind: self.walk(kind, **query) for kind in self.kinds}

    def one(self, kind, code) -> dict:
        return self.read(f"{self.kinds[kind]}{quote(code)}/")

    def gone(self, kind, code) -> dict:
        """What an address answers that is no longer public."""
        with (
            pytest.raises(HTTPError) as refused,
            urlopen(f"{self.kinds[kind]}{quote(code)}/", timeout=60),
        ):
            pass
        with refused.value as answer:
            return {"status": answer.code} | json.load(answer)


@pytest.fixture
def harvester(served, settings):
    settings.SITE_URL = served.url  # what the API's answers lead to
    return Harvester(f"{served.url}/api/v1/")


def test_a_harvester_walks_everything_then_learns_what_changed(harvester, served):
    copy = harvester.walk_all()
    assert {
        name: len({code_of(row) for row in rows}) for name, rows in copy.items()
    } == {kind.name: kind.rows().count() for kind in KINDS}
    empty = [name for name, rows in copy.items() if not rows]
    assert empty == ["articles", "classification-agreements"]
    described(harvester, copy)
    begun = datetime.now(UTC)
    edited, withdrawn = change(served.scene)

    later = harvester.walk_all(updated_since=begun.isoformat())
    told_of = [name for name, rows in later.items() if rows]
    assert told_of == ["activities", "initiatives"]  # it is of one part less now
    changed, left = sorted(later["activities"], key=lambda row: "withdrawn_at" in row)
    assert (changed["code"], changed["title"]) == (edited, "Said better")
    assert left == {"code": withdrawn, "withdrawn_at": left["withdrawn_at"]}
    assert begun <= datetime.fromisoformat(left["withdrawn_at"]) <= datetime.now(UTC)

    told = harvester.gone("activities", withdrawn)
    assert told.pop("detail")
    assert told == {"status": 410} | left
    assert harvester.walk("activities") == [changed]


def code_of(row) -> str:
    """What the address of a record ends with."""
    return row.get("id") or row["code"]


def described(harvester, copy):
    """The description names every path that leads to something, and no other."""
    some = {name: code_of(rows[0]) for name, rows in copy.items() if rows}
    for name, code in some.items():
        assert code_of(harvester.one(name, code)) == code
    description = harvester.read(harvester.description)
    [server] = description["servers"]
    assert f"{server['url']}/" == harvester.root
    codes = {f"{name}/{code}/": f"{name}/{{code}}/" for name, code in some.items()}
    walked = {f"/{codes.get(path, path)}" for path in harvester.asked}
    unseen = {f"/{name}/{{code}}/" for name in copy.keys() - some.keys()}
    searches = {"/search/", "/search/suggestions/"}  # answer what is asked, no list
    paths = set(description["paths"]) - searches
    assert walked == paths - unseen | {"/openapi.json"}


def change(scene) -> tuple[str, str]:
    """One activity is edited and approved, one taken off: the codes of both."""
    author, desk = scene.people["author"], scene.people["desk"]
    stays, leaves = scene.activities["stays"], scene.activities["leaves"]
    revise(stays, author=author, title="Said better")
    stays.take(Action.SUBMIT, by=author)
    stays.take(Action.APPROVE, by=desk)
    staff = scene.people["secretariat"]
    leaves.take(Action.UNPUBLISH, by=staff, comment="A mistake.")
    return stays.code, leaves.code
