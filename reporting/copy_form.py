"""What is asked before an activity is begun from another."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField


class CopyForm(forms.Form):
    title = PortalCharField(
        label=_("What is the new activity called?"),
        help_text=_("A year or a place in it keeps the two apart."),
        max_length=200,
    )
