"""Questions appear when an earlier answer needs them; a sealed version holds answers
to what was asked and no others."""

import re
from types import SimpleNamespace

import pytest

from programmes.models import Term
from reporting.checks import NOT_ASKED
from reporting.conditions import BY_CELL, CONDITIONS, NEEDS, unasked, unasked_questions
from reporting.drafts import save_draft
from reporting.forms import ActivityForm
from reporting.models import Quantity
from reporting.readiness import problems_of
from reporting.reading import read
from reporting.row_forms import QuantityForm
from reporting.workflow import Action
from tests.reporting.sheets import taken
from tests.reporting.writing import edit_url, make_writer, row, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_writer()


def save(writer, data):
    user, activity = writer
    counter = activity.draft().edit_count
    return save_draft(activity, by=user, data=data, counter=counter)


def wrapper(page, name):
    """The start tag of the question whose first control has this name."""
    before = page[: page.index(f'name="{name}"')]
    return before[before.rindex('class="field') :].split(">")[0]


def test_the_conditions_name_questions_and_answers_there_are(reference):
    fields, statuses = ActivityForm.base_fields, {"", *Quantity.Status.values}
    scopes = set(Term.objects.filter(vocabulary="scope").values_list("code", flat=True))
    for condition in CONDITIONS + NEEDS:
        assert {condition.field, condition.after} <= set(fields)
        assert condition.answers <= scopes
    for name, condition in BY_CELL.items():
        assert {name, condition.after} <= set(QuantityForm.base_fields)
        assert condition.answers <= statuses


@pytest.mark.parametrize(
    ("scope", "hidden"),
    [
        ("", {"countries", "regions"}),
        ("GLOBAL", {"countries", "regions"}),
        ("REGIONAL", set()),
        ("NATIONAL", {"regions"}),
    ],
)
def test_a_question_is_drawn_once_its_earlier_answer_is_saved(
    client, writer, scope, hidden
):
    user, activity = writer
    save(writer, typed(scope=scope, countries=[], regions=[]))
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    drawn = {n: wrapper(page, n) for n in ("countries", "regions", "sectors")}
    assert {name for name, tag in drawn.items() if " hidden" in tag} == hidden
    assert unasked({"scope": scope}) == (hidden if scope else set())
    assert 'data-when="scope=LOCAL NATIONAL REGIONAL SUBNATIONAL"' in drawn["countries"]
    assert "data-when" not in drawn["sectors"]


MARKS = re.compile('<span class="needed" data-needed="([^"]+)"( hidden)?>([^<]+)')


@pytest.mark.parametrize(
    ("scope", "countries", "marked", "lacking"),
    [
        ("", [], set(), set()),
        ("GLOBAL", [], set(), set()),
        ("NATIONAL", [], {"countries"}, {"countries"}),
        ("NATIONAL", ["KEN"], {"countries"}, set()),
        ("REGIONAL", [], {"regions"}, {"regions"}),
        ("REGIONAL", ["KEN"], {"regions"}, set()),
    ],
)
def test_what_an_answer_makes_needed_is_marked_so_and_stands_in_the_way_alone(
    client, writer, scope, countries, marked, lacking
):
    user, activity = writer
    version = save(writer, typed(scope=scope, countries=countries, regions=[]))
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    assert MARKS.findall(page) == [
        (
            "scope=LOCAL NATIONAL SUBNATIONAL",
            "" if "countries" in marked else " hidden",
            "(needed before you submit)",
        ),
        (
            "scope=REGIONAL",
            "" if "regions" in marked else " hidden",
            "(needed before you submit, unless you choose countries)",
        ),
    ]
    assert {row.field for row in problems_of(version)} & {"countries", "regions"} == (
        lacking
    )
    where = re.search(r'href="\?step=where"[^>]*>.*?</li>', page, re.DOTALL).group()
    assert ("done" in where) == bool(scope and not lacking)


