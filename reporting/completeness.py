"""What makes a policy complete. Its name is not translated."""

from django.utils.translation import gettext_lazy as _

from oneplanet.completing import Rule, filled, has, in_source, translated

SUMMARY = _("Summary")
OF_POLICIES = (
    in_source("summary", SUMMARY, 3),
    *translated("summary", SUMMARY),
    Rule(_("Types"), 2, has("types"), "types"),
    Rule(_("Themes or sectors"), 2, has("tags", "sectors"), "tags"),
    Rule(_("Goals"), 1, has("goals"), "goals"),
    Rule(_("Year"), 2, filled("adoption_year", "start_year"), "adoption_year"),
    Rule(_("Source document"), 2, filled("document"), "document"),
)
