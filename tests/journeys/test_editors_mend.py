"""A search that finds nothing, and a link that leads nowhere: an editor mends both from
the desk, and the next reader sees it. In English and in Arabic.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from knowledge_hubs.models import Article, AskedQuery, Resource
from knowledge_hubs.search import counting
from oneplanet import searching
from reporting.models import LinkCheck
from tests.factories import make_record, make_secretariat
from tests.journeys.people import ARABIC, ENGLISH
from tests.journeys.test_others_say import person

ASKED = {"en": "procurers", "ar": "مقتنون"}
MEANT = {"en": "buyers", "ar": "المشترين"}
DEAD, ALIVE = "https://gone.example/", "https://there.example/"


@pytest.fixture(params=[ENGLISH, ARABIC], ids=["en", "ar"])
def words(request):
    return request.param


@pytest.fixture
def reader(new_context, live_server, words):
    return person(new_context, live_server, words, java_script_enabled=False)


@pytest.fixture
def editor(new_context, live_server, words):
    staff = make_secretariat(language=words.language)
    return person(new_context, live_server, words, staff)


def test_what_was_not_found_is_found(reader, editor, words):
    record = make_record(Resource, "a-guide", title=ENGLISH.title)
    Resource.objects.filter(pk=record.pk).update(title_ar=ARABIC.title)
    searching.changed(record)
    reader.at(f"/search/?q={ASKED[words.language]}")
    expect(reader.page.locator("main .nothing")).to_be_visible()
    counting.write()
    editor.at("/admin/desk/")
    editor.press("#searches li a")
    editor.press(".field-solve a[href*='/searchsynonym/add/']")
    editor.page.fill("[name=means]", MEANT[words.language])
    editor.press("[name=_save] >> nth=0")
    asked = AskedQuery.objects.get(language=words.language)
    assert asked.how == AskedQuery.How.SYNONYM
    editor.at("/admin/desk/")
    expect(editor.page.locator("#searches")).to_have_count(0)
    reader.at(f"/search/?q={ASKED[words.language]}")
    expect(reader.page.locator(".records h3")).to_have_text([words.title])


def test_a_link_that_leads_nowhere_leads_somewhere(reader, editor, words):
    article = make_record(Article, "a-story", title="A story", website=DEAD)
    gone = {"state": LinkCheck.State.GONE, "failures": 2}
    gone |= {"host": "gone.example", "failing_since": timezone.now()}
    LinkCheck.objects.create(address=DEAD, **gone)
    reader.at("/news/a-story/")
    expect(reader.page.locator(".facts small.quiet")).to_be_visible()
    editor.at("/admin/desk/")
    editor.press("#links li a")
    editor.page.fill("[name=website]", ALIVE)
    editor.press("[name=_save] >> nth=0")
    editor.at("/admin/desk/")
    expect(editor.page.locator("#links")).to_have_count(0)
    reader.at("/news/a-story/")
    expect(reader.page.locator(f".facts a[href='{ALIVE}']")).to_be_visible()
    article.refresh_from_db()
    assert article.website == ALIVE
