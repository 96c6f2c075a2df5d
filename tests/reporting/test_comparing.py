"""Before and after of two versions, in words."""

from datetime import date

import pytest
from django.utils import translation

from reporting.comparing import changes
from reporting.models import StoredFile
from reporting.reading import read
from reporting.templatetags.reporting import field_label, question_label
from tests.factories import make_country, make_draft, make_term, make_type

pytestmark = pytest.mark.django_db


def compared(before: dict, after: dict, *, change=None):
    """(field, pieces as (kind, text)) between two versions of one activity."""
    activity = make_draft(**{"title": "A title", **before})
    first = activity.draft()
    first.seal(by=activity.created_by, at=first.saved_at)
    second = first.copy_as_draft()
    for name, value in after.items():
        field = second._meta.get_field(name)
        if field.many_to_many:
            getattr(second, name).set(value)
        else:
            setattr(second, name, value)
    second.save()
    if change:
        change(second)
    old, new = read([first, second])
    return [
        (found.field, [(p.kind, p.text) for p in found.pieces])
        for found in changes(old, new)
    ]


def test_versions_that_say_the_same_have_no_changes():
    assert compared({}, {}) == []


def test_words_of_a_text_are_compared_one_by_one():
    found = compared(
        {"title": "Training in ten cities"}, {"title": "Training in twelve big cities"}
    )
    assert found == [
        (
            "title",
            [
                ("same", "Training in "),
                ("gone", "ten "),
                ("new", "twelve big "),
                ("same", "cities"),
            ],
        )
    ]


def test_arabic_keeps_its_words_and_chinese_is_compared_by_signs():
    [(_field, arabic)] = compared({"title": "مدينة كَبيرة"}, {"title": "مدينة صغيرة"})
    assert arabic == [("same", "مدينة "), ("gone", "كَبيرة"), ("new", "صغيرة")]
    [(_field, chinese)] = compared({"title": "十座城市"}, {"title": "二十座城市"})
    assert chinese == [("new", "二"), ("same", "十座城市")]


def test_long_stretches_without_a_change_are_left_out():
    words = [f"word{n}" for n in range(300)]
    [(_field, pieces)] = compared(
        {"summary": " ".join([*words, "end"])}, {"summary": " ".join([*words, "END"])}
    )
    assert [kind for kind, _text in pieces] == ["same", "gone", "new"]
    assert pieces[0][1] == "… " + " ".join(words[-12:]) + " "


def test_lists_days_and_choices_are_compared_in_the_reader_s_words():
    training, study = make_type("TRAINING"), make_type("STUDY", label="Study")
    kenya, peru = make_country("KEN", name="Kenya"), make_country("PER", name="Peru")
    before = {"type": training, "countries": [kenya], "ended_on": None}
    after = {
        "type": study,
        "countries": [kenya, peru],
        "started_on": date(2020, 4, 1),
        "ended_on": date(2020, 5, 1),
        "scope": make_term("scope", "LOCAL", label="Local"),
        "language": "fr",
    }
    with translation.override("en"):
        found = compared(before, after)
    assert found == [
        ("language", [("gone", "English"), ("new", "Français")]),
        ("type", [("gone", "Training"), ("new", "Study")]),
        ("started_on", [("gone", "1 March 2020"), ("new", "1 April 2020")]),
        ("ended_on", [("new", "1 May 2020")]),
        ("scope", [("gone", "Regional"), ("new", "Local")]),
        ("countries", [("same", "Kenya"), ("new", "Peru")]),
    ]


def test_results_as_numbers_are_called_so_wherever_changes_are_named():
    with translation.override("en"):
        called = field_label("quantities")
        assert called == question_label("quantities-0").lower() == "results as numbers"


def test_each_row_is_one_line():
    def change(version):
        version.quantities.create(
            what="Meals", status="value", value="3255.5000", unit="meals"
        )
        version.quantities.create(what="Cooks", status="no_data", reason="Not counted")
        version.partners.create(name="Somebody", role="host")
        version.links.create(url="https://example.org", label="Report")

    with translation.override("en"):
        found = compared({}, {}, change=change)
    assert found == [
        ("partners", [("new", "Somebody · Hosted it")]),
        (
            "quantities",
            [
                ("new", "Meals · 3,255.5 · meals"),
                ("new", "Cooks · No data · Not counted"),
            ],
        ),
        ("links", [("new", "Report · https://example.org")]),
    ]


def test_another_file_of_one_name_is_another_file():
    def stored(letter):
        return StoredFile.objects.create(sha256=letter * 64, size=3)

    activity = make_draft(title="A title")
    first = activity.draft()
    first.files.create(stored=stored("a"), name="report.pdf")
    first.seal(by=activity.created_by, at=first.saved_at)
    second = first.copy_as_draft()
    second.files.update(stored=stored("b"))
    with translation.override("en"):
        [found] = changes(*read([first, second]))
    assert (found.field, [(p.kind, p.text) for p in found.pieces]) == (
        "files",
        [
            ("gone", "report.pdf · 3\xa0B · aaaaaaaa"),
            ("new", "report.pdf · 3\xa0B · bbbbbbbb"),
        ],
    )
