"""What campaigns found and reached: the table on their page, open data, the search."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.campaign_results import results_of, table_of
from knowledge_hubs.models import Campaign, CampaignResult
from oneplanet import searching
from programmes.models import PublishedFigure
from tests.factories import make_figure, make_record
from tests.knowledge_hubs.test_search_follows import kinds_of

pytestmark = pytest.mark.django_db


def table(campaign):
    made = table_of(campaign, results_of(campaign))
    heads = [column["label"] for column in made["columns"]]
    return [dict(zip(heads, row, strict=True)) for row in made["rows"]]


def add(campaign, **given):
    given = {"kind": "outcome", "metric": "Less thrown away"} | given
    return campaign.results.create(**given)


def test_a_result_says_what_was_asked_of_whom_and_how():
    campaign = make_record(Campaign)
    text = make_figure("PF-1", number=79)
    text.unit_label = "%"
    text.save()
    add(campaign, figure=text.figure, metric="Changed what they do", order=1)
    add(
        campaign,
        kind="reach",
        number=12500,
        qualifier="approx",
        unit_label="people",
        sample="Households in three towns",
        sample_size=1204,
        method="Survey by post",
        measured_on=date(2020, 5, 4),
        source="The campaign’s own report",
        order=2,
    )
    add(campaign, in_words="Shops order less", kind="situation", year=2019, order=3)
    assert table(campaign) == [
        {
            "What was measured": "Changed what they do",
            "Result": '<span class="onward"><a href="/en/figures/#PF-1"><bdi>79%</bdi>'
            "</a></span>",
            "What it tells": "What changed",
            "Who was asked or counted": "not stated",
            "How it was measured": "not stated",
            "When": "",
            "Source": "E/0, paragraph 7",
        },
        {
            "What was measured": "Less thrown away",
            "Result": "<bdi>about 12,500\u00a0people</bdi>",
            "What it tells": "Whom it reached",
            "Who was asked or counted": "Households in three towns "
            "(asked: <bdi>1,204</bdi>)",
            "How it was measured": "Survey by post",
            "When": "4 May 2020",
            "Source": "The campaign’s own report",
        },
        {
            "What was measured": "Less thrown away",
            "Result": "Shops order less",
            "What it tells": "Where people stood",
            "Who was asked or counted": "not stated",
            "How it was measured": "not stated",
            "When": "2019",
            "Source": "",
        },
    ]


def test_a_column_nobody_fills_is_left_out_and_numbers_follow_the_language():
    campaign = make_record(Campaign)
    add(campaign, number=1250, sample_size=3255, metric_ar="طعام أقل")
    with translation.override("ar"):
        (row,) = table_of(campaign, results_of(campaign))["rows"]
    assert len(row) == 5  # without a day and a source
    assert row[:2] == ["طعام أقل", "<bdi>١٬٢٥٠</bdi>"]
    assert "٣٬٢٥٥" in row[3]


def test_a_page_tells_a_figure_once_and_hides_what_is_replaced(client):
    campaign = make_record(Campaign)
    told, beside, wrong = (make_figure(f"PF-{n}") for n in range(3))
    campaign.figures.set([told.figure, beside.figure])
    add(campaign, figure=told.figure, metric="It is told")
    add(campaign, figure=wrong.figure, metric="CANARY-wrong")
    make_figure("PF-9", replaces=wrong.figure)
    page = client.get(campaign.get_absolute_url())
    assert [text.figure.code for text in page.context["figures"]] == ["PF-1"]
    assert "It is told" in page.text
    assert "CANARY-wrong" not in page.text
    (api,) = client.get(reverse("api:campaigns")).json()["results"]
    assert [row["metric"] for row in api["results"]] == ["It is told"]


def test_a_campaign_without_results_says_nothing_of_them(client):
    page = client.get(make_record(Campaign).get_absolute_url())
    assert 'id="results"' not in page.text


def test_a_text_of_an_editor_is_a_text(client):
    campaign = make_record(Campaign)
    add(campaign, metric="<b>x", sample="<i>y", in_words="<u>z")
    page = client.get(campaign.get_absolute_url()).text
    for text in ("&lt;b&gt;x", "&lt;i&gt;y", "&lt;u&gt;z"):
        assert text in page


def test_results_are_open_data(client):
    campaign = make_record(Campaign)
    text = make_figure("PF-1", number=79, paragraph="83")
    text.unit_label = "%"
    text.save()
    add(campaign, figure=text.figure, sample="Citizens", sample_size=10)
    (record,) = client.get(reverse("api:campaigns")).json()["results"]
    assert record["results"] == [
        {
            "kind": "outcome",
            "kind_label": "What changed",
            "metric": "Less thrown away",
            "metric_language": "en",
            "value": 79,
            "qualifier": "exact",
            "qualifier_label": "exactly",
            "unit": "%",
            "in_words": None,
            "in_words_language": None,
            "sample": "Citizens",
            "sample_language": "en",
            "sample_size": 10,
            "method": None,
            "method_language": None,
            "measured_on": None,
            "year": None,
            "figure": "PF-1",
            "document": "E/0",
            "paragraph": "83",
            "source": None,
        }
    ]
    address = reverse(
        "knowledge_hubs:list_download", kwargs={"name": "campaigns", "ending": "csv"}
    )
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert "Less thrown away: 79 %" in body.decode()


def test_a_campaign_is_found_by_what_was_measured_at_once():
    campaign = make_record(Campaign)
    searching.changed(campaign)
    result = add(campaign, metric="Ostrich")
    assert kinds_of("ostrich") == {}
    searching.changed(result)
    assert kinds_of("ostrich") == {"campaign": 1}
    keys = searching.keys_of(result)
    result.delete()
    searching.follow(keys)
    assert kinds_of("ostrich") == {}


@pytest.mark.parametrize(
    "given",
    [
        {"number": 3, "figure": True},
        {"number": 3, "sample_size": 0},
        {"number": 3, "year": 2020, "measured_on": date(2020, 1, 1)},
    ],
)
def test_the_database_refuses_a_result_that_cannot_be(given):
    campaign = make_record(Campaign)
    if "figure" in given:
        given = given | {"figure": make_figure().figure}
    with pytest.raises(IntegrityError), transaction.atomic():
        add(campaign, **given)


def test_a_result_says_something():
    result = CampaignResult(campaign=make_record(Campaign), kind="reach", metric="x")
    with pytest.raises(ValidationError, match="Say what came out"):
        result.full_clean()
    result.in_words_ru = "Меньше"
    result.full_clean()


@pytest.mark.usefixtures("reference")
def test_what_the_report_says_of_campaigns_is_there():
    rows = CampaignResult.objects.order_by("campaign__order", "order").values_list(
        "campaign__code", "kind", "figure__code", "sample_en", "sample_size"
    )
    told = "Citizens who saw the campaign", None
    assert list(rows) == [
        ("keep-crushing-it", "outcome", "PF-83-2", *told),
        *(
            (
                "wasting-food-its-out-of-date",
                "situation",
                code,
                *("People in the United Kingdom", None),
            )
            for code in ("PF-83-3", "PF-83-4")
        ),
        ("edukatu", "reach", "PF-84-1", "", None),
        ("edukatu", "reach", "PF-84-2", "", None),
        ("global-search-for-sustainable-schools", "reach", "PF-84-3", "", None),
        ("wave-of-change", "outcome", "PF-30-1", "", None),
    ]
    for result in CampaignResult.objects.all():
        for code in ("ar", "zh_hans", "en", "fr", "ru", "es"):
            assert getattr(result, f"metric_{code}"), (result, code)
        about = Campaign.objects.filter(pk=result.campaign_id)
        assert about.filter(figures=result.figure).exists(), result
    assert PublishedFigure.objects.get(code="PF-83-2").number == 79
