"""Journeys through the portal with its real content, loaded once for all of them.

They only look, or change what no other journey reads.
"""

import pytest

from knowledge_hubs.models import Event, Resource
from tests.factories import (
    make_activity,
    make_initiative,
    make_programme,
    make_secretariat,
    make_user,
    put_file,
)
from tests.scene import Scene
from tests.served import serving


def build():
    """Somebody of the secretariat, two activities that are public, the initiative they
    are part of, an event whose lead nobody has put into Arabic, and a resource with a
    file.
    """
    scene = Scene()
    people = scene.people
    people["author"], people["desk"] = make_user(), make_user()
    people["secretariat"] = make_secretariat()
    scene.programme = make_programme(code="SFS", desk=people["desk"])
    given = {"author": people["author"], "reviewer": people["desk"]}
    given["programme"] = scene.programme
    whole = make_initiative(state="approved", title="What they add up to", **given)
    for name in ("stays", "leaves"):
        scene.activities[name] = make_activity(
            state="approved",
            initiative=whole,
            title=f"An activity that {name}",
            **given,
        )
    Event.objects.filter(code="cbd-cop15").update(lead_ar="")
    report = Resource.objects.get(code="can-i-recycle-this")
    put_file(report.editions.create(language="en"), b"label,country\n", "labels.csv")
    return scene


@pytest.fixture(scope="package")
def served(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), serving(build) as served:
        yield served


@pytest.fixture
def _django_db_helper(django_db_setup, django_db_blocker):
    """In place of pytest-django's: no transaction around a test, which on SQLite would
    keep the portal from writing what people do in their browsers.
    """
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def browsers(browser, served):
    """``browsers(role, language, …)``: a page of a browser of this person's own. At the
    end, nothing was asked of another host and no browser has complained.
    """
    pages, complaints = [], []

    def listen(page):
        page.on("console", lambda line: complaints.append(line.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _is_ours(request.url))

    def _is_ours(url):
        if not url.startswith((f"{served.url}/", "data:")):
            complaints.append(url)

    def opened(role, language, **context):
        page = served.look_as(browser, role, language, **context)
        listen(page)
        pages.append(page)
        return page

    yield opened
    for page in pages:
        page.context.close()
    assert complaints == []
