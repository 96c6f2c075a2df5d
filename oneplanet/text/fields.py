"""Form fields for texts, days and numbers as people of the six languages type them.

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
from django.utils.text import normalize_newlines
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates, numbers

TYPED = {"dir": "auto", "autocomplete": "off", "spellcheck": "false"}
UNREADABLE = "\ufffd"
_NO_TEXT = re.compile("[\x00\ud800-\udfff]")


def readable(text: str) -> str:
    """The text with � for what neither page nor database can hold: NUL, surrogates."""
    return _NO_TEXT.sub(UNREADABLE, text)


class PortalCharField(forms.CharField):
    """Text, a line break counted as one character.

    What could not be read on its way here stands in it as �, and is refused until
    somebody has written it again: nothing is damaged in silence.
    """

    def to_python(self, value):
        text = readable(normalize_newlines(super().to_python(value)))
        if UNREADABLE in text:
            message = _(
                "Some characters could not be read; they are shown as �. "
                "Please write them again."
            )
            raise ValidationError(message, code="unreadable")
        return text

    def prepare_value(self, value):
        return readable(value) if isinstance(value, str) else value


class PortalDateField(forms.DateField):
    """A day, shown as 2021-04-23 in every language, read as people write it."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Day, month, year: for example 23/04/2021."))
        super().__init__(**kwargs)

    def to_python(self, value):
        return _read(value, dates.parse, super().to_python)

    def prepare_value(self, value):
        return value.isoformat() if isinstance(value, date) else value

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | TYPED | {"size": "12"}


class PortalDecimalField(forms.DecimalField):
    """A number, shown and read as the reader's language writes its decimals."""

    widget = forms.TextInput

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
        raise ValidationError(str(error), code="invalid") from None
