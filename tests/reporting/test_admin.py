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


@pytest.mark.parametrize("many", [1, 1000])
def test_few_and_many_rows_are_found_alike(client, monkeypatch, many):
    monkeypatch.setattr("reporting.admin.activities.MANY", many)
    schools, wells, water = (
        make_activity(state=State.APPROVED, title=title)
        for title in ("Ten schools", "Wells for schools", "Water")
    )
    client.force_login(make_secretariat())

    def found(model, words):
        listed = client.get(page(model, "changelist"), {"q": words}).context["cl"]
        return [*listed.queryset]

    assert found(ActivityVersion, "SCHÓOLS") == [
        wells.versions.get(),
        schools.versions.get(),
    ]
    for activity in (schools, wells, water):
        code = f" {activity.code.lower()}"
        assert found(ActivityVersion, code) == [activity.versions.get()]
        assert found(Activity, code[:-1]) == [activity]
    assert found(Activity, schools.organisation.name) == [schools]
    assert found(Activity, "op") == found(ActivityVersion, "op") == []


@pytest.mark.parametrize("model", [Activity, ActivityVersion])
def test_a_list_says_where_it_ends(client, monkeypatch, model):
    monkeypatch.setattr("reporting.admin.activities.UpToLimit.limit", 2)
    client.force_login(make_secretariat())
    lines = []
    for _n in range(3):
        make_activity(state=State.APPROVED)
        shown = client.get(page(model, "changelist"))
        lines.append("Only the newest" in shown.content.decode())
    assert (lines, shown.context["cl"].result_count) == ([False, False, True], 2)
