"""The invented records of the library: whole in six languages, marked with what
translated them, and gone without trace.
"""

import re
from collections import Counter

import pytest
from django.utils import translation

from knowledge_hubs.models import (
    Article,
    Campaign,
    CaseStudy,
    Event,
    Hub,
    ProductLabel,
    Recommendation,
    Resource,
)
from knowledge_hubs.sample_records import add_records, clear_records, files
from knowledge_hubs.translating.machines import is_by_machine
from oneplanet.desk import OTHERS, column, translated_fields
from oneplanet.text.languages import NAMES
from oneplanet.translations import State, TranslationMark, marks_of, states_of
from tests.factories import make_block, make_record
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records")]
HALF = "sample-casestudy"
ARABIC, RUSSIAN = "sample-palm-baskets", "sample-apple-cart"
CODES = {
    Resource: ["sample-leftover-scale", "sample-mending-count", ARABIC],
    Campaign: [
        "sample-empty-fridge-friday",
        "sample-tap-water-please",
        "sample-school-of-mending",
        "sample-earth-evenings",
        "sample-mended-chair",
    ],
    CaseStudy: [HALF, "sample-street-drill", "sample-lentil-thursdays"],
    Recommendation: ["sample-what-people-bring", "sample-how-long-it-lasts"],
    ProductLabel: ["sample-productlabel", "sample-mended-button"],
    Event: ["sample-event", "sample-straw-walls"],
    Article: ["sample-canteens-weigh", "sample-third-cupboard", RUSSIAN],
}
NUMBER = 20
PARTS = ("editions", "results", "awards", "assessments", "steps", "sessions")
SAYS = {  # how a title says that it is a sample
    "ar": "عيّنة: ",
    "zh-hans": "示例：",
    "en": "Sample: ",
    "fr": "Exemple\u00a0: ",
    "ru": "Пример: ",
    "es": "Muestra: ",
}


@pytest.fixture(scope="module")
def records(reference, django_db_blocker):
    with django_db_blocker.unblock():
        assert add_records() == NUMBER


def rows(model):
    return model.objects.filter(is_sample=True).order_by("order")


def all_records():
    return [row for model in CODES for row in rows(model)]


def parts_of(row):
    return [part for name in PARTS for part in getattr(row, name, Nothing).all()]


class Nothing:
    all = list


def test_tools_campaigns_and_recommendations_are_told_in_full(client):
    """All that can be told of them, so that a newcomer sees where each thing stands."""
    named = {
        Resource: ("purpose_en", "users_en", "maintained_on"),
        Campaign: ("message_en", "channels_en", "audience_en"),
    }
    for model, names in named.items():
        empty = [
            (row.code, n) for row in rows(model) for n in names if not getattr(row, n)
        ]
        assert empty == []
    [award] = rows(Campaign).filter(kind="award")
    table = client.get(award.get_absolute_url()).context["awards"]
    assert [(row[2], row[4]) for row in table["rows"]] == [
        ("2024", "1"),
        ("2025", "3"),
        ("not stated", "not stated"),
    ]
    assert {row[-1] for row in table["rows"]} == {"Invented for the sample"}
    stand = [
        client.get(row.get_absolute_url()).context["progress"]
        for row in rows(Recommendation)
    ]
    assert [progress.status for progress in stand] == ["Being followed", "Carried out"]
    assert [row[0] for row in stand[1].table["rows"]] == [
        "2022",
        "20 June 2024",
        "2025",
    ]
    assert "/en/resources/sample-mending-count/" in stand[1].table["rows"][1][2]


def states(row):
    """In every language but English, of a record and its parts."""
    found = set()
    for each in (row, *parts_of(row)):
        marks = marks_of(type(each), [each.pk])[each.pk]
        for code in OTHERS:
            made = {mark.field: mark.source for mark in marks if mark.language == code}
            found |= states_of(each, code, made)
    return found


def test_they_are_these_and_are_added_once():
    there = {model: list(rows(model).values_list("code", flat=True)) for model in CODES}
    assert there == CODES
    assert sum(map(len, CODES.values())) == NUMBER
    assert add_records() == 0


def test_two_of_each_kind_at_least_are_translated_into_every_language():
    whole = Counter()
    for row in all_records():
        if states(row) <= {State.DONE, State.NOTHING} and row.title_en:
            whole[f"{row._meta.model_name} {getattr(row, 'kind', '')}".strip()] += 1
    assert whole == {
        "resource Toolkit": 2,
        "campaign award": 1,
        "campaign campaign": 2,
        "campaign education": 2,
        "casestudy community": 1,
        "casestudy policy": 1,
        "recommendation business": 1,
        "recommendation procurement": 1,
        "productlabel claim": 1,
        "productlabel ecolabel": 1,
        "event online": 1,
        "event workshop": 1,
        "article": 2,
    }


