"""How complete a report is: every rule can be met, adding never lowers it, and those it
is meant for see it with its reasons, and nobody else."""

import random
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from oneplanet.completing import total
from reporting.models import ActivityVersion, InitiativeVersion
from reporting.report_completeness import RULES, score_of, with_completeness
from reporting.workflow import Action, State
from tests.factories import (
    make_activity,
    make_country,
    make_initiative_draft,
    make_organisation,
    make_secretariat,
    make_stage,
    make_term,
    make_type,
    make_user,
)
from tests.reporting.desks import make_bench

pytestmark = pytest.mark.django_db
LISTS = {
    "sectors": "sector",
    "regions": "reporting_region",
    "impacts": "impact",
    "goals": "goal",
    "tags": "tag",
}
TEXTS = ("title", "summary", "results", "objectives")


def texts_of(model) -> list[str]:
    columns = {field.name for field in model._meta.concrete_fields}
    return [name for name in TEXTS if name in columns]


def bare(model):
    if model is InitiativeVersion:
        draft = make_initiative_draft().draft()
    else:
        draft = make_activity(state=State.DRAFT).draft()
    for name in model.lists:
        getattr(draft, name).clear()
    for name in model.rows:
        getattr(draft, name).all().delete()
    empty = dict.fromkeys(texts_of(model), "")
    empty |= {"type": None, "started_on": None, "ended_on": None}
    empty |= {"scope": None} if model is ActivityVersion else {}
    model.objects.filter(pk=draft.pk).update(**empty)
    return model.objects.get(pk=draft.pk)


def additions(version):
    """Everything that may be added to a report, one by one."""
    rows = type(version).objects.filter(pk=version.pk)
    columns = dict.fromkeys(texts_of(type(version)), "Some")
    columns |= {"started_on": date(2026, 1, 1), "ended_on": date(2026, 2, 1)}
    columns["type"] = make_type()
    if isinstance(version, ActivityVersion):
        columns["scope"] = make_term("scope", code="NATIONAL")
    for name, value in columns.items():
        yield lambda n=name, v=value: rows.update(**{n: v})
    for name, vocabulary in LISTS.items():
        if name in version.lists:
            term = make_term(vocabulary)
            yield lambda n=name, t=term: getattr(version, n).add(t)
    yield lambda: version.countries.add(make_country())
    if isinstance(version, InitiativeVersion):
        yield lambda: version.owners.add(make_organisation())
        return
    yield lambda: version.stages.add(make_stage())
    yield lambda: version.partners.create(name="Body", role="host")
    yield lambda: version.quantities.create(what="All", status="no_data", reason="No")
    yield lambda: version.links.create(url="https://example.org/")


@pytest.mark.parametrize("model", RULES, ids=lambda model: model.__name__)
def test_adding_never_lowers_it_and_everything_makes_it_whole(model):
    version = bare(model)
    steps = list(additions(version))
    random.Random(model.__name__).shuffle(steps)
    scores = [score_of(version)]
    for add in steps:
        add()
        scores.append(score_of(version))
    shares = [score.percent for score in scores]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 100)
    assert ([], len(RULES[model])) == (scores[-1].missing, len(scores[-1].there))
    weights = [reason.weight for reason in scores[0].missing]
    assert weights == sorted(weights, reverse=True)
    assert sum(weights) == total(RULES[model])


def test_a_list_says_the_same_as_one_version():
    version = make_activity(state=State.SUBMITTED).latest_sealed()
    listed = with_completeness(ActivityVersion.objects.all()).get(pk=version.pk)
    assert listed.complete == score_of(version).percent
    assert 0 < listed.complete < 100


def test_a_global_activity_needs_no_place():
    version = bare(ActivityVersion)
    names = {str(reason.name) for reason in score_of(version).missing}
    assert "Countries or regions" in names
    scope = make_term("scope", code="GLOBAL")
    ActivityVersion.objects.filter(pk=version.pk).update(scope=scope)
    assert score_of(version).there[0].name == "Countries or regions"


@pytest.fixture
def waiting():
    """A bare activity and, submitted after it, a fuller one; an initiative last."""
    bench = make_bench()
    bare = bench.waits("Bare", days_ago=3)
    author = make_user()
    full = bench.waits("Full", days_ago=2, author=author)
    full.take(Action.RECALL, by=author)
    draft = full.draft()
    draft.results = "It is better now."
    draft.save()
    draft.impacts.add(make_term("impact"))
    draft.partners.create(name="Body", role="host")
    draft.quantities.create(what="All", status="no_data", reason="Not counted")
    full.take(Action.SUBMIT, by=author)
    return bench, bare, full


def words(page) -> str:
    return strip_tags(page.content.decode())


def shown(client, **asked):
    page = client.get(reverse("reporting:review_queue"), asked)
    return [row["code"] for row in page.context["rows"]]


def test_the_queue_is_ordered_and_narrowed_by_it(client, waiting):
    bench, bare, full = waiting
    client.force_login(bench.ada)
    share = {each.code: score_of(each.latest_sealed()).percent for each in (bare, full)}
    assert share[bare.code] < 50 < share[full.code] < 80
    assert shown(client, order="complete") == [full.code, bare.code]
    assert shown(client, order="incomplete") == [bare.code, full.code]
    assert shown(client, order="newest") == [full.code, bare.code]
    assert shown(client) == [bare.code, full.code]
    found = {name: shown(client, complete=name) for name in ("half", "most", "whole")}
    assert found == {"half": [bare.code], "most": [full.code], "whole": []}
    page = client.get(reverse("reporting:review_queue"))
    assert f"{share[full.code]}% complete" in words(page)


def test_authors_reviewers_and_staff_see_it_and_the_public_does_not(client, waiting):
    bench, _bare, full = waiting
    full.take(Action.APPROVE, by=bench.ada)
    author = full.latest_sealed().sealed_by
    percent = score_of(full.latest_sealed()).percent
    line = f"How complete it is: {percent}%"
    for person, name in (
        (author, "record"),
        (bench.ada, "review"),
        (make_secretariat(), "review"),
    ):
        client.force_login(person)
        text = words(client.get(full.page(name)))
        assert (line in text, "Value-chain stages" in text) == (True, True)
    client.logout()
    text = client.get(full.page("detail")).content.decode()
    assert "omplete" not in text.replace("autocomplete", "")


def test_the_form_leads_from_a_reason_to_its_question(client):
    author = make_user()
    activity = make_activity(author=author, state=State.DRAFT)
    client.force_login(author)
    page = client.get(activity.page("edit"))
    text = page.content.decode()
    for reason in page.context["score"].missing:
        assert f'href="{reason.url}"' in text
        assert f'id="{reason.url.removeprefix("#")}"' in text
    listed = words(client.get(reverse("reporting:my_activities")))
    assert f"{page.context['score'].percent}% complete" in listed
