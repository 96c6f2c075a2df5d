"""Activities and policy instruments."""

from django.db.models import F, Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import PolicyFilter
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import Labels, coded
from oneplanet.open_data.changes import changed_at, deleted_from
from oneplanet.open_data.columns import Choice, Column, Rows, Text, listed_words
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from programmes.models import (
    ActivityType,
    Country,
    Programme,
    SdgTarget,
    Stage,
    Term,
)
from reporting.filters import ActivityFilter
from reporting.models import (
    Activity,
    ActivityMerge,
    ActivityVersion,
    Initiative,
    MergePartner,
    Participation,
    PolicyInstrument,
    Quantity,
    VersionLink,
    VersionPartner,
)
from reporting.record_changes import changed_with_parts


def _words(name, means, words, model, label="label"):
    labels = Labels(model, label)
    return listed_words(name, means, ActivityVersion, words=words, labels=labels)


def _versions():
    """The version the public reads of each public activity."""
    return ActivityVersion.objects.current().annotate(
        changed=changed_with_parts(),
        activity_number=F("publications__activity_id"),  # in the order of its index
        initiative_code=Subquery(_initiatives().values("code")[:1]),
    )


def _initiatives():
    """The public initiative a version is part of."""
    return Initiative.objects.public().filter(pk=OuterRef("initiative"))


def _withdrawn():
    until = Max("publications__until_at")
    merges = ActivityMerge.objects.standing().filter(gone=OuterRef("pk"))
    return Activity.objects.once_public().annotate(
        key=F("pk"),
        old_code=F("code"),
        withdrawn_at=until,
        merged_into=Subquery(merges.values("kept__code")[:1]),
    )


PARTNERS = Rows(
    "partners",
    _("Other organisations that took part, and how."),
    rows=VersionPartner.objects.order_by("version_id", "order", "pk").all,
    owner="version_id",
    columns=(
        Column(
            "organisation",
            _("An organisation of the network."),
            "organisation__code",
            words="organisations",
        ),
        Column("name", _("The name, where it is no organisation of the network.")),
        Choice("role", _("What it did."), choices=VersionPartner.Role),
    ),
    in_a_cell="{organisation}{name} ({role})",
)


def _parts():
    """Who takes part in a public activity today, by its public version."""
    public = Participation.objects.joined().filter(
        activity__publications__until_at=None
    )
    public = public.annotate(public_version=F("activity__publications__version"))
    return public.order_by("public_version", "decided_at", "pk")


def _came():
    """Who came to a public activity with a record merged into it, by its version."""
    standing = MergePartner.objects.filter(
        merge__undone_at=None, merge__kept__publications__until_at=None
    )
    public = F("merge__kept__publications__version")
    came = standing.annotate(public_version=public, decided_at=F("merge__at"))
    return came.order_by("public_version", "decided_at", "pk")


