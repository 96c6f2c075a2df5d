"""What makes a record of the library, or a hub, complete."""

from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import Article, Campaign, Event, Hub, Resource
from oneplanet.completing import Rule, filled, has, in_source, translated

LEAD = _("In one sentence")
OF_ALL = (
    in_source("lead", LEAD, 3),
    Rule(_("Themes or sectors"), 2, has("tags", "sectors"), "tags"),
    Rule(_("Where it comes from"), 2, filled("document", "source"), "document"),
    *translated("lead", LEAD),
)
COMMON = (in_source("body", _("Text"), 2), *OF_ALL)
BEHIND = Rule(_("Who is behind it"), 2, has("parties"), "parties-TOTAL_FORMS")
WEBSITE = Rule(_("Website"), 1, filled("website"), "website")

RULES = {
    Resource: (
        *COMMON,
        BEHIND,
        Rule(_("An edition"), 3, has("editions"), "editions-TOTAL_FORMS"),
        Rule(_("Year"), 1, filled("year"), "year"),
        Rule(_("Licence"), 1, filled("licence"), "licence"),
    ),
    Event: (
        *COMMON,
        BEHIND,
        WEBSITE,
        Rule(_("Day or year"), 2, filled("starts_on", "first_year"), "starts_on"),
        Rule(_("Place, or online"), 1, filled("place_en", "is_online"), "place_en"),
    ),
    Article: (*COMMON, BEHIND),
    Campaign: (*COMMON, BEHIND, WEBSITE),
    Hub: (
        *OF_ALL,
        Rule(_("Programmes"), 2, has("programmes"), "programmes"),
        Rule(_("Opening figures"), 1, has("openings"), "openings-TOTAL_FORMS"),
        Rule(_("Blocks"), 3, has("blocks"), "blocks-TOTAL_FORMS"),
    ),
}
