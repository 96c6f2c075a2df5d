"""Readers are told where a machine translated what they read."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.translation import override

from knowledge_hubs.models import Feedback
from knowledge_hubs.translating.machines import is_by_machine
from oneplanet.desk import SOURCE

register = template.Library()


register.filter("is_by_machine", is_by_machine)


@register.inclusion_tag("components/machine_translated.html", takes_context=True)
def machine_translated(context, row, place=None):
    """The notice under the head of the page of a record, if it needs one. ``place`` is
    what has the address of the page, where that is not the record."""
    return _told(context, row, place or row)


@register.inclusion_tag("components/machine_line.html", takes_context=True)
def machine_line(context, row):
    """The same as a line, where a page has many rows."""
    return _told(context, row, row)


def _told(context, row, place):
    if not is_by_machine(row, now=_reads_now(context)):
        return {}
    about = {"page": place.get_absolute_url().partition("#")[0]}
    about |= {"kind": Feedback.Kind.TRANSLATION}
    with override(SOURCE):
        original = place.get_absolute_url()
    feedback = reverse("knowledge_hubs:feedback")
    return {"original": original, "feedback": f"{feedback}?{urlencode(about)}"}


def _reads_now(context) -> bool:
    """Who is signed in sees at once what an editor changed; so does a hub drawn for
    them, which knows no page."""
    page = context.get("page")
    user = page.user if page else None
    return context.get("is_now", False) or bool(user and user.is_authenticated)
