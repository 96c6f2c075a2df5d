"""Words about versions that several pages print."""

from django import template

from reporting import cards
from reporting.comparing import field_label
from reporting.forms import ActivityForm
from reporting.initiative_form import InitiativeForm
from reporting.note_words import FILES, OF_A_PROGRAMME, WHOLE
from reporting.row_forms import ROW_TITLES

register = template.Library()
register.filter(field_label)


@register.filter
def when(version):
    """The days of an activity, in words."""
    return cards.when(version)


@register.filter
def question_label(name):
    """What the form asks there: ``started_on``, ``quantities-2``, ``files``, the whole
    → its question."""
    kind = name.partition("-")[0]
    for form in (ActivityForm, InitiativeForm):
        if name in form.base_fields:
            return form.base_fields[name].label
    others = {"": WHOLE, "files": FILES, "q": OF_A_PROGRAMME}
    return ROW_TITLES.get(kind) or others.get(kind, "")
