"""What makes an organisation of the network complete. Its name is not translated."""

from django.utils.translation import gettext_lazy as _

from oneplanet.completing import Rule, filled, has

OF_ORGANISATIONS = (
    Rule(_("Country"), 2, filled("country"), "country"),
    Rule(_("Website"), 3, filled("website"), "website"),
    Rule(_("Acronym"), 1, filled("acronym"), "acronym"),
    Rule(
        _("Names in other languages"), 2, has("other_names"), "other_names-TOTAL_FORMS"
    ),
    Rule(_("Where it comes from"), 1, filled("source", "listed_on"), "source"),
)
