"""Every page of the admin, as the secretariat and as an administrator; and what no
page of it changes or deletes.
"""

from urllib.parse import parse_qsl

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin
from programmes import models
from reporting.models import PolicyInstrument
from tests.admin_forms import filled

pytestmark = pytest.mark.django_db

STAFF = ("secretariat", "administrator")
MODELS = sorted(site._registry, key=lambda model: model._meta.label)
CURATED = [m for m in MODELS if isinstance(site._registry[m], CuratedAdmin)]

# Pages for adding that say no, and to whom. All others open.
CANNOT_ADD = {
    "knowledge_hubs.AskedQuery": STAFF,
    "knowledge_hubs.Feedback": STAFF,
    "knowledge_hubs.Proposal": STAFF,
    "knowledge_hubs.SearchAlert": STAFF,
    "knowledge_hubs.SitePage": STAFF,
    "programmes.Application": STAFF,
    "oneplanet.Bounce": STAFF,
    "oneplanet.OutgoingMail": STAFF,
    "oneplanet.StoppedAddress": STAFF,
    "programmes.User": STAFF,
    "reporting.Activity": STAFF,
    "reporting.ActivityVersion": STAFF,
    "reporting.FileCheck": STAFF,
    "reporting.Initiative": STAFF,
    "reporting.InitiativeVersion": STAFF,
    "reporting.LinkCheck": STAFF,
}
# Rows that are shown and not changed, and to whom.
CANNOT_CHANGE = {
    "knowledge_hubs.Feedback": STAFF,
    "knowledge_hubs.HotspotValue": STAFF,
    "knowledge_hubs.Proposal": STAFF,
    "programmes.Application": STAFF,
    "knowledge_hubs.SearchAlert": STAFF,
    "oneplanet.Bounce": STAFF,
    "oneplanet.OutgoingMail": STAFF,
    "oneplanet.StoppedAddress": STAFF,
    "programmes.Appointment": ("secretariat",),  # the rows below are not theirs to end
    "programmes.Invitation": STAFF,
    "programmes.Membership": STAFF,
    "programmes.OrganisationMerge": STAFF,
    "programmes.PublishedFigure": STAFF,
    "programmes.User": ("secretariat",),
    "reporting.Activity": STAFF,
    "reporting.ActivityVersion": STAFF,
    "reporting.FileCheck": STAFF,
    "reporting.Initiative": STAFF,
    "reporting.InitiativeVersion": STAFF,
    "reporting.LinkCheck": STAFF,
    "reporting.TrustedOrganisation": STAFF,
}
# Rows that staff may delete, as long as nothing names them. No others.
DELETABLE = {
    "knowledge_hubs.AskedQuery",
    "knowledge_hubs.ChainFact",
    "knowledge_hubs.ChainLoop",
    "knowledge_hubs.ChosenResult",
    "knowledge_hubs.GlossaryTerm",
    "knowledge_hubs.HubBlock",
    "knowledge_hubs.SearchAlert",
    "knowledge_hubs.SearchSynonym",
    "programmes.Organisation",
    "programmes.Region",
    "programmes.ReportingRegionRule",
    "programmes.SourceDocument",
    "reporting.PolicyInstrument",
    "reporting.Question",
}

label = pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
curated = pytest.mark.parametrize("model", CURATED, ids=lambda m: m._meta.label)
as_staff = pytest.mark.parametrize("role", STAFF)


def page(model, name, *args):
    where = f"{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"admin:{where}_{name}", args=args)


