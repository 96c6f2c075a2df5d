"""Hotspot values of a country: brought as a file, shown as they were printed."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from knowledge_hubs.models import HotspotRelease, HotspotValue, Resource
from tests.factories import make_country, make_record, make_secretariat

pytestmark = pytest.mark.django_db
HEADS = "release,country,year,indicator,perspective,sector,value,unit"
IMPORT = "admin:knowledge_hubs_hotspotvalue_import"


def make_release(code="v-1", **given):
    given = {"version": code.upper(), "licence": "Asked for"} | given
    given.setdefault("resource", make_record(Resource, f"tool-{code}"))
    return HotspotRelease.objects.create(code=code, **given)


def bring(client, *lines, heads=HEADS, confirmed=False):
    text = "\n".join([heads, *lines])
    given = {"text": text, "confirmed": "1"} if confirmed else {}
    if not confirmed:
        given["file"] = SimpleUploadedFile("values.csv", text.encode())
    return client.post(reverse(IMPORT), given)


def table_of(client, country):
    hotspots = client.get(country.get_absolute_url()).context["hotspots"]
    return hotspots and [
        [strip_tags(cell) for cell in row] for row in hotspots.table["rows"]
    ]


def test_a_file_is_looked_at_then_written_then_published(client):
    country, release = make_country("KEN"), make_release()
    client.force_login(make_secretariat())
    lines = (
        "v-1,KEN,2019,Climate,consumption,,12.500,Mt CO2 eq",
        "v-1,KEN,2020,Climate,consumption,,13.25,Mt CO2 eq",
        "v-1,KEN,2020,Climate,consumption,Food,4,Mt CO2 eq",
        "v-1,KEN,2020,Climate,consumption,Steel,2,Mt CO2 eq",
        "v-1,KEN,2020,Climate,consumption,Paper,6.5,Mt CO2 eq",
        "v-1,KEN,2020,Climate,consumption,Toys,1,Mt CO2 eq",
        "v-1,KEN,2018,Water,production,Crops,1000,Mm3",
    )
    looked = bring(client, *lines)
    assert looked.context["preview"]["counts"]["new"] == 7
    assert not HotspotValue.objects.exists()
    assert bring(client, *lines, confirmed=True).status_code == 302
    assert HotspotValue.objects.count() == 7
    client.logout()
    assert table_of(client, country) is None
    HotspotRelease.objects.update(is_draft=False)
    assert table_of(client, country) == [
        [
            "Climate",
            "Consumption footprint",
            "2020",
            "13.25 Mt CO2 eq",
            "Paper: 6.5 Mt CO2 eq, Food: 4 Mt CO2 eq, Steel: 2 Mt CO2 eq",
        ],
        [
            "Water",
            "Domestic production",
            "2018",
            "not stated",
            "Crops: 1,000 Mm3",
        ],
    ]
    page = client.get(country.get_absolute_url())
    assert release.resource.get_absolute_url() in page.text
    assert "V-1" in page.text
    assert "Asked for" in page.text
    assert "invented sample" not in page.text


def test_one_wrong_row_and_nothing_is_written(client):
    make_country("KEN")
    make_release()
    make_release("v-0", is_draft=False)
    client.force_login(make_secretariat())
    looked = bring(
        client,
        "v-1,KEN,2020,Climate,consumption,,1,t",
        "v-1,XXX,2020,Climate,consumption,,1,t",
        "v-0,KEN,2020,Climate,consumption,,1,t",
        "v-1,KEN,20,Climate,consumption,,1,t",
        "v-1,KEN,2021,Climate,sideways,,1,t",
        "v-1,KEN,2022,Climate,consumption,,many,t",
        "v-1,KEN,2023,Climate,consumption,,,t",
    )
    mistakes = looked.context["preview"]["mistakes"]
    assert sorted({line for line, _column, _text in mistakes}) == [3, 4, 5, 6, 7, 8]
    assert not HotspotValue.objects.exists()
    twice = bring(client, *["v-1,KEN,2020,Climate,consumption,,1,t"] * 2)
    assert "Line 3 names the same as line 2." in twice.text
    lacking = bring(client, "v-1", heads="release")
    assert "There is no column “country”." in lacking.text


def test_the_same_file_again_changes_what_differs(client):
    make_country("KEN")
    make_release()
    client.force_login(make_secretariat())
    bring(client, "v-1,KEN,2020,Climate,consumption,,1,t", confirmed=True)
    looked = bring(
        client,
        "v-1,KEN,2020,Climate,consumption,,1.0,t",
        "v-1,KEN,2021,Climate,consumption,,2,t",
    )
    counts = looked.context["preview"]["counts"]
    assert (counts["new"], counts["update"], counts["skip"]) == (1, 0, 1)
    bring(client, "v-1,KEN,2020,Climate,consumption,,3,t", confirmed=True)
    assert [row.value for row in HotspotValue.objects.all()] == [3]
    flags = LogEntry.objects.order_by("pk").values_list("action_flag", flat=True)
    assert list(flags) == [ADDITION, CHANGE]


def test_what_was_brought_before_it_was_published_is_brought_no_more(client):
    make_country("KEN")
    make_release()
    client.force_login(make_secretariat())
    line = "v-1,KEN,2020,Climate,consumption,,1,t"
    bring(client, line, confirmed=True)
    HotspotRelease.objects.update(is_draft=False)
    bring(client, line.replace(",1,", ",2,"), confirmed=True)
    assert [row.value for row in HotspotValue.objects.all()] == [1]


def test_a_tool_that_is_no_longer_public_is_not_named(client):
    country, release = make_country("KEN"), make_release(is_draft=False)
    of = {"country": country, "year": 2020, "perspective": "production"}
    release.values.create(indicator="Climate", value=1, **of)
    Resource.objects.update(is_draft=True, title="CANARY")
    page = client.get(country.get_absolute_url())
    assert "V-1" in page.text
    assert "CANARY" not in page.text
    assert release.resource.get_absolute_url() not in page.text


def test_values_of_a_public_version_stay(client):
    country, release = make_country("KEN"), make_release(is_draft=False)
    value = release.values.create(
        country=country, year=2020, indicator="A", perspective="production", value=1
    )
    client.force_login(make_secretariat())
    where = "admin:knowledge_hubs_hotspotvalue"
    page = client.get(reverse(f"{where}_change", args=[value.pk]))
    assert not page.context["show_save"]
    make_release("draft").values.create(
        country=country, year=2020, indicator="B", perspective="production", value=1
    )
    releases = reverse("admin:knowledge_hubs_hotspotrelease_changelist")
    chosen = list(HotspotRelease.objects.values_list("pk", flat=True))
    done = client.post(releases, {"action": "empty", "_selected_action": chosen})
    assert done.status_code == 302
    assert [row.indicator for row in HotspotValue.objects.all()] == ["A"]


def test_the_newest_public_version_is_shown(client):
    country = make_country("KEN")
    of = {"country": country, "year": 2020, "perspective": "production", "unit": "t"}
    for code in ("old", "new", "later"):
        release = make_release(code, is_draft=False)
        release.values.create(indicator=code, value=1, **of)
    tomorrow = timezone.now() + timedelta(days=1)
    HotspotRelease.objects.filter(code="later").update(publish_at=tomorrow)
    assert [row[0] for row in table_of(client, country)] == ["new"]


def test_words_of_the_tool_are_marked_as_english(client):
    country, release = make_country("KEN"), make_release(is_draft=False)
    release.values.create(
        country=country,
        year=2020,
        indicator="Climate <change>",
        perspective="production",
        sector="Food",
        value="-0.5",
        unit="t",
    )
    page = client.get(f"/ar/countries/{country.code}/")
    assert '<span lang="en" dir="ltr">Climate &lt;change&gt;</span>' in page.text
    assert "−٠٫٥" in page.text
