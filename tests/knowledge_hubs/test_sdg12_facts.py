"""The SDG 12 hub with the real Goal in it: everything there, nothing made up."""

import pytest
from django.urls import reverse

from knowledge_hubs.sdg12 import FIGURES
from programmes.models import (
    CustodianRole,
    IndicatorName,
    PublishedFigure,
    ReportingRoute,
    SdgIndicator,
    SdgTarget,
)
from tests.fact_tables import facts
from tests.knowledge_hubs.reading import items, main, section, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LANGUAGES = ("ar", "zh_hans", "en", "fr", "ru", "es")
TEXTS = ("what", "reported_by", "reported_to", "cycle", "next_round", "how", "note")


def test_the_goal_is_there_and_counted(client):
    counts = {
        model.__name__: model.objects.count()
        for model in (
            SdgTarget,
            SdgIndicator,
            CustodianRole,
            IndicatorName,
            ReportingRoute,
        )
    }
    assert counts == {
        "SdgTarget": 11,
        "SdgIndicator": 13,
        "CustodianRole": 19,
        "IndicatorName": 5,
        "ReportingRoute": 14,
    }
    page = client.get(reverse("knowledge_hubs:sdg12"))
    found = section(page, "targets")
    for row in [*SdgTarget.objects.all(), *SdgIndicator.objects.all()]:
        assert f'href="{row.get_absolute_url()}"' in found, row
    assert (
        len(items(section(page, "process"))) == 12
    )  # three conventions share one body


def test_every_indicator_shows_all_its_agencies_parts_and_names(client):
    for indicator in SdgIndicator.objects.all():
        page = client.get(indicator.get_absolute_url())
        known = [
            row for row in facts("custodians") if row["indicator"] == indicator.code
        ]
        assert len(items(section(page, "custodians"))) == len(known), indicator
        assert len(items(section(page, "parts"))) == indicator.parts.count(), indicator
        names = 1 + indicator.former_names.count()
        assert len(items(section(page, "names"))) == names, indicator
        ways = section(page, "reporting").count("<dl")
        assert ways == indicator.routes.count() > 0, indicator


def test_food_loss_and_food_waste_have_an_agency_each(client):
    indicator = SdgIndicator.objects.get(code="12.3.1")
    page = client.get(indicator.get_absolute_url())
    assert items(section(page, "custodians")) == [
        "(a) Food loss index Food and Agriculture Organization of the United Nations",
        "(b) Food waste index United Nations Environment Programme",
    ]


def test_ways_of_reporting_are_told_in_six_languages_or_in_none():
    for route in ReportingRoute.objects.all():
        assert route.document, route
        for text in TEXTS:
            told = {bool(getattr(route, f"{text}_{code}")) for code in LANGUAGES}
            assert len(told) == 1, (route, text)


def test_no_figure_is_there_that_no_document_printed(client):
    printed = PublishedFigure.objects.in_force().filter(code__in=FIGURES)
    assert printed.count() == len(FIGURES)
    page = client.get(reverse("knowledge_hubs:sdg12"))
    shown = [text.figure.code for text in page.context["figures"]]
    assert shown == list(FIGURES)


def test_the_contradictions_of_the_sources_are_told(client):
    goal = words(main(client.get(reverse("knowledge_hubs:sdg12"))))
    assert "paddy-field convention" in goal and "leaves out IRENA" in goal
    procurement = SdgIndicator.objects.get(code="12.7.1").get_absolute_url()
    notes = words(section(client.get(procurement), "figures"))
    assert notes.count("count the same round differently") == 1
    policies = SdgIndicator.objects.get(code="12.1.1").get_absolute_url()
    assert "paragraph 19 of policies and implementation" in words(
        section(client.get(policies), "figures")
    )


def test_where_to_report_leads_to_every_indicator_once(client):
    page = words(main(client.get(reverse("knowledge_hubs:where_to_report"))))
    response = client.get(reverse("knowledge_hubs:where_to_report"))
    ways = [route for row in response.context["roles"] for route in row["routes"]]
    assert len(ways) == 14 and len({way.pk for way in ways}) == 14
    assert "Report an activity" in page
