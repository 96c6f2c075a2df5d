"""Countries and regions."""

from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import CountryFilter
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import coded
from oneplanet.open_data.changes import changed_at, deleted_from
from oneplanet.open_data.columns import Choice, Column, Text
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from programmes.models import Country, Region, Term

M49 = _("The United Nations standard M49 and its lists of groups of countries.")


def _flag(name, means):
    return Column(name, means, type="boolean", is_empty=False)


def _region(name, means):
    return coded(name, means, "regions", Region, label="name")


COUNTRIES = Kind(
    "countries",
    "country",
    _("Countries"),
    _("States, observers, regional organisations and areas, as the UN counts them."),
    M49,
    lambda: Country.objects.annotate(changed=changed_at(Country)),
    lambda: deleted_from(Country),
    (
        shared.code(),
        Page("knowledge_hubs:country_detail"),
        Text("name", _("Its official name.")),
        Choice("kind", _("What kind of place it is."), choices=Country.Kind),
        Column("iso2", _("ISO 3166-1 alpha-2 code.")),
        Column("iso3", _("ISO 3166-1 alpha-3 code.")),
        Column("m49", _("Code of the UN standard M49.")),
        _region("region", _("Region of the standard M49.")),
        _region("sub_region", _("Sub-region of the standard M49.")),
        _region("un_group", _("Regional group of United Nations Member States.")),
        coded(
            "reporting_region", _("The region the network counts it in."), "terms", Term
        ),
        _flag("is_ldc", _("Least developed country.")),
        _flag("is_lldc", _("Landlocked developing country.")),
        _flag("is_sids", _("Small island developing State.")),
        Column("groups_as_of", _("The day of these three groups."), type="date"),
        shared.updated(),
    ),
    CountryFilter,
    list_page="knowledge_hubs:country_list",
    is_download=True,
)
REGIONS = Kind(
    "regions",
    "region",
    _("Regions"),
    _("Regions and sub-regions of the standard M49, and regional groups of the UN."),
    M49,
    lambda: Region.objects.annotate(changed=changed_at(Region)),
    lambda: deleted_from(Region),
    (
        shared.code(),
        Text("name", _("Its official name.")),
        Choice("kind", _("What kind of place it is."), choices=Region.Kind),
        Column(
            "part_of", _("The region it is part of."), "parent__code", words="regions"
        ),
        shared.other_source(),
        shared.updated(),
    ),
)
