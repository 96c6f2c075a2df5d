"""The mark of a form: whom it was made for."""

from django import template
from django.utils.html import format_html

from oneplanet import pending

register = template.Library()


@register.simple_tag
def made_for(page):
    """The hidden field that says whom a form is made for: what it sends while they are
    not signed in waits for them. Nothing for visitors, or where there is no page.
    """
    request = getattr(page, "request", None)
    if request is None or not request.user.is_authenticated:
        return ""
    field = '<input type="hidden" name="{}" value="{}">'
    return format_html(field, pending.MARK, pending.mark_of(request))
