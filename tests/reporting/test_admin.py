"""Policies are curated in the admin; activities are read there and never written."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from reporting.models import Activity, ActivityVersion, PolicyInstrument
from reporting.workflow import State
from tests.admin_forms import filled
from tests.factories import (
    make_activity,
    make_administrator,
    make_secretariat,
    make_user,
    revise,
)

pytestmark = pytest.mark.django_db


def page(model, name, *args):
    return reverse(f"admin:reporting_{model._meta.model_name}_{name}", args=args)


# --- Policies -------------------------------------------------------------------------


@pytest.fixture
def policy(reference):
    return PolicyInstrument.objects.get(code="POL-SGP-1")


def test_a_policy_is_edited_in_six_languages(client, editor, policy):
    address = page(PolicyInstrument, "change", policy.pk)
    form = filled(client.get(address), summary_ar="ملخص", end_year="2030")
    assert client.post(address, form).status_code == 302
    policy.refresh_from_db()
    assert (policy.summary_ar, policy.end_year) == ("ملخص", 2030)
    line = policy.history.first()
    assert (line.history_user, line.summary_ar) == (editor, "ملخص")
    assert LogEntry.objects.get(object_id=policy.pk).user == editor


def test_a_policys_words_are_chosen(client, editor, policy):
    address = page(PolicyInstrument, "change", policy.pk)
    sector = policy.sectors.model.objects.filter(vocabulary="sector").last()
    form = filled(client.get(address), sectors=[str(sector.pk)], tags=[])
    client.post(address, form)
    assert list(policy.sectors.all()) == [sector]
    assert not policy.tags.exists()


def test_years_in_the_wrong_order_are_refused_in_words(client, editor, policy):
    address = page(PolicyInstrument, "change", policy.pk)
    form = filled(client.get(address), start_year="2020", end_year="2019")
    answer = client.post(address, form)
    assert answer.status_code == 200
    assert "The last year comes before the first." in answer.content.decode()


def test_a_new_policy_is_the_last(client, editor, policy):
    last = max(PolicyInstrument.objects.values_list("order", flat=True))
    form = filled(client.get(page(PolicyInstrument, "add")))
    given = {
        "code": ["POL-NEW"],
        "country": [str(policy.country_id)],
        "name": ["A law"],
        "name_language": ["en"],
    }
    answer = client.post(page(PolicyInstrument, "add"), form | given)
    assert answer.status_code == 302
    assert PolicyInstrument.objects.get(code="POL-NEW").order == last + 1


# --- Activities -----------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_secretariat, make_administrator])
@pytest.mark.parametrize("state", [State.SUBMITTED, State.APPROVED])
def test_a_report_is_read_and_never_written(client, make, state):
    activity = make_activity(state=state)
    version = activity.versions.exclude(sealed_at=None).get()
    client.force_login(make())
    for row in (activity, version):
        address = page(type(row), "change", row.pk)
        shown = client.get(address)
        assert shown.status_code == 200
        assert "_save" not in shown.content.decode()
        for change in (address, page(type(row), "delete", row.pk)):
            assert client.post(change, {"post": "yes"}).status_code == 403
        chosen = {"action": "delete_selected", "_selected_action": [row.pk]}
        client.post(page(type(row), "changelist"), chosen | {"post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()
        assert client.get(page(type(row), "add")).status_code == 403


def test_a_draft_is_its_authors_own(client):
    activity = make_activity(state=State.DRAFT)
    version = activity.draft()
    client.force_login(make_administrator())
    for row in (activity, version):
        listed = client.get(page(type(row), "changelist")).context["cl"]
        assert listed.result_count == 0
        assert client.get(page(type(row), "change", row.pk)).status_code == 302
    assert (Activity.objects.count(), ActivityVersion.objects.count()) == (1, 1)


@pytest.mark.parametrize("make", [make_secretariat, make_administrator])
def test_nothing_is_found_by_the_words_of_a_draft(client, make):
    """Nor what was submitted before, by those of its revision."""
    author = make_user()
    activity = make_activity(state=State.APPROVED, author=author, title="Ten schools")
    sealed = activity.versions.get()
    draft = revise(activity, author=author, title="Twelve gardens")
    draft.summary = "With pumps."
    draft.save()
    client.force_login(make())
    asked = [
        (model, words)
        for model in (Activity, ActivityVersion)
        for words in (activity.code, "schools", "gardens", "pumps")
    ]
    found = {}
    for model, words in asked:
        listed = client.get(page(model, "changelist"), {"q": words}).context["cl"]
        found |= {(model, words): [*listed.queryset]} if listed.result_count else {}
    assert found == {
        (Activity, activity.code): [activity],
        (ActivityVersion, activity.code): [sealed],
        (ActivityVersion, "schools"): [sealed],
    }
