"""How complete records are: each rule can be met, and adding never lowers it."""

import random
from datetime import date

import pytest
from django.db import models
from django.urls import reverse
from django.utils.timezone import now

from knowledge_hubs.completeness import RULES
from knowledge_hubs.models import (
    Article,
    Campaign,
    CaseStudy,
    Hub,
    Recommendation,
    Resource,
)
from oneplanet.admin import site
from oneplanet.completing import Completed, percent, points, told, total
from programmes.completeness import OF_ORGANISATIONS
from programmes.models import Organisation, SourceDocument
from reporting.completeness import OF_POLICIES
from reporting.models import LinkCheck, PolicyInstrument
from tests.factories import (
    make_block,
    make_country,
    make_figure,
    make_organisation,
    make_policy,
    make_programme,
    make_record,
    make_secretariat,
    make_term,
)

pytestmark = pytest.mark.django_db
ALL = RULES | {Organisation: OF_ORGANISATIONS, PolicyInstrument: OF_POLICIES}
each = pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)


def make(model):
    if model is Organisation:
        return make_organisation(name="Body")
    if model is PolicyInstrument:
        return make_policy(code="P")
    return make_record(model, "bare", title="Bare", lead="")


def reached(row) -> int:
    model = type(row)
    rows = model._base_manager.filter(pk=row.pk)
    return rows.annotate(p=points(ALL[model], model)).values_list("p", flat=True).get()


def additions(row):
    """One for each thing that may be added to a row: text, number, list, row."""
    for field in row._meta.get_fields():
        kind = field.get_internal_type() if field.concrete else ""
        if field.name in ("code", "order", "is_draft", "publish_at", "expire_at"):
            continue
        if kind in ("CharField", "TextField") and not field.choices:
            yield column(row, field.name, "Some")
        elif kind == "PositiveSmallIntegerField":
            yield column(row, field.name, 2020)
        elif kind == "BooleanField":
            yield column(row, field.name, True)
        elif kind == "DateField":
            yield column(row, field.name, date(2020, 1, 1))
    yield from lists_of(row)


def column(row, name, value):
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**{name: value})


def lists_of(row):
    named = {"tags": "tag", "sectors": "sector", "types": "policy_type"}
    named |= {"goals": "goal"}
    for name, words in named.items():
        if hasattr(row, name):
            yield lambda n=name, w=words: getattr(row, n).add(make_term(w))
    if hasattr(row, "programmes"):
        yield lambda: row.programmes.add(make_programme())
    if hasattr(row, "parties"):
        party = {"organisation": make_organisation(), "role": "partner"}
        yield lambda: row.parties.create(**party)
    if hasattr(row, "editions"):
        yield lambda: row.editions.create(url="https://example.org/")
    if hasattr(row, "results"):
        yield lambda: row.results.create(kind="reach", metric="Reached", number=1)
    if hasattr(row, "steps"):
        yield lambda: row.steps.create(status="made")
    if hasattr(row, "assessments"):
        yield lambda: row.assessments.create(principle="clarity", meets="yes")
    if isinstance(row, CaseStudy | Recommendation):
        yield lambda: row.resources.add(make_record(Resource, "used"))
    if isinstance(row, Hub):
        yield lambda: row.openings.create(figure=make_figure().figure)
        yield lambda: make_block(row)
    if isinstance(row, Organisation):
        yield column(row, "country", make_country())
        yield lambda: row.other_names.create(name="Corps", language="fr", kind="alias")
    if isinstance(row, PolicyInstrument):
        paper = SourceDocument.objects.create(symbol="X", kind="report", title="X")
        yield column(row, "document", paper)


@each
def test_adding_never_lowers_it_and_everything_makes_it_whole(model):
    row = make(model)
    steps = list(additions(row))
    random.Random(model.__name__).shuffle(steps)
    scores = [reached(row)]
    for add in steps:
        add()
        scores.append(reached(row))
    assert scores == sorted(scores)
    assert scores[0] < scores[-1] == total(ALL[model])
    assert percent(scores[-1], ALL[model]) == 100
    assert all(is_met for _rule, is_met in told(row, ALL[model]))


@each
def test_each_rule_leads_to_a_field_of_the_form(client, model):
    row = make(model)
    client.force_login(make_secretariat())
    name = f"{model._meta.app_label}_{model._meta.model_name}"
    page = client.get(reverse(f"admin:{name}_change", args=[row.pk])).content.decode()
    fields = {rule.field for rule in ALL[model]}
    assert {f for f in fields if f'id="id_{f}"' not in page} == set()
    assert all(f'href="#id_{field}"' in page for field in fields)


def test_the_list_is_sorted_by_it(client):
    make_record(Article, "bare", title="Bare", lead="")
    make_record(Article, "more", title="More", lead="A sentence", body="A text")
    client.force_login(make_secretariat())
    address = reverse("admin:knowledge_hubs_article_changelist")
    columns = client.get(address).context["cl"].list_display
    place = columns.index("completeness")
    shown = client.get(f"{address}?o={place}").context["cl"].result_list
    assert [row.code for row in shown] == ["bare", "more"]


def test_every_kind_with_rules_has_them_in_the_admin():
    pages = site._registry.items()
    shown = {model: page.rules for model, page in pages if isinstance(page, Completed)}
    assert shown == ALL


def test_what_weighs_most_and_is_missing_stands_first():
    row = make_record(Resource, "bare", title="Bare", lead="A sentence")
    told_of = [(rule.weight, is_met) for rule, is_met in told(row, RULES[Resource])]
    assert told_of == sorted(told_of, key=lambda pair: (pair[1], -pair[0]))
    assert (3, True) in told_of and told_of[0] == (3, False)


def test_what_nobody_can_reach_counts_as_if_it_were_not_there():
    address = "https://example.org/gone"
    resource = make_record(Resource, "paper", title="Paper")
    campaign = make_record(Campaign, "move", title="Move", website=address)
    bare = reached(resource), reached(campaign) - 1
    resource.editions.create(url=address)
    alive = reached(resource), reached(campaign)
    assert alive == (bare[0] + 3, bare[1] + 1)
    check = LinkCheck.objects.create(address=address, failures=1, failing_since=now())
    assert (reached(resource), reached(campaign)) == alive  # not believed yet
    check.state, check.failures = LinkCheck.State.GONE, 2
    check.save()
    assert (reached(resource), reached(campaign)) == bare
    resource.editions.create(url="https://example.org/there")
    assert reached(resource) == alive[0]


def test_a_rule_asks_columns_that_the_model_has():
    for model, rules in ALL.items():
        for rule in rules:
            assert isinstance(rule.met(model), models.Q)
