"""The translation board: what waits in which language, and a row beside its source."""

import re
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone, translation
from modeltranslation.translator import translator

from knowledge_hubs.hub_languages import lacking
from knowledge_hubs.models import Article, Event, GlossaryTerm, Hub
from knowledge_hubs.translating.board import Counts, lines, translation_counts
from knowledge_hubs.translating.kinds import KINDS, kind_of, rows_of
from oneplanet.admin import site
from oneplanet.desk import OTHERS
from oneplanet.pending import PendingPost
from oneplanet.translations import State, TranslationMark
from tests.factories import (
    make_block,
    make_programme,
    make_questions,
    make_record,
    make_secretariat,
    make_user,
    make_word,
)

pytestmark = pytest.mark.django_db
BOARD = reverse("admin:translation_board")
MISSING, OUTDATED, DONE = State.MISSING, State.OUTDATED, State.DONE


def in_all(**texts):
    """The same text in every language, by field."""
    codes = [code.replace("-", "_") for code in ("en", *OTHERS)]
    return {f"{name}_{c}": f"{text} {c}" for name, text in texts.items() for c in codes}


def a_word(code="waste", **given):
    texts = in_all(word="Waste", meaning="Left")
    return make_word(code=code, **(texts | given))


def outdate(row, name="word", text="Refuse"):
    row = type(row).objects.get(pk=row.pk)
    setattr(row, f"{name}_en", text)
    row.save()
    return row


def shown(client, **narrowed):
    with translation.override("en"):
        return [row.name for row, _c in client.get(BOARD, narrowed).context["rows"]]


def record_url(row, language="fr", **narrowed):
    given = {"kind": row._meta.label_lower, "pk": row.pk, "language": language}
    return reverse("admin:translation_record", kwargs=given)


def typed(client, url, **values):
    form = client.get(url).context["form"]
    names = [name for name in form.fields if not name.startswith("right_")]
    return {name: form[name].value() or "" for name in names} | values


# --- The list of kinds ----------------------------------------------------------------


def test_every_kind_with_texts_in_six_languages_is_on_the_board():
    translated = translator.get_registered_models(abstract=False)
    assert {kind.model for kind in KINDS} == set(translated)


def test_what_may_have_marks_is_what_the_editors_own_pages_say():
    told = {}
    for admin in site._registry.values():
        for page in (admin, *admin.inlines):
            told.setdefault(page.model, set()).update(getattr(page, "rich_texts", ()))
    ours = {kind.model: set(kind.rich) for kind in KINDS if kind.model in told}
    assert ours == {model: told[model] for model in ours}


# --- The board ------------------------------------------------------------------------


def test_the_board_tells_each_row_and_counts_what_waits_in_each_language(
    client, editor
):
    a_word()
    outdate(a_word("old", word_en="Old"))
    a_word("partly", word_en="Partly", word_ar="")
    context = client.get(BOARD).context
    told = {row.name: row.states for row, _cells in context["rows"]}
    done = dict.fromkeys(OTHERS, {DONE})
    assert told == {
        "Refuse": dict.fromkeys(OTHERS, {OUTDATED}),
        "Waste en": done,
        "Partly": done | {"ar": {MISSING}},
    }
    counts = {
        code: [number for _shape, _state, number, _url in states]
        for _name, code, states in context["counts"]
    }
    assert counts == dict.fromkeys(OTHERS, [0, 1, 0, 2]) | {"ar": [1, 1, 0, 1]}


def test_the_public_reads_first_what_is_outdated_then_what_is_missing(client, editor):
    texts = in_all(title="A", lead="B")
    outdate(make_record(Event, "draft", is_draft=True, **texts), "title", "Draft")
    make_record(Event, "done", **texts | {"title_en": "Done"})
    make_record(Event, "missing", **texts | {"title_en": "Missing", "title_es": ""})
    outdate(make_record(Event, "old", **texts), "title", "Old")
    assert shown(client) == ["Old", "Missing", "Done", "Draft"]


def test_the_board_is_narrowed_by_kind_hub_language_state_and_words(client, editor):
    texts = in_all(title="Title", lead="Lead")
    hub = make_record(Hub, "food", kind="theme", **texts | {"title_en": "Food"})
    make_block(hub, title_en="Block of food")
    make_record(Hub, "waste", kind="theme", **texts | {"title_en": "Waste hub"})
    word = a_word(word_ar="")
    assert shown(client, kind="knowledge_hubs.hub") == ["Food", "Waste hub"]
    assert shown(client, hub=hub.pk) == ["Block of food", "Food"]
    assert shown(client, words="WASTE hub") == ["Waste hub"]
    assert shown(client, state="missing", language="ar") == [
        "Block of food",
        "Waste en",
    ]
    outdate(word)
    assert shown(client, state="outdated", language="fr") == ["Refuse"]
    assert shown(client, state="nonsense", kind="nonsense") == shown(client)


