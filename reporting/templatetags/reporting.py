"""Words about versions that several pages print."""

from django import template

from reporting import cards
from reporting.models import ActivityVersion, InitiativeVersion

register = template.Library()


@register.filter
def when(version):
    """The days of an activity, in words."""
    return cards.when(version)


@register.filter
def field_label(name):
    """What a field of a version is called: ``started_on`` → “start”."""
    known = hasattr(ActivityVersion, name)
    field = (ActivityVersion if known else InitiativeVersion)._meta.get_field(name)
    if field.auto_created:
        return field.related_model._meta.verbose_name_plural
    return field.verbose_name
