"""Rows in the admin: codes stay, new ones come last, what is named is kept."""

import pytest
from django.test import RequestFactory
from modeltranslation.utils import get_translation_fields

from knowledge_hubs.models import GlossaryTerm, SitePage
from oneplanet.admin import site
from programmes import models
from reporting.models import PolicyInstrument
from tests.admin_forms import filled
from tests.factories import make_organisation, make_term
from tests.programmes.test_admin import errors_of, page, rows_of

pytestmark = pytest.mark.django_db


# --- Codes are permanent --------------------------------------------------------------

PERMANENT = {
    models.ActivityType: ["code"],
    models.Country: ["code"],
    models.FigureText: ["figure"],
    models.Organisation: ["code"],
    models.Programme: ["code", "slug"],
    models.Region: ["code"],
    models.SdgIndicator: ["code"],
    models.SdgTarget: ["code"],
    models.SourceDocument: ["symbol"],
    models.Stage: ["code"],
    models.Term: ["vocabulary", "code"],
    PolicyInstrument: ["code"],
}


@pytest.mark.parametrize("model", PERMANENT, ids=lambda model: model._meta.label)
def test_a_code_is_given_once(client, scene, model):
    scene.sign_in(client, "administrator")
    names = set(PERMANENT[model])
    assert names <= filled(client.get(page(model, "add"))).keys()
    row, other = rows_of(scene, model)[:2]
    address = page(model, "change", row.pk)
    form = filled(client.get(address))
    assert not names & form.keys()
    forged = {name: [str(getattr(other, name))] for name in names}
    if model is models.FigureText:
        forged = {"figure": [str(other.figure_id)]}
    assert client.post(address, form | forged).status_code == 302
    kept = model.objects.get(pk=row.pk)
    assert [getattr(kept, name) for name in names] == [
        getattr(row, name) for name in names
    ]


# --- A new row is the last ------------------------------------------------------------


def test_a_new_word_is_the_last_of_its_vocabulary(client, scene):
    scene.sign_in(client, "secretariat")
    words = models.Term.objects.filter(vocabulary="tag")
    last = max(words.values_list("order", flat=True))
    form = filled(client.get(page(models.Term, "add")))
    assert form["order"] == [""]
    given = {"vocabulary": ["tag"], "code": ["WATER"], "label_en": ["Water"]}
    assert client.post(page(models.Term, "add"), form | given).status_code == 302
    assert words.get(code="WATER").order == last + 1


def test_a_place_that_is_given_is_kept(client, scene):
    scene.sign_in(client, "secretariat")
    form = filled(client.get(page(models.Term, "add")))
    given = {"vocabulary": ["tag"], "code": ["WATER"], "label_en": ["Water"]}
    client.post(page(models.Term, "add"), form | given | {"order": ["0"]})
    term = models.Term.objects.get(code="WATER")
    assert term.order == 0
    address = page(models.Term, "change", term.pk)
    client.post(address, filled(client.get(address), order="4"))
    term.refresh_from_db()
    assert term.order == 4


# --- What names a row keeps it --------------------------------------------------------


def organisation_named_by(what):
    """A body of nothing but names, and one more record that names it."""
    body = make_organisation()
    body.other_names.create(kind="alias", language="en", name="Another name")
    if what == "relation":
        body.relations.create(kind="network", what="Spoke at a session")
    elif what == "role":
        programme = models.Programme.objects.first()
        body.programme_roles.create(programme=programme, role="partner")
    elif what == "member":
        body.memberships.create(user=models.User.objects.first(), role="editor")
    elif what == "part":
        make_organisation(part_of=body)
    return body


NAMED_BY = ("relation", "role", "member", "part")


@pytest.mark.parametrize("what", NAMED_BY)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_organisation_that_anything_names_is_kept(client, scene, what, language):
    body = organisation_named_by(what)
    scene.sign_in(client, "administrator")
    address = page(models.Organisation, "delete", body.pk)
    address = address.replace("/en/", f"/{language}/", 1)
    for answer in (client.get(address), client.post(address, {"post": "yes"})):
        assert answer.status_code == 200
        assert len(answer.context["protected"]) == 1
        if language == "en":
            text = answer.content.decode()
            assert "is named by the following, and cannot be deleted" in text
            assert "permission" not in text
    assert models.Organisation.objects.filter(pk=body.pk).exists()


