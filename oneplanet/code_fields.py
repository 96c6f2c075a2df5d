"""The end of an address of the portal, as editors write it."""

from django.forms import SlugField
from django.utils.translation import gettext_lazy as _


def refused_in_words(form) -> None:
    """Nobody who edits has to know what a slug is."""
    field = form.fields.get("code")
    if isinstance(field, SlugField):
        field.error_messages["invalid"] = _(
            "Write letters without accents, digits and hyphens only, for example "
            "a-day-on-refill."
        )