def test_what_was_published_of_a_programmes_questions_is_not_on_the_board():
    programme, staff = make_programme(), make_secretariat()
    make_questions(programme, by=staff, why="text")
    assert [row for row in lines() if row.kind.label == "reporting.question"] == []
    make_questions(make_programme(), by=staff, opened=False, why="text")
    assert len([r for r in lines() if r.kind.label == "reporting.question"]) == 1


def test_counts_of_a_hub_are_those_of_its_own_page(client):
    hub = make_record(Hub, "food", kind="theme", **in_all(title="T", lead="L"))
    make_block(hub, title_fr="Bloc", items=[{"text": "Item"}])
    make_record(Hub, "other", kind="theme")
    own = lacking()[hub.pk]
    counted = translation_counts(hub=hub)
    assert {code: counts.missing for code, counts in counted.items()} == {
        code: len(own.get(code, ())) for code in OTHERS
    }
    assert translation_counts("fr", hub) == Counts(missing=1, outdated=0, done=2)


def test_the_board_asks_as_much_of_three_rows_as_of_one(
    client, editor, django_assert_num_queries
):
    a_word()
    client.get(BOARD)
    with django_assert_num_queries(7):
        client.get(BOARD)
    a_word("two"), a_word("three")
    with django_assert_num_queries(7):
        client.get(BOARD)


# --- A row beside its source ----------------------------------------------------------


def test_a_translation_is_saved_with_its_translator_in_the_history(client, editor):
    word = outdate(a_word())
    url = record_url(word)
    answer = client.post(url, typed(client, url, word_fr="Rebut"))
    word.refresh_from_db()
    assert (answer.status_code, answer["Location"], word.word_fr) == (302, url, "Rebut")
    line = word.history.first()
    assert (line.history_user, line.history_change_reason) == (
        editor,
        "on the translation board",
    )
    assert LogEntry.objects.get().user == editor
    assert translation_counts("fr") == Counts(0, 0, 1)
    assert translation_counts("ar") == Counts(0, 1, 0)


def test_what_is_still_right_is_marked_so_without_a_change(client, editor):
    word = outdate(outdate(a_word()), "meaning", "What is left")
    url, lines_before = record_url(word), word.history.count()
    client.post(url, typed(client, url, right_word="on"))
    assert translation_counts("fr") == Counts(0, 1, 0)
    client.post(url, typed(client, url, all_right="1"))
    assert translation_counts("fr") == Counts(0, 0, 1)
    assert word.history.count() == lines_before
    mark = TranslationMark.objects.get(language="fr", field="meaning")
    assert (mark.made_by, mark.source) == (editor, "What is left")


def test_saving_leads_to_the_next_row_that_waits(client, editor):
    first, done, last = (a_word(code, word_en=code) for code in ("b", "c", "d"))
    outdate(first, text="First"), outdate(last, text="Last")
    narrowed = "?kind=knowledge_hubs.glossaryterm&language=fr"
    url = record_url(first) + narrowed
    answer = client.post(url, typed(client, url, word_fr="Un", next="1"))
    assert answer["Location"] == record_url(last) + narrowed
    url = record_url(last) + narrowed
    answer = client.post(url, typed(client, url, word_fr="Deux", next="1"))
    assert answer["Location"] == BOARD + narrowed


def test_what_somebody_saved_meanwhile_is_not_written_over(client, editor):
    word = a_word()
    url = record_url(word)
    mine = typed(client, url, word_fr="Mien")
    GlossaryTerm.objects.get(pk=word.pk)
    other = GlossaryTerm.objects.get(pk=word.pk)
    other.word_fr = "Sien"
    other.save()
    answer = client.post(url, mine)
    page = answer.content.decode()
    word.refresh_from_db()
    assert (answer.status_code, word.word_fr) == (409, "Sien")
    assert "Mien" in page
    assert "Sien" in page
    again = mine | {"base": answer.context["form"]["base"].value()}
    client.post(url, again)
    word.refresh_from_db()
    assert word.word_fr == "Mien"


