"""Words about versions that several pages print."""

from django import template

from oneplanet.text import dates
from reporting import cards
from reporting.comparing import field_label
from reporting.forms import ActivityForm
from reporting.initiative_form import InitiativeForm
from reporting.review_notes import question_of

register = template.Library()
register.filter(field_label)


@register.filter
def when(version):
    """The days of an activity, in words."""
    return cards.when(version)


@register.filter
def duration(time):
    """How long something lasted, in words."""
    return dates.duration(time)


@register.filter
def question_label(name):
    """What the form asks there, see ``question_of``."""
    return question_of(name, ActivityForm) or question_of(name, InitiativeForm)
