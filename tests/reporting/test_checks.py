"""What is looked at before a report is submitted, and what stands in its way."""

from datetime import date, timedelta

import pytest

from oneplanet.text import dates
from reporting.checks import RULES, Severity, findings, looked_wrong
from reporting.forms import ROW_FORMS, ActivityForm
from reporting.models import ActivityVersion
from reporting.reading import read
from reporting.workflow import Action
from tests.factories import make_activity, make_draft, make_organisation, make_user
from tests.reporting.writing import edit_url, make_writer

pytestmark = pytest.mark.django_db

SUMMARY = "Forty cooks of ten schools learned to plan meals that leave nothing over."
TWIN = "Another activity of your organisation has the same title. If it is another "
TWIN += "one, a year or a place in the title keeps them apart."


def found(version, severity=None):
    """(field, message) of what is found, of one severity or all."""
    content = read(ActivityVersion.objects.filter(pk=version.pk).with_twin())[0]
    rows = findings(content)
    return [(r.field, r.message) for r in rows if severity in (None, r.severity)]


def test_every_rule_is_about_a_question_of_the_form():
    asked = {*ActivityForm.base_fields, *ROW_FORMS}
    assert {rule.field for rule in RULES} <= asked
    assert {rule.severity for rule in RULES} == {Severity.WARNING, Severity.NOTE}


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"title": "COOKING AT SCHOOL"}, "title", "all in capital letters"),
        ({"summary": "We cooked."}, "summary", "summary is very short"),
        ({"title": SUMMARY, "summary": SUMMARY}, "summary", "only repeats the title"),
        ({"results": SUMMARY + " "}, "results", "the same as the summary"),
        ({"started_on": date(1921, 3, 1)}, "started_on", "Is the year right?"),
        ({"ended_on": date(2999, 3, 1)}, "ended_on", "more than five years from now"),
        (
            {"started_on": date(2000, 1, 1), "ended_on": date(2021, 1, 1)},
            "ended_on",
            "more than fifteen years",
        ),
    ],
)
def test_what_looks_wrong_is_said(given, field, words):
    author = make_user()
    content = {"title": "Cooking", "summary": SUMMARY} | given
    activity = make_draft(author=author, **content)
    said = found(activity.draft(), Severity.WARNING)
    assert [(name, words in str(text)) for name, text in said if name == field][:1] == [
        (field, True)
    ]
    good = make_draft(author=author, title="Cooking well", summary=SUMMARY)
    assert [n for n, _text in found(good.draft(), Severity.WARNING) if n == field] == []


def test_a_summary_in_chinese_is_as_long_as_it_says():
    text = "四十位厨师在十所学校学习如何安排不留剩饭的餐食。"
    draft = make_draft(language="zh-hans", title="学校烹饪", summary=text).draft()
    assert found(draft, Severity.WARNING) == []
    draft.language = "en"
    draft.save()
    assert [name for name, _text in found(draft, Severity.WARNING)] == ["summary"]


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ([(3, "kg"), (2999, "kg")], False),
        ([(3, "kg"), (3000, "KG")], True),
        ([(3, "kg"), (3000, "t")], False),
        ([(0, "kg"), (3000, "kg")], False),
        ([(-3, "kg")], True),
    ],
)
def test_numbers_far_apart_or_below_zero_are_asked_about(values, wrong):
    draft = make_draft(summary=SUMMARY).draft()
    for value, unit in values:
        draft.quantities.create(what="A", status="value", value=value, unit=unit)
    said = [name for name, _text in found(draft, Severity.WARNING)]
    assert said == (["quantities"] if wrong else [])


def test_a_title_used_twice_by_one_organisation_is_asked_about():
    author = make_user()
    ours = make_organisation(editor=author)
    given = {"author": author, "title": "Cooking", "summary": SUMMARY}
    first = make_draft(organisation=ours, **given)
    assert found(first.draft(), Severity.WARNING) == []
    second = make_draft(organisation=ours, **given | {"title": "COOKING"})
    assert found(second.draft(), Severity.WARNING) == [("title", TWIN)]
    make_draft(**given)  # another organisation's
    second.draft().delete()
    second.delete()
    assert found(first.draft(), Severity.WARNING) == []


def test_what_is_good_to_have_is_named_last_and_blocks_nothing():
    author = make_user()
    activity = make_draft(author=author, summary=SUMMARY)
    notes = found(activity.draft(), Severity.NOTE)
    fields = ["results", "partners", "impacts", "goals", "quantities", "links"]
    assert [name for name, _text in notes] == fields
    assert found(activity.draft()) == notes
    activity.take(Action.SUBMIT, by=author)
    assert activity.state == "submitted"


def test_of_a_question_that_blocks_nothing_else_is_said():
    draft = make_draft(summary=SUMMARY, title="").draft()
    draft.refused_fields.create(field="quantities-0", text="{}")
    said = findings(read([draft])[0])
    assert [(r.field, r.severity) for r in said[:2]] == [
        ("title", "blocker"),
        ("quantities-0", "blocker"),
    ]
    assert "quantities" not in {row.field for row in said}


def test_the_panel_counts_in_words_and_leads_across_steps(client):
    author, activity = make_writer()
    client.force_login(author)
    page = client.get(f"{edit_url(activity)}?step=where")
    assert "6 to mend" in page.text.replace("<bdi>", "").replace("</bdi>", "")
    urls = [line["url"] for group in page.context["panel"] for line in group["lines"]]
    assert urls[:2] == ["?step=what#id_title", "?step=what#id_summary"]
    whole = client.get(edit_url(activity))
    assert whole.context["panel"][0]["lines"][0]["url"] == "#id_title"
    for group in whole.context["panel"]:
        for line in group["lines"]:
            assert f'id="{line["url"][1:]}"' in whole.text


def test_a_reviewer_reads_what_looked_wrong_when_it_was_submitted(client):
    author, desk = make_user(), make_user()
    end = dates.today() + timedelta(days=6 * 366)
    given = {"summary": "We cooked.", "ended_on": end}
    activity = make_activity(state="submitted", author=author, reviewer=desk, **given)
    client.force_login(desk)
    page = client.get(f"/en/review/{activity.code}/")
    sealed = page.context["content"]
    assert [row.field for row in looked_wrong(sealed)] == ["summary", "ended_on"]
    assert "It ends more than five years from now. Is the year right?" in page.text
    assert "A link or a file lets readers" not in page.text
