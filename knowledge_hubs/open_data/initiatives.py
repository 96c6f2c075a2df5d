"""Initiatives: what partners pursue over years, and activities belong to."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import Labels, coded
from oneplanet.open_data.columns import Column, Rows, listed_words
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from programmes.models import ActivityType, Country, Programme, Term
from reporting.filters import InitiativeFilter
from reporting.initiative_times import no_longer_public, public_versions
from reporting.models import InitiativeVersion
from reporting.record_changes import changed_with_owner


def _words(name, means, words, model, label="label"):
    labels = Labels(model, label)
    return listed_words(name, means, InitiativeVersion, words=words, labels=labels)


def _versions():
    return public_versions().annotate(
        changed=changed_with_owner(F("changed_at")),
        initiative_number=F("initiative_id"),
    )


def _withdrawn():
    return no_longer_public().annotate(key=F("pk"), old_code=F("code"))


OWNERS = Rows(
    "owners",
    _("Other organisations that own it."),
    rows=InitiativeVersion.owners.through.objects.order_by("pk").all,
    owner="initiativeversion_id",
    columns=(
        Column(
            "organisation",
            _("The organisation."),
            "organisation__code",
            words="organisations",
            is_empty=False,
        ),
        Column("name", _("The name."), "organisation__name", is_empty=False),
    ),
    in_a_cell="{name}",
)
INITIATIVES = Kind(
    "initiatives",
    "initiative",
    _("Initiatives"),
    _(
        "What partners pursue over years. Each holds several activities; it appears "
        "here once one of them is public."
    ),
    _("Reported by partners and reviewed by the network."),
    _versions,
    _withdrawn,
    (
        shared.code("initiative__code"),
        Page("reporting:initiative_detail", source="initiative__code"),
        Column("title", _("The title, in the language of the record."), is_empty=False),
        Column(
            "objectives",
            _("What it is to reach, in the language of the record."),
            is_empty=False,
        ),
        Column("language", _("The language the partner wrote in."), is_empty=False),
        Column(
            "organisation",
            _("The organisation that reports it."),
            "initiative__organisation__code",
            words="organisations",
            is_empty=False,
        ),
        Column(
            "organisation_name",
            _("The official name of that organisation."),
            "initiative__organisation__name",
            is_empty=False,
        ),
        OWNERS,
        coded(
            "programme",
            _("The programme it belongs to; empty: the whole network."),
            "programmes",
            Programme,
            source="initiative__programme_id",
            label="name",
        ),
        coded("type", _("What kind of thing it is."), "activity-types", ActivityType),
        Column("started_on", _("First day."), type="date"),
        Column("ended_on", _("Last day; empty while it runs."), type="date"),
        _words("countries", _("Countries it is about."), "countries", Country, "name"),
        _words("regions", _("Regions it is about."), "terms", Term),
        _words("sectors", _("Sectors."), "terms", Term),
        Column(
            "public_since",
            _("When this version became public."),
            "changed_at",
            type="date-time",
        ),
        shared.is_sample("initiative__is_sample"),
        shared.updated(),
    ),
    InitiativeFilter,
    code="initiative__code",
    key="initiative_number",
    list_page="reporting:initiative_list",
    is_download=True,
)
