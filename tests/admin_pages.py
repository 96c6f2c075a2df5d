"""Every address of the admin, made from the models registered there, and what each
answers. Its forms are tested in tests/programmes/test_admin.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from knowledge_hubs.models import Feedback, Hub, HubBlock, Proposal
from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin
from programmes.models import (
    Application,
    BoardMember,
    ContactAddress,
    OrganisationMerge,
    OrganisationRelation,
    ProgrammeRole,
    ReportingRoute,
    Term,
)
from reporting.models import (
    Activity,
    ActivityVersion,
    Initiative,
    InitiativeVersion,
    QuestionSet,
    ReportingPeriod,
)
from tests.programmes.test_admin import CANNOT_ADD, DELETABLE, MODELS
from tests.scene import ROLES

STAFF = ("secretariat", "administrator")
OTHERS = tuple(role for role in ROLES if role not in (*STAFF, "hub_editor"))
REPORTED, VERSIONS = (Activity, Initiative), (ActivityVersion, InitiativeVersion)
OF_A_ROW = ("change", "delete", "history")
ENDED = (
    BoardMember,
    ContactAddress,
    OrganisationRelation,
    ProgrammeRole,
    ReportingRoute,
)


def pages_of(model) -> tuple:
    """What the admin offers for a model."""
    curated = isinstance(site._registry[model], CuratedAdmin)
    more = ("simple_history",) * curated + ("end",) * (model in ENDED)
    return ("changelist", "add", *OF_A_ROW, *more)


def name_of(model, page):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"


@dataclass(frozen=True)
class Fixed:
    """An address of no model. What a visitor, somebody without and somebody with a
    duty in the admin get; anything named None has no name in the list of addresses.
    """

    name: str | None
    address: Callable
    answers: tuple[int, int, int] = (302, 302, 200)


def named(name, **kwargs):
    return lambda: reverse(f"admin:{name}", kwargs=kwargs)


def a_term():
    return Term.objects.order_by("pk").first()


def a_step():
    period = ReportingPeriod.objects.get(state="open")
    given = {"object_id": period.pk, "action": "extend"}
    return reverse("admin:reporting_reportingperiod_step", kwargs=given)


def an_application():
    given = {"object_id": Application.objects.first().pk, "action": "approve"}
    return reverse("admin:programmes_application_step", kwargs=given)


def an_undoing():
    pk = OrganisationMerge.objects.open().first().pk
    return reverse("admin:programmes_organisationmerge_undo", args=[pk])


def a_step_of(model, action):
    def address():
        name = f"admin:knowledge_hubs_{model._meta.model_name}_step"
        return reverse(name, args=[model.objects.waiting().first().pk, action])

    return address


def of_questions(page, **given):
    def address():
        where = given | {"object_id": QuestionSet.objects.get().pk}
        return reverse(f"admin:reporting_questionset_{page}", kwargs=where)

    return address


def a_translation():
    given = {"kind": "programmes.term", "pk": a_term().pk, "language": "ar"}
    return reverse("admin:translation_record", kwargs=given)


def on_site():
    kind = ContentType.objects.get_for_model(Activity).pk
    draft = Activity.objects.filter(state="draft").first()
    return reverse("admin:view_on_site", args=[kind, draft.pk])


def autocomplete():
    asked = "app_label=programmes&model_name=membership&field_name=user&term=CANARY"
    return f"{reverse('admin:autocomplete')}?{asked}"


def below_index(path):
    return lambda: reverse("admin:index") + path()


FIXED = [
    Fixed("admin:index", named("index")),
    Fixed("admin:login", named("login"), (302, 403, 302)),
    Fixed("admin:logout", named("logout")),
    Fixed("admin:password_change", named("password_change"), (302, 302, 302)),
    Fixed("admin:password_change_done", named("password_change_done")),
    Fixed("admin:jsi18n", named("jsi18n")),
    Fixed("admin:app_list", named("app_list", app_label="reporting")),
    Fixed("admin:view_on_site", on_site, (302, 302, 302)),
    Fixed("admin:autocomplete", autocomplete),
    Fixed(
        "admin:programmes_organisation_import", named("programmes_organisation_import")
    ),
    Fixed(
        "admin:programmes_organisation_export", named("programmes_organisation_export")
    ),
    Fixed("admin:programmes_country_import", named("programmes_country_import")),
    Fixed("admin:programmes_country_export", named("programmes_country_export")),
    Fixed(
        "admin:knowledge_hubs_hotspotvalue_import",
        named("knowledge_hubs_hotspotvalue_import"),
    ),
    Fixed(
        "admin:knowledge_hubs_hotspotvalue_export",
        named("knowledge_hubs_hotspotvalue_export"),
    ),
    Fixed("admin:reporting_reportingperiod_step", a_step),
    Fixed("admin:programmes_application_step", an_application),
    Fixed("admin:programmes_organisationmerge_undo", an_undoing),
    Fixed("admin:curators_desk", named("curators_desk")),
    Fixed("admin:knowledge_hubs_feedback_step", a_step_of(Feedback, "settle")),
    Fixed("admin:knowledge_hubs_proposal_step", a_step_of(Proposal, "accept")),
    Fixed(
        "admin:reporting_questionset_step",
        of_questions("step", action="publish"),
    ),
    Fixed("admin:translation_board", named("translation_board")),
    Fixed("admin:translation_record", a_translation),
    # It asks for a language first.
    Fixed("admin:translation_workbook", named("translation_workbook"), (302, 302, 302)),
    Fixed("admin:translation_import", named("translation_import")),
    Fixed("admin:reporting_questionset_preview", of_questions("preview")),
    Fixed(
        None,
        below_index(lambda: f"programmes/term/{a_term().pk}/"),
        (302, 302, 302),
    ),
    Fixed(None, below_index(lambda: "nowhere/"), (302, 302, 404)),
]


def of_one_hub(hub) -> set[str]:
    """What is open to the editor of that hub alone."""
    own = {reverse(name_of(model, "changelist")) for model in (Hub, HubBlock)}
    own.add(reverse(name_of(HubBlock, "add")))
    for page in ("jsi18n", "translation_board", "translation_import"):
        own.add(reverse(f"admin:{page}"))
    for row, pages in ((hub, ("change", "history")), (hub.blocks.last(), OF_A_ROW)):
        own |= {reverse(name_of(type(row), page), args=[row.pk]) for page in pages}
        version = [row.pk, row.history.latest().pk]
        own.add(reverse(name_of(type(row), "simple_history"), args=version))
    return own


def names() -> set:
    """Of every address the admin has."""
    made = {name_of(model, page) for model in MODELS for page in pages_of(model)}
    return made | {row.name for row in FIXED if row.name}


def rows_of(model):
    """The newest row; of what is reported those nobody else may see as well."""
    rows = model.objects.order_by("-pk")
    if model not in (*REPORTED, *VERSIONS):
        return [rows.first()]
    shown = next(row for row in rows if not is_private(row))
    return [shown, *filter(is_private, rows)]


def is_private(row) -> bool:
    """Whether it is its authors' own, so that the admin knows nothing of it."""
    if isinstance(row, REPORTED):
        return not row.versions.exclude(sealed_at=None).exists()
    return isinstance(row, VERSIONS) and row.is_draft


def cells(*, private=True) -> Iterator[tuple]:
    """(page, address, what staff get) of everything the admin shows; of its authors'
    own rows too, if ``private``.
    """
    for model in MODELS:
        label = model._meta.label
        yield "changelist", reverse(name_of(model, "changelist")), 200
        add = 403 if label in CANNOT_ADD else 200
        yield "add", reverse(name_of(model, "add")), add
        for row in rows_of(model) if private else rows_of(model)[:1]:
            for page in pages_of(model)[2:]:
                yield page, *_of_row(model, row, page)


def _of_row(model, row, page):
    args = [row.pk]
    if page == "simple_history":
        args.append(row.history.latest().pk)
    status = 302 if is_private(row) else 200
    if page == "delete" and model._meta.label not in DELETABLE:
        status = 403
    return reverse(name_of(model, page), args=args), status
