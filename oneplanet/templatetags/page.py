"""Tags and filters every template may use."""

import re

from django import template
from django.conf import settings
from django.forms import BaseFormSet
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import normalize_newlines
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet import arcs, rich_text
from oneplanet.text import browsers, dates, languages, numbers, prose
from oneplanet.text.numbers import bytes_in_words

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
def arcs_progress(done, in_words=True):
    """Six arcs, filled where done: a number, or the numbers of what is done.

    Not ``in_words`` where words stand beside them.
    """
    if not in_words:
        return arcs.progress(done)
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
    """All errors of forms, lists of forms and formsets in one list that leads to each
    field."""
    errors = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            errors += [{"text": text, "id": ""} for text in form.non_form_errors()]
            rows = form.forms
        else:
            rows = form if isinstance(form, list) else [form]
        for row in rows:
            errors += [{"text": text, "id": ""} for text in row.non_field_errors()]
            errors += [
                {"text": text, "id": field_id(field), "label": field.label}
                for field in row
                for text in field.errors
            ]
    return {"errors": errors}


@register.simple_tag
def whole_address(path):
    """With the portal's host, for what leaves the screen: paper."""
    return settings.SITE_URL + path


@register.filter
def clauses(title):
    """A title of several sentences or clauses in pieces that break between themselves
    first; one that has only one stays as it is.
    """
    pieces = _CLAUSE_ENDS.split(str(title))
    if len(pieces) == 1:
        return title
    gap = "" if pieces[0][-1] in _WIDE else " "
    return format_html_join(
        gap, '<span class="clause">{}</span>', ((piece,) for piece in pieces)
    )


_WIDE = "。！？；，"  # no space follows these
_CLAUSE_ENDS = re.compile(rf"(?<=[.!?;,؟؛،])\s+|(?<=[{_WIDE}])(?=.)")


@register.filter
def beside(columns, cells):
    """(column, cell) pairs of a row of a table."""
    return list(zip(columns, cells, strict=True))


@register.filter
def field_id(field):
    """The id to jump to: of the control, or of the first of its choices, which may
    stand in groups."""
    offered = getattr(field.field, "choices", None)
    words = offered[0][1] if isinstance(offered, list) and offered else ""
    is_grouped = isinstance(words, list | tuple)
    first = "0_0" if is_grouped else "0"
    return field.id_for_label or f"{field.auto_id}_{first}"


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
    return languages.apart(words) if autoescape else words


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
def file_size(value, autoescape=True):
    """A number of bytes as 880 kB."""
    return "" if _is_nothing(value) else _apart(bytes_in_words(value), autoescape)


@register.filter(needs_autoescape=True)
def year(value, autoescape=True):
    """The year of a day, or a year given as a number."""
    if _is_nothing(value):
        return ""
    words = dates.year(value)
    return _time(words, dates.year(value, "en"), autoescape)


register.filter("portal_day", dates.portal_day)
register.filter("language_name", languages.name_of)


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


@register.simple_tag
def in_language(text, code):
    """A text of somebody's own, marked with its language where that is not the
    page's.
    """
    if code == (get_language() or "en"):
        return escape(text)
    return format_html(
        '<span lang="{}" dir="{}">{}</span>',
        languages.tag(code),
        languages.direction(code),
        text,
    )


@register.simple_tag(takes_context=True)
def shown(context, row, field):
    """A translated field, marked with its language where that is not the page's."""
    text, code = languages.shown(row, field)
    return in_language(text, code) if context.autoescape else text


@register.filter
def browser(user_agent):
    """The browser and its system, in words: Firefox on Windows."""
    return browsers.browser_words(user_agent or "")


@register.filter
def paragraphs(text):
    """What somebody wrote, with its line breaks; nothing in it is taken for HTML."""
    blocks = re.split(r"\n\s*\n", normalize_newlines(str(text or "")).strip())
    lines = ([escape(line.strip()) for line in b.split("\n")] for b in blocks if b)
    return mark_safe("".join(f"<p>{'<br>'.join(block)}</p>" for block in lines))  # noqa: S308


@register.filter
def rich(text):
    """A curated text: with the marks its editor set, or in plain paragraphs."""
    is_marked = rich_text.is_marked(text)
    return rich_text.as_html(text) if is_marked else prose.as_html(text)
