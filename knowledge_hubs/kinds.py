"""The kinds of record that have a list, a page and a feed of their own: one list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import (
    Article,
    Campaign,
    CaseStudy,
    Event,
    ProductLabel,
    Recommendation,
    Resource,
)
from programmes.models import Coalition, Record, WorkingGroup


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """``name`` begins the names of its addresses; ``path`` their beginning.

    ``lead`` says under the title of the list what it holds; ``narrowed_by`` what its
    kinds are called where the list is narrowed by them, and what stands for all. Each
    is itself alone: words of the reader's language would be another key in each.
    """

    name: str
    path: str
    model: type[Record]
    title: str
    lead: str
    narrowed_by: tuple[str, str] = (_("Kind"), _("All kinds"))

    @property
    def list_url(self) -> str:
        return reverse(f"knowledge_hubs:{self.name}_list")

    @property
    def feed_url(self) -> str:
        return reverse(f"knowledge_hubs:{self.name}_feed")


RESOURCE = Kind(
    "resource",
    "resources",
    Resource,
    _("Tools and publications"),
    _(
        "Reports, guidelines, tools and teaching material that the network and its "
        "partners have made, and the science they build on."
    ),
)
COALITION = Kind(
    "coalition",
    "coalitions",
    Coalition,
    _("Coalitions and initiatives"),
    _("Pacts, commitments, coalitions and projects that act with the network."),
)
WORKING_GROUP = Kind(
    "working_group",
    "working-groups",
    WorkingGroup,
    _("Working groups"),
    _("Groups in which partners of the network work on one question together."),
)
CAMPAIGN = Kind(
    "campaign",
    "campaigns",
    Campaign,
    _("Campaigns and education"),
    _("How partners reach people at home, at school and on holiday."),
)
CASE_STUDY = Kind(
    "case_study",
    "case-studies",
    CaseStudy,
    _("Case studies"),
    _(
        "What somebody did about a problem, what came of it, and what others can "
        "learn: each case with its place, its time and its source."
    ),
)
RECOMMENDATION = Kind(
    "recommendation",
    "recommendations",
    Recommendation,
    _("Recommendations"),
    _(
        "What the network's reports ask governments, companies and citizens to do, by "
        "the area in which it makes a change."
    ),
    (_("Intervention area"), _("All intervention areas")),
)
LABEL = Kind(
    "label",
    "labels",
    ProductLabel,
    _("Labels and claims"),
    _(
        "What labels and claims on products say, who gives and who checks them, and "
        "how they stand to the principles of good product information."
    ),
    (_("Type"), _("All types")),
)
EVENT = Kind(
    "event",
    "events",
    Event,
    _("Events"),
    _("Conferences, sessions and workshops of the network and those it adds to."),
)
ARTICLE = Kind(
    "article",
    "news",
    Article,
    _("News"),
    _("What is new in the network, told by the secretariat and its partners."),
)
KINDS = (
    RESOURCE,
    COALITION,
    WORKING_GROUP,
    CAMPAIGN,
    CASE_STUDY,
    RECOMMENDATION,
    LABEL,
    EVENT,
    ARTICLE,
)
BY_MODEL = {kind.model: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
