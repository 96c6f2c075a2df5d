"""Goal 12: targets and indicators."""

from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import IndicatorFilter
from knowledge_hubs.open_data import shared
from oneplanet.open_data.changes import changed_at, deleted_from
from oneplanet.open_data.columns import Choice, Column, Label, Rows, Text
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from programmes.models import (
    CustodianRole,
    IndicatorName,
    IndicatorPart,
    IndicatorTier,
    SdgIndicator,
    SdgTarget,
)

GOALS = _("The global indicator framework and its metadata; see each record.")
TARGETS = Kind(
    "sdg-targets",
    "sdg-target",
    _("SDG targets"),
    _("The targets of Goal 12."),
    GOALS,
    lambda: SdgTarget.objects.annotate(changed=changed_at(SdgTarget)),
    lambda: deleted_from(SdgTarget),
    (
        shared.code(),
        Page("knowledge_hubs:sdg_target"),
        Text("text", _("The official wording.")),
        Text("short_label", _("In few words.")),
        shared.other_source(),
        shared.to_check(),
        shared.updated(),
    ),
)
PARTS = Rows(
    "parts",
    _("Its lettered parts."),
    rows=IndicatorPart.objects.order_by("code").all,
    owner="indicator_id",
    columns=(
        Column("code", _("The letter."), is_empty=False),
        Label("label", _("In words.")),
    ),
    in_a_cell="({code}) {label}",
)
CUSTODIANS = Rows(
    "custodians",
    _("Agencies that keep it or help to, for the whole or one part."),
    rows=CustodianRole.objects.order_by("order", "pk").all,
    owner="indicator_id",
    columns=(
        Column(
            "organisation",
            _("The organisation."),
            "organisation__code",
            words="organisations",
            is_empty=False,
        ),
        Column("part", _("The part; empty: the whole."), "part__code"),
        Choice("role", _("Its role."), choices=CustodianRole.Role),
        shared.listed_on(),
        shared.until(),
        shared.document(),
        shared.paragraph(),
    ),
    in_a_cell="{organisation} ({role})",
)
NAMES = Rows(
    "former_names",
    _("Names it had at other times."),
    rows=IndicatorName.objects.order_by("pk").all,
    owner="indicator_id",
    columns=(
        Column("name", _("The name."), is_empty=False),
        Column("language", _("The language that text is really in.")),
        Column("valid_from", _("First day."), type="date"),
        Column("valid_until", _("Last day."), type="date"),
        shared.other_source(),
    ),
    in_a_cell="{name}",
)
TIERS = Rows(
    "tiers",
    _("The tier it had in releases of the classification."),
    rows=IndicatorTier.objects.order_by("-as_of").all,
    owner="indicator_id",
    columns=(
        Column("tier", _("The tier."), is_empty=False),
        Column("as_of", _("The release."), is_empty=False),
        shared.document(),
    ),
    in_a_cell="{tier} ({as_of})",
)
FOLLOWED = tuple(
    (model, "indicator_id")
    for model in (IndicatorPart, CustodianRole, IndicatorName, IndicatorTier)
)


def _indicators():
    return SdgIndicator.objects.annotate(changed=changed_at(SdgIndicator, *FOLLOWED))


INDICATORS = Kind(
    "sdg-indicators",
    "sdg-indicator",
    _("SDG indicators"),
    _("The indicators of Goal 12, with their parts, custodians, names and tiers."),
    GOALS,
    _indicators,
    lambda: deleted_from(SdgIndicator),
    (
        shared.code(),
        Page("knowledge_hubs:sdg_indicator"),
        Column(
            "target",
            _("The target it belongs to."),
            "target__code",
            words="sdg-targets",
            is_empty=False,
        ),
        Text("name", _("Its official name.")),
        Text("short_label", _("In few words.")),
        Column("also", _("Its codes under other Goals.")),
        Column("series", _("Codes of its series in the global database.")),
        PARTS,
        CUSTODIANS,
        NAMES,
        TIERS,
        shared.other_source(),
        shared.to_check(),
        shared.updated(),
    ),
    IndicatorFilter,
)
