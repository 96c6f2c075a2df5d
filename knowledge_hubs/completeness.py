"""What makes a record of the library, or a hub, complete. What nobody can reach any
more counts as little as what was never there.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import (
    Article,
    Campaign,
    CaseStudy,
    Edition,
    Event,
    Hub,
    ProductLabel,
    Recommendation,
    Resource,
)
from oneplanet.completing import Rule, filled, has, in_source, translated
from reporting.models import LinkCheck


def _is_dead(name) -> Exists:
    return Exists(LinkCheck.objects.dead().filter(address=OuterRef(name)))


def _reached(model) -> Q:
    return filled("website")(model) & ~Q(_is_dead("website"))


def _has_edition(model) -> Q:
    editions = Edition.objects.filter(~_is_dead("url"), resource=OuterRef("pk"))
    return Q(Exists(editions))


LEAD = _("In one sentence")
OF_ALL = (
    in_source("lead", LEAD, 3),
    Rule(_("Themes or sectors"), 2, has("tags", "sectors"), "tags"),
    Rule(_("Where it comes from"), 2, filled("document", "source"), "document"),
    *translated("lead", LEAD),
)
COMMON = (in_source("body", _("Text"), 2), *OF_ALL)
BEHIND = Rule(_("Who is behind it"), 2, has("parties"), "parties-TOTAL_FORMS")
WEBSITE = Rule(_("A website that can be reached"), 1, _reached, "website")
EDITION = Rule(
    _("An edition that can be reached"), 3, _has_edition, "editions-TOTAL_FORMS"
)

RULES = {
    Resource: (
        *COMMON,
        BEHIND,
        EDITION,
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
    Campaign: (
        *COMMON,
        BEHIND,
        WEBSITE,
        Rule(_("Results"), 2, has("results"), "results-TOTAL_FORMS"),
        in_source("message", _("Its message"), 1),
        in_source("audience", _("Whom it addresses"), 1),
    ),
    CaseStudy: (
        *OF_ALL,
        BEHIND,
        in_source("problem", _("The problem"), 2),
        in_source("approach", _("What was done"), 2),
        in_source("outcome", _("What came of it"), 2),
        in_source("lessons", _("What others can learn"), 2),
        Rule(_("Year"), 1, filled("started_year"), "started_year"),
    ),
    Recommendation: (
        *COMMON,
        BEHIND,
        in_source("addressed_to", _("Who should act"), 1),
        Rule(_("Tools and publications"), 2, has("resources"), "resources"),
        Rule(_("What became of it"), 2, has("steps"), "steps-TOTAL_FORMS"),
    ),
    ProductLabel: (
        *OF_ALL,
        BEHIND,
        WEBSITE,
        in_source("says", _("What it says"), 3),
        in_source("scope", _("Which products"), 2),
        Rule(_("Assessment"), 1, has("assessments"), "assessments-TOTAL_FORMS"),
    ),
    Hub: (
        *OF_ALL,
        Rule(_("Programmes"), 2, has("programmes"), "programmes"),
        Rule(_("Opening figures"), 1, has("openings"), "openings-TOTAL_FORMS"),
        Rule(_("Blocks"), 3, has("blocks"), "blocks-TOTAL_FORMS"),
    ),
}
