"""The history of a curated record: who changed which field, in words."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.urls import reverse

from oneplanet.changes import marked
from oneplanet.history import lists_of
from programmes.models import Coalition, SourceDocument
from tests.admin_forms import filled
from tests.factories import make_record, make_term

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


# --- Lists ----------------------------------------------------------------------------


@pytest.fixture
def words():
    return [
        make_term("tag", code, label_en=code.title(), label_fr=f"{code.title()} (fr)")
        for code in ("WATER", "PLASTICS", "REUSE")
    ]


@pytest.fixture
def listed(client, editor, words):
    """A coalition whose form was saved with two themes, then with two others."""
    row = make_record(Coalition, "pact", kind="pact", is_draft=True)
    row.tags.set(words[:1])
    row.save()  # a line that knows them
    save(client, row, tags=[words[0].pk, words[1].pk])
    save(client, row, tags=[words[1].pk, words[2].pk], title_en="Another")
    return row


def save(client, row, address=None, **changes):
    address = address or reverse("admin:programmes_coalition_change", args=[row.pk])
    changes = {
        name: [str(v) for v in value] if isinstance(value, list) else value
        for name, value in changes.items()
    }
    form = {**filled(client.get(address)), **changes}
    assert client.post(address, form).status_code == 302


def in_french(client, row):
    address = reverse("admin:programmes_coalition_history", args=[row.pk])
    return client.get(address.replace("/en/", "/fr/", 1))


def test_what_came_into_a_list_and_what_went_is_told_in_the_readers_language(
    client, listed
):
    last, first, _known, made = history(client, listed).context["page_obj"]
    assert sorted(rows(last)) == [
        (
            "Themes",
            "",
            "<bdi>Plastics</bdi>\n<del><bdi>Water</bdi></del>",
            "<bdi>Plastics</bdi>\n<ins><bdi>Reuse</bdi></ins>",
        ),
        ("Title", "English", "<del>Pact</del>", "<ins>Another</ins>"),
    ]
    assert rows(first)[0][2:] == (
        "<bdi>Water</bdi>",
        "<ins><bdi>Plastics</bdi></ins>\n<bdi>Water</bdi>",
    )
    assert rows(made) == []
    last = in_french(client, listed).context["page_obj"][0]
    assert "<ins><bdi>Reuse (fr)</bdi></ins>" in str(rows(last))


def test_an_old_version_is_put_back_with_its_lists(client, listed, words):
    old = listed.history.all()[1]
    address = reverse(
        "admin:programmes_coalition_simple_history", args=[listed.pk, old.pk]
    )
    save(client, listed, address)
    listed.refresh_from_db()
    assert set(listed.tags.all()) == set(words[:2])
    keys = sorted(word.pk for word in words[:2])
    assert listed.history.first().lists["tags"] == keys


def test_a_line_from_before_lists_were_kept_tells_nothing_of_them(
    client, listed, words
):
    first = listed.history.all()[2]
    first.lists = None
    first.save()
    assert rows(history(client, listed).context["page_obj"][1]) == []
    address = reverse(
        "admin:programmes_coalition_simple_history", args=[listed.pk, first.pk]
    )
    save(client, listed, address)
    assert set(listed.tags.all()) == set(words[1:])


def test_a_save_that_says_nothing_of_lists_keeps_what_is_in_them(listed, words):
    row = Coalition.objects.get(pk=listed.pk)
    row.save()
    assert row.history.first().lists == {
        "programmes": [],
        "sectors": [],
        "tags": sorted(word.pk for word in words[1:]),
        "countries": [],
        "figures": [],
    }


def test_every_list_of_a_record_with_history_is_in_it():
    """A model with a list and none of this would lose it unseen."""
    with_lists = [
        model.history.model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute") and lists_of(model)
    ]
    assert len(with_lists) == 18
    assert [m for m in with_lists if not hasattr(m, "lists")] == []


def test_texts_are_compared_word_by_word_and_chinese_sign_by_sign():
    assert marked("可持续消费", "可持续生产") == (
        "可持续<del>消费</del>",
        "可持续<ins>生产</ins>",
    )
    assert marked("one two", "one two three") == ("one two", "one two<ins> three</ins>")
    assert marked("", "<script>") == ("", "<ins>&lt;script&gt;</ins>")
