"""Lists of the admin write numbers and times as the rest of the portal does."""

import re
from datetime import UTC, date, datetime

import pytest
from django.contrib.admin.utils import lookup_field
from django.db import models
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from knowledge_hubs.models import AskedQuery, HotspotRelease, Resource
from oneplanet.admin import site
from oneplanet.text import dates
from programmes.models import OrganisationMerge
from reporting.models import LinkCheck
from reporting.workflow import State
from tests.factories import (
    make_activity,
    make_country,
    make_organisation,
    make_record,
    make_secretariat,
    make_user,
    make_word,
)

pytestmark = pytest.mark.django_db
WRITTEN = (models.IntegerField, models.DecimalField, models.DateField)


def listed(client, model, code="ar", **asked):
    opts = model._meta
    with translation.override(code):
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    return client.get(url, asked)


def cell(answer, name):
    found = re.search(rf'<td class="field-{name}">(.*?)</td>', answer.text, re.DOTALL)
    return re.sub("<[^>]+>", "", found[1])


def test_no_list_leaves_a_number_or_a_time_to_django(client):
    """Whatever the page of the admin, and the column still sorts by its field."""
    request = RequestFactory().get("/")
    request.user = make_secretariat()
    raw, written = [], 0
    for model, page in site._registry.items():
        fields = {field.name: field for field in model._meta.concrete_fields}
        columns = page.get_list_display(request)
        for column in columns:
            field = fields.get(column) if isinstance(column, str) else None
            if isinstance(field, WRITTEN) and not field.choices:
                raw.append((model.__name__, column))
            if (name := getattr(column, "admin_order_field", None)) in fields:
                written += 1
                told = page.get_sortable_by(request)
                assert not told or column in told, (model, name)
    assert raw == []
    assert written > 40


def test_an_arabic_list_has_arabic_digits(client):
    client.force_login(make_secretariat())
    asked = {"query": "خيزران", "results": 3255, "last_on": date(2026, 3, 5)}
    AskedQuery.objects.create(language="ar", **asked)
    answer = listed(client, AskedQuery, state="all")
    assert cell(answer, "results") == "٣٬٢٥٥"
    assert cell(answer, "last_on") == "٥ آذار/مارس ٢٠٢٦"
    assert (
        cell(listed(client, AskedQuery, "fr", state="all"), "results") == "3\u202f255"
    )
    moment = datetime(2026, 3, 5, 14, 32, tzinfo=UTC)
    gone = {"state": "gone", "failures": 2, "failing_since": moment}
    LinkCheck.objects.create(address="https://a.example/", host="a.example", **gone)
    tool = make_record(Resource, website="https://a.example/")
    shown = listed(client, LinkCheck)
    assert cell(shown, "failing_since").startswith("٥ آذار/مارس ٢٠٢٦")
    assert re.fullmatch("[٠-٩]+٪", cell(listed(client, Resource), "completeness"))
    release = HotspotRelease.objects.create(code="r", version="1", resource=tool)
    given = {"indicator": "Climate", "value": 1, "unit": "t", "year": 2022}
    value = release.values.create(
        perspective="production", country=make_country("KEN"), **given
    )
    page = site._registry[type(value)]
    [year] = [
        c for c in page.get_list_display(None) if getattr(c, "__name__", "") == "year"
    ]
    with translation.override("ar"):
        said = lookup_field(year, value, page)[2]
    assert said == '<bdi dir="rtl"><time datetime="2022">٢٠٢٢</time></bdi>'


def read(client, row, name, code="ar"):
    opts = row._meta
    with translation.override(code):
        url = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])
    answer = client.get(url)
    pattern = rf'field-{name}">.*?<div class="readonly">(.*?)</div>'
    found = re.search(pattern, answer.text, re.DOTALL)
    return re.sub("<[^>]+>", "", found[1])


def test_a_rows_page_writes_what_is_read_alone_in_words_too(client):
    client.force_login(make_secretariat())
    moment = datetime(2026, 11, 28, 10, 50, tzinfo=UTC)
    merge = OrganisationMerge.objects.create(
        gone=make_organisation(),
        kept=make_organisation(),
        merged_at=moment,
        merged_by=make_user(),
        reason="One body.",
    )
    assert read(client, merge, "merged_at") == (
        "٢٨ تشرين الثاني/نوفمبر ٢٠٢٦، ١٠:٥٠ UTC"
    )
    assert read(client, merge, "merged_at", "en") == "28 November 2026, 10:50 UTC"
    assert read(client, merge, "undone_at", "en") == "–"
    activity = make_activity(state=State.SUBMITTED)
    sealed = activity.latest_sealed().sealed_at
    with translation.override("ar"):
        url = reverse("admin:reporting_activity_change", args=[activity.pk])
        told = dates.moment_words(sealed)
    assert f">{told}</time>" in client.get(url).text


def test_pages_of_a_list_are_counted_in_the_readers_digits(client):
    client.force_login(make_secretariat())
    words = [make_word(code=f"w-{n}", word_en=f"Word {n}") for n in range(51)]
    answer = listed(client, type(words[0]))
    [pager] = re.findall('<nav class="paginator".*?</nav>', answer.text, re.DOTALL)
    told = re.sub("<[^>]+>", " ", pager.partition("</h2>")[2]).split()
    assert told[:3] == ["١", "٢", "٥١"]
    assert 'href="?p=2"' in pager
    assert "<bdi>51</bdi> glossary terms" in listed(client, type(words[0]), "en").text
