"""The history of a curated record: who changed which field, in words."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from oneplanet.changes import marked
from programmes.models import Coalition, SourceDocument
from tests.factories import make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def changed(client, editor):
    """A coalition in which something of every sort has changed, by the editor."""
    row = make_record(Coalition, "pact", kind="pact", is_draft=True)
    row._history_user = editor
    row.kind, row.lead_fr = "fund", "Deux <b>mots</b> neufs"
    row.publish_at = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    row.document = SourceDocument.objects.create(symbol="E/1", kind="report", title="A")
    row.save()
    row.lead_fr, row.is_draft = "Deux <b>mots</b> clairs", False
    row.save()
    return row


def history(client, row):
    address = reverse("admin:programmes_coalition_history", args=[row.pk])
    return client.get(address)


def rows(record):
    return [
        (change.label, change.language, change.before, change.after)
        for change in getattr(record, "history_delta_changes", ())
    ]


def test_each_change_is_told_by_field_language_before_and_after(client, changed):
    last, one, first = history(client, changed).context["page_obj"]
    assert sorted(rows(last)) == [
        ("Draft", "", "<del>yes</del>", "<ins>no</ins>"),
        (
            "In one sentence",
            "Français",
            "Deux &lt;b&gt;mots&lt;/b&gt; <del>neufs</del>",
            "Deux &lt;b&gt;mots&lt;/b&gt; <ins>clairs</ins>",
        ),
    ]
    assert sorted(rows(one)) == [
        ("In one sentence", "Français", "–", "Deux &lt;b&gt;mots&lt;/b&gt; neufs"),
        ("Kind", "", "<del>National pact</del>", "<ins>Fund</ins>"),
        ("Publish at", "", "–", "1 March 2027, 09:30 UTC"),
        ("Source document", "", "–", "E/1"),
    ]
    assert rows(first) == []


def test_it_says_who_and_when_and_carries_no_markup_of_a_text(client, editor, changed):
    page = history(client, changed)
    assert [r.history_user for r in page.context["page_obj"]] == [editor, editor, None]
    assert "by the portal itself" in page.text and str(editor) in page.text
    assert "<b>mots</b>" not in page.text
    assert "style=" not in page.text


def test_texts_are_compared_word_by_word_and_chinese_sign_by_sign():
    assert marked("可持续消费", "可持续生产") == (
        "可持续<del>消费</del>",
        "可持续<ins>生产</ins>",
    )
    assert marked("one two", "one two three") == ("one two", "one two<ins> three</ins>")
    assert marked("", "<script>") == ("", "<ins>&lt;script&gt;</ins>")