def test_each_translation_says_what_made_it():
    """Each that has an English text beside it: an original is no translation."""
    found = Counter()
    for row in all_records():
        for each in (row, *parts_of(row)):
            marks = marks_of(type(each), [each.pk])[each.pk]
            for mark in marks:
                found[row.code, mark.language, mark.origin] += 1
            assert {(m.field, m.language) for m in marks} == translations(each)
    machine = {
        (code, language) for code, language, origin in found if origin == "machine"
    }
    assert machine == {
        (HALF, "fr"),
        ("sample-productlabel", "ar"),
        ("sample-third-cupboard", "es"),
    }
    assert {origin for _code, _language, origin in found} == {"files", "machine"}


def translations(row):
    return {
        (name, code)
        for name in translated_fields(type(row))
        for code in OTHERS
        if getattr(row, column(name, "en")) and getattr(row, column(name, code))
    }


def test_readers_are_told_where_a_machine_translated():
    told = {
        row.code: codes
        for row in all_records()
        if (codes := [code for code in OTHERS if is_told(row, code)])
    }
    assert told == {
        HALF: ["fr"],
        "sample-productlabel": ["ar"],
        "sample-third-cupboard": ["es"],
    }


def is_told(row, code):
    with translation.override(code):
        return is_by_machine(row, now=True)


def test_one_is_half_translated_and_outdated_in_one_language():
    case = CaseStudy.objects.get(code=HALF)
    marks = marks_of(CaseStudy, [case.pk])[case.pk]
    made = {m.field: m.source for m in marks if m.language == "es"}
    assert states_of(case, "es", made) == {State.OUTDATED, State.MISSING}
    assert states_of(case, "ru", {}) == {State.MISSING}
    moved = [m.field for m in marks if m.source != getattr(case, f"{m.field}_en")]
    assert moved == ["lead"]


@pytest.mark.parametrize("code", NAMES)
def test_what_was_written_in_another_language_is_shown_in_it(client, code):
    guide = f"/{code}/resources/{ARABIC}/"
    article = f"/{code}/news/{RUSSIAN}/"
    assert languages_of(client, guide, "سلال السعف") == ("ar" if code != "ar" else "")
    assert languages_of(client, article, "яблочная") == ("ru" if code != "ru" else "")
    assert "четыреста ведер" in client.get(article).text


def languages_of(client, path, word):
    """The language the heading with this word is marked with."""
    heading = re.search(r"<h1[^>]*>.*?</h1>", client.get(path).text, re.DOTALL)[0]
    assert word in heading
    marked = re.search(r'lang="([^"]+)"', heading)
    return marked[1] if marked else ""


@pytest.mark.parametrize("code", NAMES)
def test_each_page_says_in_each_language_that_it_is_invented(client, code):
    with translation.override(code):
        notice = translation.gettext("This is an invented sample.")
        for row in all_records():
            page = client.get(row.get_absolute_url())
            assert (row.code, page.status_code) == (row.code, 200)
            assert notice in page.text, row.code
    others = {HALF: ("en", "fr", "es"), ARABIC: ("ar",), RUSSIAN: ("ru",)}
    for row in all_records():
        if code in others.get(row.code, NAMES):
            assert getattr(row, column("title", code)).startswith(SAYS[code])


def test_they_name_nobody_real():
    assert [row.code for row in all_records() if row.parties.exists()] == []
    addresses = [
        edition.url for row in rows(Resource) for edition in row.editions.all()
    ]
    for event in rows(Event):
        for one in event.recordings.all():
            addresses += [one.url, one.transcript_url]
    assert len(addresses) == 8
    assert all(url.startswith("https://example.org/") for url in addresses)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("дрель", {"case_study": 1}),
        ("raccommodage", {"campaign": 1}),
        ("яблочная тележка", {"article": 1}),
        ("小扁豆", {"case_study": 1}),
    ],
)
def test_they_are_found_in_their_languages(query, found):
    assert kinds_of(query) == found


def test_they_go_without_trace_and_what_a_hub_shows_stays():
    real = make_record(CaseStudy, "real")
    hub = make_record(Hub, "a-hub", kind="theme")
    block = make_block(hub, "records", items=[{"campaign": rows(Campaign)[0]}])
    assert clear_records(dry_run=True) == {LEFT: 1, GONE: NUMBER - 1}
    assert len(all_records()) == NUMBER
    assert clear_records() == {LEFT: 1, GONE: NUMBER - 1}
    assert kinds_of("raccommodage") == {}
    block.delete()
    assert clear_records() == {GONE: 1}
    assert clear_records() == {}
    assert TranslationMark.objects.count() == 0
    assert CaseStudy.objects.filter(pk=real.pk).exists()


GONE = "records of the library"
LEFT = "records of the library that real records name, left"


def test_files_are_one_for_each_kind():
    assert {f"{name}.toml" for name in files.NAMES.values()} == {
        path.name for path in files.FOLDER.glob("*.toml")
    }
