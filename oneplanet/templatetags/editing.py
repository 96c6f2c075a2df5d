"""What the pages of the editors' admin say of a form."""

import re

from django import template
from django.contrib.admin.templatetags.admin_list import paginator_number
from django.utils.safestring import SafeString, mark_safe

from oneplanet.templatetags.page import field_id
from oneplanet.text.numbers import digits

register = template.Library()
EMPTY_HEAD = re.compile(r"<th\b([^>]*)></th>")


@register.filter(is_safe=True)
def without_empty_heads(table):
    """A head without words heads nothing: a screen reader would stop at it."""
    return EMPTY_HEAD.sub(r"<td\1></td>", table)


@register.inclusion_tag("components/editors_errors.html")
def editors_errors(form, formsets):
    """The errors of a form and of the rows on its page, each leading to its place. What
    is wrong with the form as a whole stands above the list already.
    """
    found = _of_fields(form)
    for one in formsets:
        name, formset = one.opts.verbose_name_plural, one.formset
        group = f"{formset.prefix}-group"
        found += [(name, text, group) for text in formset.non_form_errors()]
        for row in formset.forms:
            found += [(name, text, row.prefix) for text in row.non_field_errors()]
            found += _of_fields(row)
    return {"errors": found}


@register.simple_tag
def page_number(cl, place) -> SafeString:
    """The way to a page of a list, as Django's, in the reader's digits."""
    made = paginator_number(cl, place)
    return mark_safe(made.replace(f">{place}<", f">{digits(place)}<"))  # noqa: S308


def _of_fields(form) -> list[tuple]:
    return [
        (field.label, text, field_id(field)) for field in form for text in field.errors
    ]
