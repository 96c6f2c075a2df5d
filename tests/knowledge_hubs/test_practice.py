"""Case studies, recommendations, labels and claims: their pages and open data."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import override

from knowledge_hubs.models import (
    CaseStudy,
    LabelAssessment,
    ProductLabel,
    Recommendation,
    Resource,
)
from oneplanet import searching
from oneplanet.text.languages import NAMES
from reporting.workflow import Action, State
from tests.factories import make_activity, make_record, make_secretariat
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = pytest.mark.django_db
CODES = ("ar", "zh_hans", "en", "fr", "ru", "es")


def page_of(client, record):
    return client.get(record.get_absolute_url())


# --- Case studies


def test_a_case_is_told_under_the_headings_that_are_filled(client):
    given = {"problem": "Too much.", "lessons": "<b>Ask</b>", "place": "Kisumu"}
    case = make_record(CaseStudy, started_year=2019, ended_year=2020, **given)
    page = page_of(client, case)
    told = [part["title"] for part in page.context["headings"] if part["is_told"]]
    assert told == ["The problem", "What others can learn"]
    assert "What was done" not in page.text
    assert "The source does not say." in page.text  # what came of it
    assert "&lt;b&gt;Ask&lt;/b&gt;" in page.text
    assert "Kisumu" in page.text
    assert "2019–2020" in page.text


def test_a_case_leads_to_its_activity_while_that_is_public(client):
    activity = make_activity(state=State.APPROVED, title="Bamboo bikes")
    case = make_record(CaseStudy, activity=activity)
    hidden = make_activity(state=State.SUBMITTED, title="CANARY")
    other = make_record(CaseStudy, "other", activity=hidden)

    def codes():
        rows = client.get(reverse("api:case-studies")).json()["results"]
        return {row["code"]: row["activity"] for row in rows}

    assert "Bamboo bikes" in page_of(client, case).text
    client.force_login(make_secretariat())
    assert "CANARY" not in page_of(client, other).text
    client.logout()
    assert codes() == {"a-record": activity.code, "other": None}
    activity.take(Action.UNPUBLISH, by=make_secretariat(), comment="Wrong.")
    assert "Bamboo bikes" not in page_of(client, case).text
    assert codes() == {"a-record": None, "other": None}


def test_a_case_outlives_the_draft_it_tells_of():
    draft = make_activity()
    case = make_record(CaseStudy, activity=draft)
    draft.versions.all().delete()
    draft.delete()
    case.refresh_from_db()
    assert case.activity is None


def test_a_case_does_not_end_before_it_began():
    for years in ({"started_year": 2020, "ended_year": 2019}, {"ended_year": 2019}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_record(CaseStudy, **years)


def test_a_case_is_found_by_what_was_learnt():
    case = make_record(CaseStudy, lessons="Ask the ostrich", place="Zebra town")
    searching.changed(case)
    assert kinds_of("ostrich") == kinds_of("zebra") == {"case_study": 1}


# --- Recommendations


def test_recommendations_are_narrowed_by_intervention_area(client):
    make_record(Recommendation, "buy", kind="procurement")
    make_record(Recommendation, "tell", kind="information")
    page = client.get(
        reverse("knowledge_hubs:recommendation_list") + "?kind=procurement"
    )
    assert [card["title"] for card in page.context["cards"]] == ["Buy"]
    (choice,) = [c for c in page.context["narrowing"] if c.name == "kind"]
    assert (choice.label, choice.every) == (
        "Intervention area",
        "All intervention areas",
    )


def test_a_recommendation_and_its_publications_lead_to_each_other(client):
    made = make_record(Recommendation, addressed_to="City councils")
    report, draft = (
        make_record(Resource, "report"),
        make_record(Resource, "canary", is_draft=True),
    )
    made.resources.set([report, draft])
    make_record(Recommendation, "CANARY", is_draft=True).resources.set([report])
    page = page_of(client, made)
    assert "City councils" in page.text
    assert 'href="/en/resources/report/"' in page.text
    assert "canary" not in page.text
    back = page_of(client, report)
    sections = back.context["beside"].sections
    assert [section.title for section in sections] == ["Recommendations"]
    assert 'href="/en/recommendations/a-record/"' in back.text
    assert "CANARY" not in back.text
    (row,) = client.get(reverse("api:recommendations")).json()["results"]
    assert row["resources"] == [{"resource": "report"}]


# --- Labels and claims


def test_a_label_says_who_checks_it_and_how_it_stands_to_the_principles(client):
    given = {"verified": "third_party", "says": "Made of wood", "scope": "Toys"}
    label = make_record(ProductLabel, kind="ecolabel", **given)
    label.assessments.create(
        principle="clarity", meets="partly", text="Small print", source="A study"
    )
    page = page_of(client, label)
    for words in ("Made of wood", "Toys", "Verified by a third party", "type I"):
        assert words in page.text
    assert page.context["assessments"]["rows"] == [
        ["Reliability", "not assessed", "", ""],
        ["Relevance", "not assessed", "", ""],
        ["Clarity", "met in part", "Small print", "A study"],
        ["Transparency", "not assessed", "", ""],
        ["Accessibility", "not assessed", "", ""],
    ]


def test_a_label_nobody_assessed_says_so(client):
    page = page_of(client, make_record(ProductLabel))
    assert page.context["assessments"] is None
    assert "No source that the portal knows of has assessed it" in page.text


def test_a_principle_is_assessed_once():
    label = make_record(ProductLabel)
    LabelAssessment.objects.create(label=label, principle="clarity", meets="yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        LabelAssessment.objects.create(label=label, principle="clarity", meets="no")


def test_a_label_is_found_by_what_it_says_and_why_it_was_assessed_so():
    label = make_record(ProductLabel, says="Ostrich")
    row = label.assessments.create(principle="clarity", meets="no", text="Zebra")
    searching.changed(row)
    assert kinds_of("ostrich") == kinds_of("zebra") == {"label": 1}


# --- What the report says


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("model", [CaseStudy, Recommendation, ProductLabel])
def test_what_the_report_names_has_its_paragraph_and_six_languages(model):
    assert model.objects.count()
    for record in model.objects.select_related("document"):
        assert str(record.document) == "E/2021/56"
        assert record.paragraph
        for code in CODES:
            assert getattr(record, f"title_{code}"), (record, code)
    told = dict(model.objects.values_list("code", "paragraph"))
    assert told == PARAGRAPHS[model]


PARAGRAPHS = {
    CaseStudy: {
        "sustainable-public-procurement-in-senegal": "76",
        "dialogue-forum-on-sustainable-public-procurement": "80",
    },
    Recommendation: {
        "better-information-on-plastic-packaging": "25, 26",
        "campaigns-that-change-plastic-habits": "25, 27",
        "public-procurement-without-needless-plastic": "25",
        "revise-procurement-procedures-for-buildings": "68",
        "new-business-models-for-buildings": "68",
        "work-across-sectors-for-buildings": "68",
        "standards-for-using-construction-waste-again": "68",
    },
    ProductLabel: {"msc-blue-fish-label": "85"},
}


@pytest.mark.parametrize("language", NAMES)
def test_what_a_kind_has_beside_the_others_stands_there_in_every_language(
    client, language
):
    case = make_record(CaseStudy, "c", problem_en="CANARY-problem")
    label = make_record(ProductLabel, "l")
    given = {"principle": "clarity", "meets": "no", "text_en": "CANARY-assessed"}
    label.assessments.create(order=1, **given)
    with override(language):
        pages = [client.get(row.get_absolute_url()).text for row in (case, label)]
    assert ["CANARY" in page for page in pages] == [True, True]
