"""“Where do I report?”: one list of the roles people come in, and their doors."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import ReportingRoute

ReportedBy = ReportingRoute.Reporter


@dataclass(frozen=True, slots=True)
class Door:
    """A way on: the words of its link, a line about it, a URL name, its arguments."""

    name: str
    says: str
    view: str
    args: tuple = ()
    query: str = ""

    @property
    def url(self) -> str:
        return reverse(self.view, args=self.args) + self.query


@dataclass(frozen=True, slots=True)
class Role:
    """``reporter`` is the mark of the ways of reporting that belong here: "" for those
    of which no source says who reports, None where there are none.
    """

    id: str
    title: str
    says: str
    reporter: str | None = None
    doors: tuple[Door, ...] = ()


ROLES = (
    Role(
        "focal-point",
        _("You are a national focal point of the 10YFP"),
        _(
            "Your government reports the policies it prepares, adopts and carries out "
            "to the secretariat of the 10YFP, which asks you for them."
        ),
        ReportedBy.FOCAL_POINT,
    ),
    Role(
        "procurement",
        _("You buy for a government, a region or a city"),
        _(
            "Your government names a focal point for sustainable public procurement; "
            "regions and cities take part by themselves or through it."
        ),
        ReportedBy.PROCUREMENT,
        (
            Door(
                _("The programme on public procurement"),
                _("Who leads it, what it knows, what its partners do"),
                "knowledge_hubs:programme_detail",
                ("sustainable-public-procurement",),
            ),
        ),
    ),
    Role(
        "convention",
        _("You answer for your country’s part in a waste or chemicals agreement"),
        _(
            "The indicator counts the Parties that send what each agreement asks for. "
            "Each agreement says how."
        ),
        ReportedBy.PARTY,
    ),
    Role(
        "statistics",
        _("You work in a statistics office"),
        _(
            "For the other indicators no source read for this portal says who fills in "
            "which form. Ask the custodian agency: it keeps the method and collects "
            "the data."
        ),
        "",
    ),
    Role(
        "partner",
        _("You work for a partner organisation of the network"),
        _(
            "Report what your organisation does here, at any time of the year. It is "
            "reviewed and then public, and it names the targets it serves."
        ),
        None,
        (
            Door(
                _("Report an activity"),
                _("You need an account of your organisation"),
                "reporting:activity_new",
            ),
        ),
    ),
    Role(
        "company",
        _("You work in a company"),
        _(
            "Publish a sustainability report: the companies that do are what indicator "
            "12.6.1 counts. A company can also join others in a commitment."
        ),
        None,
        (
            Door(
                _("Company sustainability reports"),
                _("Indicator 12.6.1, and who keeps it"),
                "knowledge_hubs:sdg_indicator",
                ("12.6.1",),
            ),
            Door(
                _("Coalitions and initiatives"),
                _("Pacts, schemes and commitments that companies join"),
                "knowledge_hubs:coalition_list",
            ),
        ),
    ),
    Role(
        "citizen",
        _("You are a citizen, a teacher or a journalist"),
        _(
            "You owe nobody a report. See what others do, use what they have made, and "
            "ask your government what it reports."
        ),
        None,
        (
            Door(
                _("Activities"),
                _("What organisations and countries have done"),
                "reporting:activity_list",
            ),
            Door(
                _("Campaigns and education"),
                _("For home, school and travel"),
                "knowledge_hubs:campaign_list",
            ),
        ),
    ),
)
