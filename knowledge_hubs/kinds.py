"""The kinds of record that have a list, a page and a feed of their own: one list."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import Article, Campaign, Event, Resource
from programmes.models import Coalition, Record, WorkingGroup


@dataclass(frozen=True, slots=True)
class Kind:
    """``name`` begins the names of its addresses; ``path`` their beginning.

    ``lead`` says under the title of the list what it holds.
    """

    name: str
    path: str
    model: type[Record]
    title: str
    lead: str

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
KINDS = (RESOURCE, COALITION, WORKING_GROUP, CAMPAIGN, EVENT, ARTICLE)
BY_MODEL = {kind.model: kind for kind in KINDS}
BY_NAME = {kind.name: kind for kind in KINDS}