def test_a_source_that_changed_meanwhile_is_shown_before_anything_is_saved(
    client, editor
):
    word = a_word()
    url = record_url(word)
    mine = typed(client, url, word_fr="Mien")
    outdate(word)
    answer = client.post(url, mine)
    assert answer.status_code == 409
    assert "<ins>Refuse</ins>" in answer.content.decode()


def test_what_was_typed_waits_for_who_was_signed_out_meanwhile(client, editor):
    word = a_word()
    url = record_url(word)
    page = client.get(url).content.decode()
    mark = re.search('name="made_for" value="([^"]+)"', page)[1]
    mine = typed(client, url, word_fr="Mien", made_for=mark)
    client.logout()
    answer = client.post(url, mine, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Mien" in answer.content.decode()
    client.force_login(editor)
    waiting = PendingPost.objects.get()
    again = client.get(f"{url}?waiting={waiting.key}")
    assert (again.status_code, again.context["form"]["word_fr"].value()) == (
        200,
        "Mien",
    )


def test_the_page_of_a_row_asks_little(client, editor, django_assert_num_queries):
    word = outdate(a_word())
    for n in range(3):
        a_word(f"w{n}", word_en=f"Refuse {n}")
    client.get(record_url(word))
    with django_assert_num_queries(8):
        client.get(record_url(word))


def test_a_text_that_is_too_long_is_refused_and_kept_as_typed(client, editor):
    word = a_word()
    url = record_url(word)
    answer = client.post(url, typed(client, url, word_fr="x" * 151))
    assert (answer.status_code, answer.context["form"].errors.keys()) == (
        422,
        {"word_fr"},
    )
    assert "x" * 151 in answer.content.decode()
    assert translation_counts("fr") == Counts(0, 0, 1)


def test_the_page_shows_what_changed_and_the_words_of_the_glossary(client, editor):
    make_word(code="plastics", word_en="plastic", word_fr="plastique")
    make_word(code="unrelated", word_en="last", word_fr="dernier")
    texts = in_all(title="Title", lead="Lead") | {"lead_en": "Old plastics here."}
    event = outdate(make_record(Event, "e", **texts), "lead", "New plastics here.")
    page = client.get(record_url(event, "ar")).content.decode()
    assert "<del>Old</del> plastics here." in page
    assert "<ins>New</ins> plastics here." in page
    assert 'dir="rtl"' in page
    words = client.get(record_url(event, "fr")).context["words"]
    assert [(each.word, each.translated) for each in words] == [
        ("plastic", "plastique")
    ]


def test_marks_are_cleaned_and_an_unchanged_text_keeps_its_bytes(client, editor):
    texts = in_all(title="Title", lead="Lead", body="One\n\nTwo")
    article = make_record(Article, "a", **texts)
    url = record_url(article)
    client.post(url, typed(client, url, title_fr="Titre"))
    article.refresh_from_db()
    assert (article.title_fr, article.body_fr) == ("Titre", "One\n\nTwo fr")
    body = "<p>Un<script>x</script></p><p onclick='x'>Deux <em>deux</em></p>"
    client.post(url, typed(client, url, body_fr=body))
    article.refresh_from_db()
    assert article.body_fr == "<p>Un</p><p>Deux <em>deux</em></p>"


def test_nobody_else_gets_in_and_what_is_not_there_is_not_found(client):
    word = a_word(word_en="CANARY")
    client.force_login(make_user())
    for url in (BOARD, record_url(word)):
        answer = client.get(url)
        assert (answer.status_code, b"CANARY" in answer.content) == (302, False)
        assert client.post(url).status_code == 302
    client.force_login(make_secretariat())
    gone = record_url(word).replace(f"/{word.pk}/", f"/{word.pk + 9}/")
    wrong = record_url(word).replace("/fr/", "/en/"), gone
    unknown = record_url(word).replace("glossaryterm", "asked")
    published = make_questions(make_programme(), by=make_secretariat(), why="text")
    question = published.questions.get()
    for url in (*wrong, unknown, record_url(question)):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404


def test_the_board_of_who_may_edit_nothing_is_empty():
    word = a_word()
    told = {
        name: (
            list(rows_of(kind_of(word), user)),
            [row.pk for row in lines(user)],
        )
        for name, user in (("staff", make_secretariat()), ("other", make_user()))
    }
    assert told == {"staff": ([word], [word.pk]), "other": ([], [])}


def test_a_scheduled_record_is_not_public_yet(client, editor):
    soon = timezone.now() + timedelta(days=1)
    make_record(Event, "soon", publish_at=soon, title_en="Soon")
    assert [(row.name, row.is_public) for row in lines()] == [("Soon", False)]
