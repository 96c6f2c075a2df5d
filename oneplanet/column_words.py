"""Numbers, years, days and moments the admin shows to read, written as everywhere on
the portal: Django's own formatting has no Arabic digits, and names no time zone.
"""

from functools import cache, wraps

from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, DecimalField, IntegerField
from django.utils.html import format_html

from oneplanet.text import dates, numbers
from oneplanet.text.languages import apart


class WritesWords:
    """For a page of the admin: its columns of numbers and times are in words, and what
    a row's page shows of them to read."""

    def get_list_display(self, request):
        return _columns(self.model, super().get_list_display(request))

    def get_sortable_by(self, request):
        return _columns(self.model, super().get_sortable_by(request))

    def render_change_form(self, request, context, *args, **kwargs):
        _read_in_words(context["adminform"], self.model, self.get_empty_value_display())
        for rows in context["inline_admin_formsets"]:
            if not (rows.has_change_permission or rows.has_add_permission):
                rows.readonly_fields = flatten_fieldsets(rows.fieldsets)
                empty = rows.opts.get_empty_value_display()
                _read_in_words(rows, rows.opts.model, empty)
        return super().render_change_form(request, context, *args, **kwargs)


def _read_in_words(form, model, empty):
    """Of what is drawn to be read alone, each number and time in words."""

    def told(name):
        if not isinstance(name, str):
            return (
                [told(one) for one in name] if isinstance(name, list | tuple) else name
            )
        return _told(model, name, empty) if name in read else name

    read = set(form.readonly_fields)
    form.fieldsets = [
        (title, options | {"fields": told(options["fields"])})
        for title, options in form.fieldsets
    ]
    told_so = [name for name in flatten_fieldsets(form.fieldsets) if callable(name)]
    form.readonly_fields = [*form.readonly_fields, *told_so]


@cache
def _told(model, name, empty):
    """What a row's page shows of a column, ``empty`` where nothing stands in it."""
    column = _column(model, name)
    if column is name:
        return name

    @wraps(column)
    def told(row):
        value = column(row)
        return empty if value is None else value

    return told


def _columns(model, names) -> list:
    return [_column(model, n) if isinstance(n, str) else n for n in names]


@cache  # one function for a column: what it sorts by is found by it
def _column(model, name):
    """What the list shows of a column: itself, unless it is a number or a time."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return name
    if (write := _writer(field)) is None:
        return name

    def column(row):
        value = getattr(row, name)
        return None if value is None else write(value)

    column.__name__ = name
    column.short_description = field.verbose_name
    column.admin_order_field = name
    return column


def _writer(field):
    if field.choices:
        return None
    if isinstance(field, DateTimeField):
        return _moment
    if isinstance(field, DateField):
        return _day
    if isinstance(field, IntegerField | DecimalField):
        is_year = field.name == "year" or field.name.endswith("_year")
        return _year if is_year else _number
    return None


def _moment(value):
    return _time(dates.moment_words(value), value.isoformat())


def _day(value):
    return _time(dates.date_words(value), value.isoformat())


def _year(value):
    return _time(dates.year(value), value)


def _number(value):
    return apart(numbers.number(value))


def _time(words, machine):
    return apart(format_html('<time datetime="{}">{}</time>', machine, words))
