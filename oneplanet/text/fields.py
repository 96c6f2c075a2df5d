"""Form fields for texts, days, numbers and time zones as people of the six languages
type them.

Days and numbers are plain text inputs. ``type=date`` follows the browser's language,
not the page's, cannot be pasted into, takes no Arabic digits and gives back nothing of
what was typed wrongly; the number input is as bad. A text input works with every
keyboard and without script, and shows again what was typed. The date has no
``inputmode``: the number pads of phones lack the separators (eight digits alone are
read too).
"""

import re
from datetime import date
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates, numbers, readings, zones

TYPED = {"dir": "auto", "autocomplete": "off", "spellcheck": "false"}
UNREADABLE = "\ufffd"
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def readable(text: str) -> str:
    """The text with � for what neither page nor database can hold: NUL, surrogates."""
    return _NO_TEXT.sub(UNREADABLE, text)


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def undirected(text: str) -> str:
    """The text without the unseen signs that turn the direction of what follows.

    In a line of a list or a mail they would turn our own words too. The marks that
    Arabic and Hebrew are typed with stay.
    """
    return _TURNING.sub("", text)


class PortalCharField(forms.CharField):
    """Text, a line break counted as one character; a single line is undirected().

    What could not be read on its way here stands in it as �, and is refused until
    somebody has written it again: nothing is damaged in silence.
    """

    def to_python(self, value):
        text = readable(super().to_python(value))
        if "\r" in text:
            text = normalize_newlines(text)
        if not isinstance(self.widget, forms.Textarea):
            text = undirected(text).strip()
        if UNREADABLE in text:
            message = _(
                "Some characters could not be read; they are shown as �. "
                "Please write them again."
            )
            raise ValidationError(message, code="unreadable")
        return text

    def prepare_value(self, value):
        return readable(value) if isinstance(value, str) else value

    def widget_attrs(self, widget):
        """People write in any language here; addresses run from left to right."""
        is_address = isinstance(widget, forms.URLInput | forms.EmailInput)
        return super().widget_attrs(widget) | {"dir": "ltr" if is_address else "auto"}


_NO_SCHEME = re.compile(r"[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#].*)?", re.DOTALL)


def with_scheme(text: str) -> str:
    """A web address whole: https:// is added where somebody left it out."""
    return f"https://{text}" if _NO_SCHEME.fullmatch(text) else text


def _web_address(text):
    if text and not text[:8].lower().startswith(("http://", "https://")):
        raise ValidationError(_("A web address starts with https://"))
    URLValidator(schemes=["http", "https"])(text)


class PortalAddressField(PortalCharField):
    """A web address, with or without its https://."""

    widget = forms.URLInput
    default_validators = [_web_address]

    def to_python(self, value):
        return with_scheme(super().to_python(value))


class PortalDateField(forms.DateField):
    """A day, shown as 23/04/2021 (in Russian 23.04.2021), read as people write it.
    What some would read with the month first is remarked on beside it."""

    widget = forms.TextInput
    remark_on = staticmethod(readings.day_remark)

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Day, month, year: for example 23/04/2021."))
        super().__init__(**kwargs)

    def to_python(self, value):
        return _read(value, dates.parse, super().to_python)

    def prepare_value(self, value):
        return dates.for_input(value) if isinstance(value, date) else value

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | TYPED | {"size": "12"}


class PortalDecimalField(forms.DecimalField):
    """A number, shown and read as the reader's language writes its decimals. What
    others would read otherwise is remarked on beside it."""

    widget = forms.TextInput
    remark_on = staticmethod(readings.remark)

    def to_python(self, value):
        return _read(value, numbers.parse, super().to_python)

    def prepare_value(self, value):
        return numbers.for_input(value) if isinstance(value, int | Decimal) else value

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget) | TYPED | {"size": "16"}
        # The decimal pad of some phones has no minus.
        if self.min_value is not None and self.min_value >= 0:
            attrs["inputmode"] = "decimal"
        return attrs


def _read(value, parse, otherwise):
    """What was typed, parsed; empty and what is not text go the usual way."""
    if not isinstance(value, str):
        return otherwise(value)
    if not value.strip():
        return None
    try:
        return parse(value)
    except ValueError as error:
        (message,) = error.args  # lazy: it may be kept for other readers
        raise ValidationError(message, code="invalid") from None


class ZoneSelect(forms.Select):
    """Shows what is not on the list too: a zone by an older name, or what was sent."""

    def optgroups(self, name, value, attrs=None):
        groups = super().optgroups(name, value, attrs)
        options = (option for _label, rows, _index in groups for option in rows)
        sent = readable(value[0]) if value else ""
        if sent and not any(option["selected"] for option in options):
            kept = self.create_option(name, sent, sent, True, 0, attrs=attrs)
            groups.insert(0, (None, [kept], 0))
        return groups


class ZoneField(forms.ChoiceField):
    """The name of a time zone, of the list or an older one."""

    widget = ZoneSelect
    default_error_messages = {"invalid_choice": zones.UNKNOWN}

    def __init__(self, **kwargs):
        super().__init__(choices=zones.offered, **kwargs)

    def valid_value(self, value):
        return value in zones.known()
