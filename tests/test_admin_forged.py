"""Whatever is asked of the editors' pages, they answer in words: each choice of each
filter, and keys and choices that no page of ours sends.
"""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from knowledge_hubs.models import (
    ChainFact,
    ChainLoop,
    ChainStage,
    ChosenResult,
    HubBlock,
)
from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin
from oneplanet.row_choices import RowChoice, RowChoices
from programmes.models import Organisation, OrganisationMerge
from tests.admin_forms import filled
from tests.programmes.test_admin import CANNOT_ADD, MODELS, page

pytestmark = pytest.mark.django_db
FORGED = ("zzz", "9" * 30, "\x00")
CURATED = [m for m in MODELS if isinstance(site._registry[m], CuratedAdmin)]

each = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
curated = pytest.mark.parametrize("model", CURATED, ids=lambda m: m._meta.label)


@pytest.fixture
def signed_in(client, scene):
    scene.sign_in(client, "administrator")
    return client


@each
def test_every_choice_of_every_filter_answers_and_is_counted(signed_in, model):
    address = page(model, "changelist")
    shown = signed_in.get(address, {"_facets": "True"}).context["cl"]
    choices = [one for spec in shown.filter_specs for one in spec.choices(shown)]
    asked = {one["query_string"] for one in choices if "query_string" in one}
    answers = {query: signed_in.get(address + query).status_code for query in asked}
    assert answers == dict.fromkeys(asked, 200)


@curated
def test_a_history_of_no_row_leads_to_the_first_page(signed_in, model):
    for key in FORGED[:2]:
        answer = signed_in.get(page(model, "history", key))
        assert (answer.status_code, answer.url) == (302, reverse("admin:index"))


@each
def test_an_action_passes_over_keys_of_no_row(signed_in, model):
    address = page(model, "changelist")
    request = signed_in.get(address).wsgi_request
    for action in site._registry[model].get_actions(request):
        sent = {"action": action, "index": 0, ACTION_CHECKBOX_NAME: FORGED}
        assert signed_in.post(address, sent).status_code == 302


def test_a_form_comes_back_whatever_is_chosen_in_it(signed_in):
    """With what is wrong beside the choice, and all else as it was typed."""
    seen = 0
    for model in MODELS:
        if model._meta.label in CANNOT_ADD or model is OrganisationMerge:
            continue
        opened = signed_in.get(page(model, "add"))
        offering = _offering(opened)
        for key in FORGED if offering else ():
            sent = filled(opened, **dict.fromkeys(offering, key))
            answer = signed_in.post(page(model, "add"), sent)
            assert answer.status_code == 200, (model, key)
            assert set(offering) <= set(answer.context["adminform"].form.errors)
            seen += 1
    assert seen > 60


@pytest.mark.parametrize("key", FORGED)
def test_two_to_merge_are_asked_for_again_with_what_is_wrong(signed_in, key):
    """It is added on a page of its own, which is asked with a plain address."""
    there = Organisation.objects.first().pk
    asked = {"kept": there, "gone": key}
    answer = signed_in.get(page(OrganisationMerge, "add"), asked)
    assert answer.status_code == 200
    assert set(answer.context["form"].errors) == {"gone"}


def a_stage() -> int:
    return ChainStage.objects.filter(is_whole=False).first().pk


@pytest.mark.parametrize(
    ("model", "given", "wrong"),
    [
        (ChainFact, {}, {"chain", "kind", "text_en"}),
        (ChainLoop, {"returns": a_stage}, {"leaves", "kind", "text_en"}),
        (HubBlock, {"kind": "text", "query": "refill"}, {"hub", "title_en", "query"}),
        (HubBlock, {"query": "http://[bad"}, {"hub", "kind", "title_en", "query"}),
        (ChosenResult, {"address": "http://[bad"}, {"language", "query", "address"}),
    ],
)
def test_what_is_wrong_is_said_beside_what_caused_it(signed_in, model, given, wrong):
    """Whether the form, the record or the reading of an address finds it."""
    given = {name: told() if callable(told) else told for name, told in given.items()}
    opened = signed_in.get(page(model, "add"))
    answer = signed_in.post(page(model, "add"), filled(opened) | given)
    assert set(answer.context["adminform"].form.errors) == wrong


def _offering(page) -> list[str]:
    """Fields of the form that offer rows by name."""
    fields = page.context["adminform"].form.fields.items()
    inner = {
        name: getattr(field.widget, "widget", field.widget) for name, field in fields
    }
    return [
        name for name, it in inner.items() if isinstance(it, RowChoice | RowChoices)
    ]
