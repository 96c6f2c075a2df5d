"""Programmes, organisations and the Board."""

from django.db.models import CharField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import OrganisationFilter
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import coded, year
from oneplanet.open_data.changes import changed_at, deleted_from
from oneplanet.open_data.columns import Choice, Column, Label, Rows, Text
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from programmes.models import (
    BoardMember,
    Country,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    OrganisationRelation,
    Programme,
    ProgrammeRole,
    Term,
)

LISTED = (
    shared.listed_on(),
    shared.until(),
    shared.document(),
    shared.paragraph(),
)
ROLE = Choice("role", _("Its role."), choices=ProgrammeRole.Role)
PROGRAMME = Column(
    "programme", _("The programme."), "programme__code", words="programmes"
)
ORGANISATION_ROLES = Rows(
    "programme_roles",
    _("Its roles in programmes, as documents list them."),
    rows=ProgrammeRole.objects.order_by("programme__order", "order", "pk").all,
    owner="organisation_id",
    columns=(PROGRAMME, ROLE, *LISTED),
    in_a_cell="{programme} ({role})",
)
PROGRAMME_ROLES = Rows(
    "roles",
    _("Organisations and their roles in it, as documents list them."),
    rows=ProgrammeRole.objects.order_by("order", "pk").all,
    owner="programme_id",
    columns=(
        Column(
            "organisation",
            _("The organisation."),
            "organisation__code",
            words="organisations",
            is_empty=False,
        ),
        ROLE,
        Column(
            "on_behalf_of",
            _("The country it acts for."),
            "on_behalf_of__code",
            words="countries",
        ),
        Column("as_named", _("Its name as the document writes it.")),
        *LISTED,
    ),
    in_a_cell="{organisation} ({role})",
)
NAMES = Rows(
    "other_names",
    _("Other official names, former names and aliases."),
    rows=OrganisationName.objects.order_by("kind", "pk").all,
    owner="organisation_id",
    columns=(
        Column("name", _("The name."), is_empty=False),
        Column("language", _("The language that text is really in.")),
        Choice("kind", _("What kind of name it is."), choices=OrganisationName.Kind),
        shared.listed_on(),
        shared.until(),
    ),
    in_a_cell="{name} ({language})",
)
RELATIONS = Rows(
    "relations",
    _("What else documents say it does in or for the network."),
    rows=OrganisationRelation.objects.order_by("order", "pk").all,
    owner="organisation_id",
    columns=(
        Choice(
            "kind", _("What kind of thing it is."), choices=OrganisationRelation.Kind
        ),
        Label("what", _("In words.")),
        PROGRAMME,
        *LISTED,
    ),
    in_a_cell="{what}",
)
BODIES_FOLLOW = tuple(
    (model, "organisation_id")
    for model in (OrganisationName, ProgrammeRole, OrganisationRelation)
)


def _organisations():
    changed = changed_at(Organisation, *BODIES_FOLLOW)
    return Organisation.objects.annotate(changed=changed)


def _organisations_gone():
    """Deleted ones and merged ones; the address of these leads on."""
    merges = OrganisationMerge.objects.open().order_by()
    gone = deleted_from(Organisation, hidden=merges.values("gone"))
    kept = merges.filter(gone=OuterRef("id")).values("kept__code")[:1]
    return gone.annotate(merged_into=Subquery(kept))


ORGANISATIONS = Kind(
    "organisations",
    "organisation",
    _("Organisations"),
    _("Bodies of the network and those that documents name."),
    shared.FROM_DOCUMENTS,
    _organisations,
    _organisations_gone,
    (
        shared.code(),
        Page("knowledge_hubs:organisation_detail"),
        Column("name", _("Its official name."), is_empty=False),
        Column("name_language", _("The language that text is really in.")),
        Column("acronym", _("Its acronym.")),
        coded("type", _("What kind of body it is."), "terms", Term),
        coded("country", _("Its country."), "countries", Country, label="name"),
        Column(
            "part_of",
            _("The organisation it is part of."),
            "part_of__code",
            words="organisations",
        ),
        Column("website", _("Its own address."), type="uri"),
        NAMES,
        ORGANISATION_ROLES,
        RELATIONS,
        shared.basis(),
        shared.other_source(),
        shared.paragraph("paragraphs"),
        shared.listed_on(),
        shared.to_check(),
        shared.is_sample(),
        shared.updated(),
    ),
    OrganisationFilter,
    list_page="knowledge_hubs:organisation_list",
    is_download=True,
    may_be_merged=True,
)


def _programmes():
    changed = changed_at(Programme, (ProgrammeRole, "programme_id"))
    return Programme.objects.annotate(changed=changed)


PROGRAMMES = Kind(
    "programmes",
    "programme",
    _("Programmes"),
    _("The six programmes of the network and who leads them."),
    shared.FROM_DOCUMENTS,
    _programmes,
    lambda: deleted_from(Programme),
    (
        shared.code(),
        Page("knowledge_hubs:programme_detail", source="slug"),
        Column("acronym", _("Its acronym.")),
        Text("name", _("Its official name.")),
        Text("tagline", _("What it is, in one sentence.")),
        Text("description", _("What it is about.")),
        year("started_year", _("The year it began.")),
        year("ended_year", _("The year it ended.")),
        PROGRAMME_ROLES,
        shared.other_source(),
        shared.updated(),
    ),
    list_page="knowledge_hubs:programme_list",
)


def _seat(number):
    """Seats have no code of their own: the country's, and a number nobody reuses."""
    number = Cast(number, CharField())
    return Concat(F("country__code"), Value("-"), number, output_field=CharField())


def _seats():
    seat, changed = _seat("pk"), changed_at(BoardMember)
    return BoardMember.objects.annotate(seat=seat, changed=changed)


BOARD_MEMBERS = Kind(
    "board-members",
    "board-member",
    _("Board members"),
    _("Seats on the Board of the 10YFP, as documents list them; former ones too."),
    shared.FROM_DOCUMENTS,
    _seats,
    lambda: deleted_from(BoardMember, code=_seat("id")),
    (
        shared.code("seat"),
        coded("country", _("The country."), "countries", Country, label="name"),
        Choice("role", _("Its role."), choices=BoardMember.Role),
        *LISTED,
        shared.to_check(),
        shared.updated(),
    ),
    code="seat",
)
