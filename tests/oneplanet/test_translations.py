"""A translation is outdated once its source says something else than when it was made,
whichever path saved the row.
"""

import random

import pytest

from knowledge_hubs.models import GlossaryTerm
from oneplanet.reference import Loader
from oneplanet.translations import (
    State,
    TranslationMark,
    mark_made,
    marks_of,
    outdated,
    state_of,
    states_of,
)
from tests.factories import make_secretariat, make_word

pytestmark = pytest.mark.django_db
FIELDS, CODES = ("word", "abbreviation", "meaning"), ("ar", "fr")


def made_from(row, code):
    marks = marks_of(type(row), [row.pk])[row.pk]
    return {mark.field: mark.source for mark in marks if mark.language == code}


def states(row, code="fr"):
    row = type(row).objects.get(pk=row.pk)
    return states_of(row, code, made_from(row, code))


def a_word(**given):
    texts = {"word": "Waste", "meaning": "What is left."}
    texts |= {"word_fr": "Déchet", "meaning_fr": "Ce qui reste."}
    return make_word(**(texts | given))


@pytest.mark.parametrize(
    ("source", "text", "mark", "state"),
    [
        ("A", "B", None, State.DONE),
        ("A", "B", "A", State.DONE),
        ("A", "B", "Z", State.OUTDATED),
        ("A", "", None, State.MISSING),
        ("A", "", "Z", State.MISSING),
        ("", "", None, State.NOTHING),
        ("", "B", "Z", State.OUTDATED),
    ],
)
def test_a_state_follows_from_source_text_and_mark(source, text, mark, state):
    assert state_of(source, text, mark) == state


def test_what_was_made_with_its_source_is_done_without_a_mark():
    word = a_word()
    assert (states(word), states(word, "ar")) == ({State.DONE}, {State.MISSING})
    assert not TranslationMark.objects.exists()


def test_a_new_source_makes_a_translation_outdated_and_the_old_one_right_again():
    word = a_word()
    word.word_en = "Refuse"
    word.save()
    assert states(word) == {State.OUTDATED}
    assert made_from(word, "fr") == {"word": "Waste"}
    word.word_en = "Waste"
    word.save()
    assert states(word) == {State.DONE}


def test_a_translation_made_anew_is_done_and_says_by_whom():
    word, editor = a_word(), make_secretariat()
    word.word_en = "Refuse"
    word.save()
    word.word_fr, word._history_user = "Rebut", editor
    word.save()
    mark = TranslationMark.objects.get()
    assert states(word) == {State.DONE}
    assert (mark.source, mark.made_by, mark.origin) == ("Refuse", editor, "person")


def test_a_row_may_lack_one_text_and_have_another_outdated():
    word = a_word(abbreviation="W")
    word.word_en = "Refuse"
    word.save()
    assert states(word) == {State.OUTDATED, State.MISSING}


def test_files_that_change_a_source_alone_make_its_translations_outdated():
    values = {"word_en": "Waste", "word_fr": "Déchet", "meaning_en": "x"}
    for source in ("Waste", "Refuse"):
        loader = Loader()
        given = values | {"word_en": source, "meaning_fr": "x"}
        row = loader.row(GlossaryTerm, find={"code": "waste"}, values=given)
        loader.finish()
    assert states(row) == {State.OUTDATED}
    loader = Loader()
    given |= {"word_fr": "Rebut"}
    loader.row(GlossaryTerm, find={"code": "waste"}, values=given)
    loader.finish()
    assert states(row) == {State.DONE}
    assert TranslationMark.objects.get().origin == "files"


def test_what_is_deleted_leaves_no_marks():
    word = a_word()
    word.word_en = "Refuse"
    word.save()
    assert TranslationMark.objects.count() == 1
    word.delete()
    assert not TranslationMark.objects.exists()


# --- Any edits ------------------------------------------------------------------------


def edit(row, made, dice):
    """One save, or one look that finds a text right; ``made`` is the model of it:
    (field, language) → the source each translation was made from."""
    if dice.random() < 0.2:
        name, code = dice.choice(FIELDS), dice.choice(CODES)
        if getattr(row, f"{name}_{code}"):
            mark_made(row, name, code)
            made[name, code] = getattr(row, f"{name}_en")
        return
    before = dict(row.__dict__)
    for name in FIELDS:
        for code in ("en", *CODES):
            if dice.random() < 0.2:
                setattr(row, f"{name}_{code}", dice.choice(["", "a", "b", "c"]))
    row.save()
    for name in FIELDS:
        for code in CODES:
            if (before[f"{name}_{code}"] or "") != getattr(row, f"{name}_{code}"):
                made[name, code] = getattr(row, f"{name}_en")


@pytest.mark.parametrize("seed", range(3))
def test_after_any_edits_the_marks_say_what_each_text_was_made_from(seed):
    dice = random.Random(seed)  # noqa: S311
    texts = {f"{name}_{code}": "a" for name in FIELDS for code in ("en", *CODES)}
    row = GlossaryTerm.objects.create(code="w", **texts)
    made = {(name, code): "a" for name in FIELDS for code in CODES}
    for _step in range(25):
        edit(row, made, dice)
        expected = {
            (name, code)
            for name, code in made
            if getattr(row, f"{name}_{code}")
            and made[name, code] != getattr(row, f"{name}_en")
        }
        found = outdated([GlossaryTerm])
        assert {(mark.field, mark.language) for mark in found} == expected
        for code in CODES:
            is_outdated = any(language == code for _name, language in expected)
            assert (State.OUTDATED in states(row, code)) == is_outdated