JOINED = Rows(
    "joined_partners",
    _(
        "Organisations of the network that joined the record later, or came with "
        "another that was merged into it, and how."
    ),
    rows=_parts,
    more=(_came,),
    owner="public_version",
    columns=(
        Column(
            "organisation",
            _("The organisation."),
            "organisation__code",
            words="organisations",
            is_empty=False,
        ),
        Column("name", _("The name."), "organisation__name", is_empty=False),
        Choice("role", _("What it did."), choices=Participation.Role),
        Column(
            "joined_at",
            _("Since when it is named with the record."),
            "decided_at",
            type="date-time",
            is_empty=False,
        ),
    ),
    in_a_cell="{organisation} ({role})",
)
IN_UNIT = _("as the column “unit” says")
QUANTITIES = Rows(
    "quantities",
    _("Results as numbers, or the reason why there is none. Empty is never zero."),
    rows=Quantity.objects.order_by("version_id", "order", "pk").all,
    owner="version_id",
    columns=(
        Column("what", _("What was counted."), is_empty=False),
        Choice("status", _("A number, or why there is none."), choices=Quantity.Status),
        Column("value", _("The number."), type="number", unit=IN_UNIT),
        Column("unit", _("The unit.")),
        Column("reason", _("Why there is no number.")),
    ),
    in_a_cell="{what}: {value} {unit}{reason}",
)
LINKS = Rows(
    "links",
    _("Addresses with more about it."),
    rows=VersionLink.objects.order_by("version_id", "order", "pk").all,
    owner="version_id",
    columns=(
        Column("url", _("The address."), type="uri", is_empty=False),
        Column("label", _("What it shows.")),
    ),
    in_a_cell="{url}",
)
ACTIVITIES = Kind(
    "activities",
    "activity",
    _("Activities"),
    _("What partners have done, reported by them and reviewed before it is public."),
    _("Reported by partners and reviewed by the network."),
    _versions,
    _withdrawn,
    (
        shared.code("activity__code"),
        Page("reporting:activity_detail", source="activity__code"),
        Column("title", _("The title, in the language of the record.")),
        Column("summary", _("What was done, in the language of the record.")),
        Column("results", _("What came of it, in the language of the record.")),
        Column("language", _("The language the partner wrote in."), is_empty=False),
        Column(
            "organisation",
            _("The organisation that reports it."),
            "activity__organisation__code",
            words="organisations",
            is_empty=False,
        ),
        Column(
            "organisation_name",
            _("The official name of that organisation."),
            "activity__organisation__name",
            is_empty=False,
        ),
        coded(
            "programme",
            _("The programme it belongs to; empty: the whole network."),
            "programmes",
            Programme,
            source="activity__programme_id",
            label="name",
        ),
        Column(
            "initiative",
            _("The code of the initiative it is part of, while that is public."),
            "initiative_code",
        ),
        coded(
            "type", _("What kind of thing was done."), "activity-types", ActivityType
        ),
        Column("started_on", _("First day."), type="date"),
        Column("ended_on", _("Last day; empty while it runs."), type="date"),
        coded("scope", _("How far it reaches."), "terms", Term),
        _words("countries", _("Countries it is about."), "countries", Country, "name"),
        _words("regions", _("Regions it is about."), "terms", Term),
        _words("sectors", _("Sectors."), "terms", Term),
        _words("stages", _("Stages of a value chain."), "stages", Stage),
        _words("impacts", _("What it is to change."), "terms", Term),
        _words("goals", _("Sustainable Development Goals."), "terms", Term),
        _words(
            "targets", _("Targets of Goal 12."), "sdg-targets", SdgTarget, "short_label"
        ),
        _words("tags", _("Themes."), "terms", Term),
        PARTNERS,
        JOINED,
        QUANTITIES,
        LINKS,
        Column(
            "public_since",
            _("When this version became public."),
            "publications__from_at",
            type="date-time",
        ),
        shared.is_sample("activity__is_sample"),
        shared.updated(),
    ),
    ActivityFilter,
    code="activity__code",
    key="activity_number",
    list_page="reporting:activity_list",
    is_download=True,
    may_be_merged=True,
)


def _policy_words(name, means):
    labels = Labels(Term)
    return listed_words(name, means, PolicyInstrument, words="terms", labels=labels)


POLICIES = Kind(
    "policies",
    "policy",
    _("Policies"),
    _("Policy instruments of countries, as documents name them."),
    shared.FROM_DOCUMENTS,
    lambda: PolicyInstrument.objects.annotate(changed=changed_at(PolicyInstrument)),
    lambda: deleted_from(PolicyInstrument),
    (
        shared.code(),
        Page("knowledge_hubs:policy_detail"),
        Column("name", _("Its official name."), is_empty=False),
        Column("name_language", _("The language that text is really in.")),
        coded(
            "country",
            _("The country or regional organisation."),
            "countries",
            Country,
            label="name",
        ),
        Text("summary", _("What it is about.")),
        Column("year_text", _("The year as the document states it.")),
        shared.year("start_year", _("From year.")),
        shared.year("adoption_year", _("Adopted in.")),
        shared.year("end_year", _("To year.")),
        _policy_words("types", _("Types of instrument.")),
        _policy_words("sectors", _("Sectors.")),
        _policy_words("tags", _("Themes.")),
        _policy_words("goals", _("Sustainable Development Goals.")),
        Column(
            "is_single_use_plastics",
            _("Whether it has provisions on single-use plastics; empty: not known."),
            type="boolean",
        ),
        shared.document(),
        shared.paragraph(),
        shared.basis(),
        shared.to_check(),
        shared.updated(),
    ),
    PolicyFilter,
    list_page="knowledge_hubs:policy_list",
    is_download=True,
)
