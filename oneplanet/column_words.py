"""Numbers, years, days and moments in the lists of the admin, written as everywhere on
the portal: Django's own formatting has no Arabic digits, and names no time zone.
"""

from functools import cache

from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField, DateTimeField, DecimalField, IntegerField
from django.utils.html import format_html

from oneplanet.text import dates, numbers
from oneplanet.text.languages import apart


class WritesWords:
    """For a page of the admin: its columns of numbers and times are in words."""

    def get_list_display(self, request):
        return _columns(self.model, super().get_list_display(request))

    def get_sortable_by(self, request):
        return _columns(self.model, super().get_sortable_by(request))


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
