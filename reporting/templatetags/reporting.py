"""Words about versions that several pages print."""

from django import template

from reporting import cards
from reporting.forms import ActivityForm
from reporting.initiative_form import InitiativeForm
from reporting.models import ActivityVersion, InitiativeVersion
from reporting.row_forms import ROW_TITLES

register = template.Library()


@register.filter
def when(version):
    """The days of an activity, in words."""
    return cards.when(version)


@register.filter
def question_label(name):
    """What the form asks there: ``started_on``, ``quantities-2`` → its question."""
    kind = name.partition("-")[0]
    for form in (ActivityForm, InitiativeForm):
        if name in form.base_fields:
            return form.base_fields[name].label
    return ROW_TITLES.get(kind, "")


@register.filter
def field_label(name):
    """What a field of a version is called: ``started_on`` → “start”."""
    known = hasattr(ActivityVersion, name)
    field = (ActivityVersion if known else InitiativeVersion)._meta.get_field(name)
    if field.auto_created:
        return field.related_model._meta.verbose_name_plural
    return field.verbose_name