@pytest.mark.parametrize("what", NAMED_BY)
def test_several_are_kept_when_one_of_them_is_named(client, scene, what):
    bodies = [organisation_named_by(what), make_organisation()]
    scene.sign_in(client, "administrator")
    answer = client.post(
        page(models.Organisation, "changelist"),
        {
            "action": "delete_selected",
            "_selected_action": [body.pk for body in bodies],
            "post": "yes",
        },
    )
    assert answer.status_code == 200
    assert (
        "are named by the following, and cannot be deleted" in answer.content.decode()
    )
    assert models.Organisation.objects.filter(code=bodies[1].code).exists()


def test_an_organisation_that_nothing_names_is_deleted(client, scene):
    body = organisation_named_by("nothing")
    scene.sign_in(client, "secretariat")
    address = page(models.Organisation, "delete", body.pk)
    assert client.get(address).context["protected"] == []
    client.post(address, {"post": "yes"})
    assert not models.Organisation.objects.filter(pk=body.pk).exists()
    line = models.Organisation.history.filter(id=body.pk).first()
    assert (line.history_type, line.history_user) == ("-", scene.people["secretariat"])


@pytest.mark.parametrize(
    ("model", "named"),
    [(models.Region, "countries_of_region"), (models.SourceDocument, "figures")],
)
def test_so_is_any_row_that_others_name(client, scene, model, named):
    row = model.objects.exclude(**{named: None}).first()
    scene.sign_in(client, "secretariat")
    text = client.get(page(model, "delete", row.pk)).content.decode()
    assert "is named by the following, and cannot be deleted" in text
    client.post(page(model, "delete", row.pk), {"post": "yes"})
    assert model.objects.filter(pk=row.pk).exists()


INLINES = [
    (models.Organisation, "unep", ["other_names", "relations"]),
    (
        models.SdgIndicator,
        "12.3.1",
        ["parts", "custodian_roles", "former_names", "tiers"],
    ),
]


@pytest.mark.parametrize(("model", "code", "inlines"), INLINES)
def test_what_hangs_on_a_row_is_ended_not_deleted(client, scene, model, code, inlines):
    row = model.objects.get(code=code)
    scene.sign_in(client, "administrator")
    address = page(model, "change", row.pk)
    form = filled(client.get(address))
    assert not [name for name in form if name.endswith("-DELETE")]
    before = {name: getattr(row, name).count() for name in inlines}
    assert sum(before.values()) >= 3
    forged = {f"{name}-0-DELETE": ["on"] for name in inlines}
    assert client.post(address, form | forged).status_code == 302
    assert {name: getattr(row, name).count() for name in inlines} == before


def test_a_relation_added_to_an_organisation_is_its_last(client, scene):
    row = models.Organisation.objects.get(code="unep")
    last = max(row.relations.values_list("order", flat=True))
    scene.sign_in(client, "secretariat")
    address = page(models.Organisation, "change", row.pk)
    form = filled(client.get(address))
    new = {
        name.replace("__prefix__", form["relations-TOTAL_FORMS"][0]): value
        for name, value in form.items()
        if name.startswith("relations-__prefix__")
    }
    n = form["relations-TOTAL_FORMS"][0]
    new |= {f"relations-{n}-kind": ["network"], f"relations-{n}-what_en": ["Spoke"]}
    new["relations-TOTAL_FORMS"] = [str(int(n) + 1)]
    answer = client.post(address, form | new)
    assert answer.status_code == 302, errors_of(answer)
    assert row.relations.get(what_en="Spoke").order == last + 1


def test_a_retired_word_stays(client, scene):
    """Nobody deletes a word: not one by one, not from the list."""
    term = make_term("tag", "UNUSED")
    scene.sign_in(client, "administrator")
    client.post(
        page(models.Term, "changelist"),
        {"action": "delete_selected", "_selected_action": [term.pk], "post": "yes"},
    )
    assert models.Term.objects.filter(pk=term.pk).exists()


# --- Finding --------------------------------------------------------------------------

NAMED = [
    (models.Country, "name"),
    (models.Programme, "name"),
    (models.Region, "name"),
    (models.SdgTarget, "short_label"),
    (models.Stage, "label"),
    (models.Term, "label"),
    (GlossaryTerm, "word"),
    (SitePage, "title"),
]


@pytest.mark.parametrize(("model", "name"), NAMED, ids=str)
def test_a_row_is_found_by_its_name_in_every_language(scene, model, name):
    """As lists and the fields that offer choices look for it."""
    request = RequestFactory().get("/")
    columns = get_translation_fields(name)
    row = model.objects.filter(**{f"{each}__gt": "" for each in columns}).first()
    missed = []
    for column in columns:
        words = getattr(row, column)
        found, _twice = site._registry[model].get_search_results(
            request, model.objects.all(), words
        )
        if row not in found:
            missed.append(column)
    assert missed == []