def rows_of(scene, model):
    """The first, a middle and the last row of those that staff find in the list."""
    request = RequestFactory().get("/")
    request.user = scene.people["administrator"]
    rows = site._registry[model].get_queryset(request).order_by("pk")
    rows = rows.filter(pk__in=model.objects.values("pk"))  # a merged one is in no list
    if model is models.Appointment:
        rows = rows.filter(role="administrator")
    rows = list(rows)
    return [rows[n] for n in sorted({0, len(rows) // 2, len(rows) - 1})]


# --- Every page opens -----------------------------------------------------------------


@label
def test_every_list_opens_is_searched_filtered_and_sorted(client, scene, model):
    """By all there is at once: whatever cannot be asked breaks the whole question."""
    scene.sign_in(client, "administrator")
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page(model, "changelist"))
    assert response.status_code == 200
    assert len(queries) < 30
    shown = response.context["cl"]
    assert shown.result_count
    asked = {"q": "a"}
    for spec in shown.filter_specs:
        asked |= dict(parse_qsl(first_choice(spec, shown).removeprefix("?")))
    asked["o"] = ".".join(str(n) for n in range(1, len(shown.list_display)))
    answer = client.get(page(model, "changelist"), asked)
    assert answer.status_code == 200, answer.headers  # a wrong question is sent on
    narrowed = answer.context["cl"]
    assert narrowed.query == "a"
    used = [spec for spec in narrowed.filter_specs if spec.used_parameters]
    assert len(used) == len(shown.filter_specs)


def first_choice(spec, shown):
    """The question of a filter's first choice after "All"."""
    choices = list(spec.choices(shown))
    return choices[min(1, len(choices) - 1)]["query_string"]


@label
def test_every_form_and_history_opens(client, scene, model):
    scene.sign_in(client, "administrator")
    name = model._meta.label
    expected = 403 if "administrator" in CANNOT_ADD.get(name, ()) else 200
    assert client.get(page(model, "add")).status_code == expected
    for row in rows_of(scene, model):
        assert client.get(page(model, "change", row.pk)).status_code == 200
        assert client.get(page(model, "history", row.pk)).status_code == 200
        expected = 200 if name in DELETABLE else 403
        assert client.get(page(model, "delete", row.pk)).status_code == expected


@as_staff
def test_what_is_only_shown_has_nothing_to_save(client, scene, role):
    """All else each may do, tests/test_permissions_admin.py asks."""
    scene.sign_in(client, role)
    only_shown = set()
    for model in MODELS:
        row = rows_of(scene, model)[0]
        answer = client.get(page(model, "change", row.pk))
        if not answer.context["show_save"]:
            only_shown.add(model._meta.label)
    assert only_shown == {name for name, who in CANNOT_CHANGE.items() if role in who}


@label
def test_a_form_opens_whatever_its_address_gives(client, scene, model):
    """Nothing of it is what a link of ours would say."""
    scene.sign_in(client, "administrator")
    names = [field.name for field in model._meta.get_fields()]
    expected = 403 if model._meta.label in CANNOT_ADD else 200
    for text in ("x", "9" * 30, *["1,x"] * bool(model._meta.many_to_many)):
        given = dict.fromkeys([*names, "nothing"], text)
        assert client.get(page(model, "add"), given).status_code == expected


def test_a_form_opens_with_what_its_address_gives(client, scene):
    """A word, a row of another table, rows of another table, a day."""
    scene.sign_in(client, "administrator")
    country = models.Country.objects.first()
    given = {"country": country.pk, "role": "focal", "from_on": "2021-03-01"}
    form = filled(client.get(page(models.Appointment, "add"), given))
    assert {name: form[name] for name in given} == {
        "country": [str(country.pk)],
        "role": ["focal"],
        "from_on": ["2021-03-01"],
    }
    sectors = [str(term.pk) for term in models.Term.objects.filter(vocabulary="sector")]
    given = {"sectors": ",".join(sectors[:2])}
    form = filled(client.get(page(PolicyInstrument, "add"), given))
    assert form["sectors"] == sectors[:2]


def test_every_page_has_the_icon_of_the_portal(client, scene):
    """Or browsers ask for /favicon.ico, which is no address of ours."""
    scene.sign_in(client, "administrator")
    row = models.Term.objects.first()
    addresses = [
        reverse("admin:index"),
        page(models.Term, "changelist"),
        page(models.Term, "add") + "?_popup=1",
        page(models.Term, "change", row.pk),
        page(models.Term, "history", row.pk),
    ]
    icon = '<link rel="icon" href="/static/img/favicon'
    assert [icon in client.get(address).text for address in addresses] == [True] * 5


@as_staff
@pytest.mark.parametrize("name", sorted(CANNOT_CHANGE))
def test_what_is_only_shown_refuses_a_post(client, scene, role, name):
    model = next(model for model in MODELS if model._meta.label == name)
    scene.sign_in(client, role)
    if role in CANNOT_CHANGE[name]:
        for row in rows_of(scene, model):
            answer = client.post(page(model, "change", row.pk), {"_save": "Save"})
            assert answer.status_code == 403


# --- Saving -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "language", "rows"),
    [("secretariat", "en", slice(-1, None)), ("administrator", "fr", slice(None, -1))],
)
@curated
def test_a_form_saved_as_it_is_changes_nothing_but_history(
    client, scene, role, language, rows, model
):
    """The last row by one, in English; the others by the other, in French."""
    scene.sign_in(client, role)
    for row in rows_of(scene, model)[rows]:
        before, lines = state_of(model), row.history.count()
        address = page(model, "change", row.pk).replace("/en/", f"/{language}/", 1)
        answer = client.post(address, filled(client.get(address)))
        assert answer.status_code == 302, errors_of(answer)
        assert state_of(model) == before
        assert row.history.count() == lines + 1
        assert row.history.first().history_user == scene.people[role]


@curated
def test_an_older_version_is_shown_and_put_back(client, scene, model):
    scene.sign_in(client, "secretariat")
    for row in rows_of(scene, model)[-2:]:
        before = state_of(model)
        address = page(model, "simple_history", row.pk, row.history.last().pk)
        form = filled(client.get(address))
        answer = client.post(address, form)
        assert answer.status_code == 302, errors_of(answer)
        assert state_of(model) == before


def state_of(model):
    """All rows of the model and of its inlines; empty text and nothing are one.

    The moment of the last save is none of it.
    """
    inlines = [inline.model for inline in site._registry[model].inlines]
    lists = [field.remote_field.through for field in model._meta.many_to_many]
    return {
        kind: [
            {name: value or None for name, value in row.items() if name != "updated_at"}
            for row in kind._base_manager.order_by("pk").values()
        ]
        for kind in (model, *inlines, *lists)
    }


def errors_of(answer):
    context = answer.context
    inner = [formset.errors for formset in context.get("inline_admin_formsets") or ()]
    return context["adminform"].form.errors, inner


def test_the_names_of_a_country_are_edited(client, scene):
    country = models.Country.objects.get(code="CIV")
    scene.sign_in(client, "secretariat")
    address = page(models.Country, "change", country.pk)
    client.post(address, filled(client.get(address), name_fr="La Côte", name_ar=""))
    country.refresh_from_db()
    assert (country.name_fr, country.name_en) == ("La Côte", "Côte d’Ivoire")
    line = country.history.first()
    assert (line.name_fr, line.history_user) == (
        "La Côte",
        scene.people["secretariat"],
    )
    page_of_list = client.get(page(models.Country, "changelist") + "?q=CIV")
    assert '<td class="field-missing">Arabic</td>' in page_of_list.content.decode()


@pytest.mark.parametrize(
    ("model", "rows"),
    [(models.Organisation, "other_names"), (models.SdgIndicator, "former_names")],
)
def test_a_note_stays_in_its_language(client, scene, model, rows):
    """Editing in French what has an English note makes no French one of it."""
    row = model.objects.exclude(**{rows: None}).first()
    getattr(row, rows).update(note_en="Written in English", note_fr="", source="A")
    scene.sign_in(client, "secretariat")
    address = page(model, "change", row.pk).replace("/en/", "/fr/", 1)
    form = filled(client.get(address), **{f"{rows}-0-source": "B"})
    assert client.post(address, form).status_code == 302
    name = getattr(row, rows).get(source="B")
    assert (name.note_en, name.note_fr or "") == ("Written in English", "")
