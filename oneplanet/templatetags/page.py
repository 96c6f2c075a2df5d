"""Tags and filters every template may use."""

import re

from django import template
from django.forms import BaseFormSet
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet import arcs
from oneplanet.text import dates, languages, numbers

register = template.Library()


# --- The six arcs ---------------------------------------------------------------


@register.simple_tag
def arcs_mark(label=""):
    """The whole circle. With a label it is an image of that name."""
    return arcs.mark(label)


@register.simple_tag
def arcs_badge(programme, label=""):
    """A programme's arc by its code; any other code gives the plain ring."""
    return arcs.badge(programme, label)


@register.simple_tag
def arcs_emblem(programme, label=""):
    """A programme's arc among the other five, large; for any other code, all six."""
    return arcs.emblem(programme, label)


@register.simple_tag
def arcs_cover(programme, kind, code):
    """A picture for a record without one."""
    return arcs.cover(programme or "", str(kind), str(code))


@register.simple_tag
def arcs_empty():
    """The circle one arc has slid out of, for pages and lists with nothing on them."""
    return arcs.empty()


@register.simple_tag
def arcs_progress(done):
    """Six arcs, filled where done: a number, or the numbers of what is done."""
    count = done if isinstance(done, int) else len(set(done))
    counts = {"count": numbers.number(count), "all": numbers.number(6)}
    label = _("%(count)s of %(all)s parts done") % counts
    return arcs.progress(done, label)


# --- Pages and forms --------------------------------------------------------------


@register.simple_tag
def trail(*parts):
    """The way to this page, as ``{% trail label url label url … as crumbs %}``."""
    return list(zip(parts[::2], parts[1::2], strict=True))


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """All errors of forms and formsets in one list that leads to each field."""
    errors = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            errors += [{"text": text, "id": ""} for text in form.non_form_errors()]
            rows = form.forms
        else:
            rows = [form]
        for row in rows:
            errors += [{"text": text, "id": ""} for text in row.non_field_errors()]
            errors += [
                {"text": text, "id": field_id(field), "label": field.label}
                for field in row
                for text in field.errors
            ]
    return {"errors": errors}


@register.filter
def field_id(field):
    """The id to jump to: of the control, or of the first of a group of choices."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.filter
def chosen_options(widget):
    """Labels of the options chosen in a list of choices."""
    return [o["label"] for o in _options(widget) if o["selected"]]


@register.filter
def option_count(widget):
    """How many options a list of choices has."""
    return len(_options(widget))


def _options(widget):
    return [o for _group, options, _index in widget["optgroups"] for o in options]


# --- Numbers, days and languages ------------------------------------------------------
# Each stands apart from the direction of the text around it; where nothing is escaped
# (mails) the words stand alone. Nothing is written for None.


def _apart(words, autoescape):
    if not autoescape:
        return words
    # Digits alone do not tell a browser that ٪ stands on their left and − on the right.
    rtl = languages.direction(get_language() or "en") == "rtl"
    return format_html("<bdi{}>{}</bdi>", mark_safe(' dir="rtl"') if rtl else "", words)


def _time(words, machine, autoescape):
    if autoescape:
        words = format_html('<time datetime="{}">{}</time>', machine, words)
    return _apart(words, autoescape)


@register.filter(needs_autoescape=True)
def number(value, autoescape=True):
    return "" if _is_nothing(value) else _apart(numbers.number(value), autoescape)


@register.filter(needs_autoescape=True)
def percent(value, autoescape=True):
    """A share of a hundred: 49 as 49% or 49 %."""
    return "" if _is_nothing(value) else _apart(numbers.percent(value), autoescape)


@register.filter(needs_autoescape=True)
def year(value, autoescape=True):
    """The year of a day, or a year given as a number."""
    if _is_nothing(value):
        return ""
    words = dates.year(value)
    return _time(words, dates.year(value, "en"), autoescape)


@register.filter(needs_autoescape=True)
def date_words(day, autoescape=True):
    if _is_nothing(day):
        return ""
    return _time(dates.date_words(day), dates.day_of(day).isoformat(), autoescape)


@register.filter(needs_autoescape=True)
def date_range(start, end, autoescape=True):
    """From start to ``end``; since start where there is no end."""
    if _is_nothing(start):
        return ""
    return _apart(dates.date_range(start, end or None), autoescape)


@register.filter(needs_autoescape=True)
def moment(value, autoescape=True):
    if _is_nothing(value):
        return ""
    return _time(dates.moment_words(value), value.isoformat(), autoescape)


@register.filter(needs_autoescape=True)
def age(value, autoescape=True):
    """How long ago a moment was."""
    if _is_nothing(value):
        return ""
    return _time(dates.age(value), value.isoformat(), autoescape)


def _is_nothing(value):
    return value is None or value == ""


@register.filter
def lang_tag(code):
    """For ``lang``: zh-Hans of zh-hans."""
    return languages.tag(code)


@register.filter
def text_dir(code):
    """For ``dir``: ltr or rtl."""
    return languages.direction(code)


@register.simple_tag(takes_context=True)
def shown(context, row, field):
    """A translated field, marked with its language where that is not the page's."""
    text, code = languages.shown(row, field)
    if not context.autoescape:
        return text
    if code == (get_language() or "en"):
        return escape(text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        languages.tag(code),
        languages.direction(code),
        text,
    )


@register.filter
def paragraphs(text):
    """What somebody wrote, with its line breaks; nothing in it is taken for HTML."""
    blocks = re.split(r"\n\s*\n", normalize_newlines(str(text or "")).strip())
    lines = ([escape(line.strip()) for line in b.split("\n")] for b in blocks if b)
    return mark_safe("".join(f"<p>{'<br>'.join(block)}</p>" for block in lines))  # noqa: S308