def test_an_answer_no_longer_asked_for_stays_in_sight_and_is_said_to_be_left_out(
    client, writer
):
    user, activity = writer
    version = save(writer, typed(scope="GLOBAL"))
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    assert " hidden" not in wrapper(page, "countries")
    assert (
        page.count("data-left-out>Not asked any more after your earlier answer.") == 2
    )
    assert version.countries.count() == 2
    panel = client.get(edit_url(activity)).context["panel"]
    said = {line["label"] for group in panel for line in group["lines"]}
    asked = ActivityForm.base_fields
    assert {asked["countries"].label, asked["regions"].label} <= said


def test_an_answer_given_before_the_earlier_one_stays_asked_and_in_sight(
    client, writer
):
    """As in a draft copied from an initiative, or from last year's report."""
    user, activity = writer
    version = save(writer, typed(scope="", regions=[]))
    client.force_login(user)
    answer = client.get(edit_url(activity))
    page = answer.text
    assert " hidden" not in wrapper(page, "countries")
    assert " hidden" in wrapper(page, "regions")
    assert page.count("data-left-out hidden>Not asked any more") == page.count(
        "data-left-out"
    )
    left_out = [
        line
        for group in answer.context["panel"]
        for line in group["lines"]
        if line["text"] == str(NOT_ASKED)
    ]
    assert left_out == []
    content = read([version])[0]
    assert ([word.code for word in content.countries], content.left_out) == (
        ["KEN", "PER"],
        {},
    )


def test_the_spreadsheet_holds_what_is_answered_before_the_earlier_one(writer):
    user, activity = writer
    save(writer, typed(scope="", regions=[]))
    [cells] = taken(user, activity.organisation)
    assert cells["countries"] == "Ken; Per"


def test_a_question_after_one_not_answered_yet_keeps_its_answer():
    first, second, third = (
        SimpleNamespace(pk=n, order=n, asked_after_id=n - 1 or None, asked_for="yes")
        for n in (1, 2, 3)
    )
    asked = (third, first, second)
    assert unasked_questions(asked, {}) == {2, 3}
    assert unasked_questions(asked, {2: {"no"}}) == {3}
    assert unasked_questions(asked, {3: {""}}) == {2}
    assert unasked_questions(asked, {1: {"no"}, 3: {""}}) == {2, 3}
    assert unasked_questions(asked, {1: {"yes"}, 2: {"no"}, 3: {""}}) == {3}


def test_a_sealed_version_holds_no_answer_to_what_was_not_asked(writer):
    user, activity = writer
    cells = {"status": "value", "value": "3", "unit": "kg", "reason": "Just so."}
    none = {"status": "no_data", "value": "", "unit": "kg", "reason": "Not counted."}
    rows = row("quantities", 0, what="A", **cells) | row(
        "quantities", 1, what="B", **none
    )
    version = save(writer, typed(scope="GLOBAL", countries=["XXX"], **rows))
    assert list(version.refused_fields.values_list("field", flat=True)) == ["countries"]
    preview = read([version])[0]
    assert (preview.countries, preview.regions) == ([], [])
    sealed = activity.take(Action.SUBMIT, by=user).version
    assert (sealed.countries.count(), sealed.regions.count()) == (0, 0)
    stored = list(sealed.quantities.values_list("what", "unit", "reason"))
    assert stored == [("A", "kg", ""), ("B", "", "Not counted.")]


def test_an_answer_hidden_and_asked_again_is_there(writer):
    save(writer, typed(scope="GLOBAL"))
    version = save(writer, typed(scope="NATIONAL", regions=[]))
    assert version.countries.count() == 2


@pytest.mark.parametrize(
    ("status", "hidden"),
    [("value", {"reason"}), ("no_data", {"value", "unit"})],
)
def test_the_cells_of_a_number_follow_its_answer(client, writer, status, hidden):
    user, activity = writer
    cells = {"what": "Meals", "status": status}
    cells |= {"reason": "Why"} if status == "no_data" else {"value": "3", "unit": "kg"}
    save(writer, typed(**row("quantities", 0, **cells)))
    client.force_login(user)
    page = client.get(edit_url(activity)).text
    names = ("what", "status", "value", "unit", "reason")
    drawn = {name: wrapper(page, f"quantities-0-{name}") for name in names}
    assert {name for name, tag in drawn.items() if " hidden" in tag} == hidden
