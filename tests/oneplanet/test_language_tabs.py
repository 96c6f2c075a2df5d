"""Each text of an editor's form says what is to be done with its translation."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from knowledge_hubs.models import Article, Event, Hub
from oneplanet.translations import TranslationMark
from tests.factories import make_block, make_record, make_secretariat

pytestmark = pytest.mark.django_db
OLD = "Outdated: the English has changed since this was translated."
MACHINE = "A machine translated this, and nobody has checked it yet."


@pytest.fixture(autouse=True)
def editor(client):
    client.force_login(make_secretariat())


def change_url(row):
    return reverse(f"admin:knowledge_hubs_{row._meta.model_name}_change", args=[row.pk])


def told(form, name):
    """(what the tab is told, what stands below the field), by language."""
    found = {}
    for code in ("en", "fr", "es", "ru"):
        field = form.fields[f"{name}_{code}"]
        words = field.widget.attrs.get("data-states", ""), str(field.help_text)
        found[code] = words
    return found


def an_article():
    article = make_record(Article, "a", title_en="T", lead_en="L", lead_fr="F")
    article.lead_es, article._translated_by = "S", "machine"
    article.save()
    article = Article.objects.get(pk=article.pk)
    article.lead_en = "New"
    article.save()
    return article


def test_a_text_is_missing_outdated_a_machines_or_says_nothing(client):
    form = client.get(change_url(an_article())).context["adminform"].form
    before = str(form.fields["lead_en"].help_text)
    assert told(form, "lead") == {
        "en": ("", before),
        "fr": ("◐ Outdated", f"{before} {OLD}".strip()),
        "es": (
            "◐ Outdated|◇ By a machine, unchecked",
            f"{before} {OLD} {MACHINE}".strip(),
        ),
        "ru": ("○ Missing", before),
    }


def test_a_name_of_a_work_that_nobody_translates_is_not_missing(client):
    article = make_record(Article, "a", title_en="T", lead_en="L", lead_fr="F")
    form = client.get(change_url(article)).context["adminform"].form
    assert told(form, "title")["fr"][0] == ""
    assert told(form, "title")["ru"][0] == "○ Missing"


def test_a_new_record_says_nothing(client):
    answer = client.get(reverse("admin:knowledge_hubs_article_add"))
    assert b"data-states" not in answer.content


def test_what_is_said_is_heard_with_the_field(client):
    page = client.get(change_url(an_article())).content.decode()
    area = re.search(r"<textarea[^>]*name=\"lead_fr\"[^>]*>", page)[0]
    told_by = re.search(r'aria-describedby="([^"]+)"', area)[1]
    help_text = re.search(rf'id="{told_by}">(.*?)</div>\s*</div>', page, re.S)[1]
    assert OLD in strip_tags(help_text)


def test_rows_that_hang_on_a_record_say_so_by_one_question_for_all(client):
    def asked(rows):
        event = make_record(Event, f"e{rows}")
        for n in range(rows):
            begins = timezone.now() + timedelta(hours=n)
            given = {"starts_at": begins, "ends_at": begins + timedelta(minutes=30)}
            session = event.sessions.create(title_en="S", title_fr="F", **given)
            session.title_en = "New"
            session.save()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(change_url(event))
        inline = next(
            each
            for each in answer.context["inline_admin_formsets"]
            if each.formset.prefix == "sessions"
        )
        states = [
            form.fields["title_fr"].widget.attrs.get("data-states")
            for form in inline.formset.initial_forms
        ]
        assert states == ["◐ Outdated"] * rows
        return sum("translationmark" in query["sql"] for query in queries)

    assert asked(3) == asked(1)


def test_blocks_of_hubs_say_so_too(client):
    hub = make_record(Hub, "food", kind="theme")
    block = make_block(hub, text_en="T", text_fr="F")
    block.text_en = "New"
    block.save()
    assert TranslationMark.objects.get(language="fr").field == "text"
    form = client.get(change_url(block)).context["adminform"].form
    assert form.fields["text_fr"].widget.attrs["data-states"] == "◐ Outdated"
