"""What a member is asked who asks somebody outside, and who decides on the answers."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from oneplanet.text.fields import PortalCharField, PortalDateField
from oneplanet.text.numbers import number
from reporting.contributing import parts
from reporting.models.contribution import LASTS
from reporting.period_rules import over_at

LONGEST = 90  # days


def _in_two_weeks():
    return dates.today() + LASTS


class AskForm(forms.Form):
    """Whom, for which parts of the form, and until when."""

    name = PortalCharField(label=_("Whom do you ask?"), max_length=150)
    email = forms.EmailField(
        label=_("Their e-mail address"),
        help_text=_("Whoever has the link can write, so send it to one person."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off", "dir": "ltr"}),
    )
    language = forms.ChoiceField(
        label=_("In which language shall we write?"), choices=settings.LANGUAGES
    )
    sections = forms.MultipleChoiceField(
        label=_("Which parts of the form shall they see?"),
        widget=forms.CheckboxSelectMultiple,
    )
    shares_draft = forms.BooleanField(
        label=_("Show them what the draft says there already"), required=False
    )
    expires_on = PortalDateField(
        label=_("Until when?"), initial=_in_two_weeks, error_messages={}
    )
    message = PortalCharField(
        label=_("Your message"),
        help_text=_("What you would like to know, in your own words."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        offered = parts()
        self.fields["sections"].choices = offered
        self.initial.setdefault("sections", [name for name, _title in offered])

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if not dates.today() < day <= dates.today() + timedelta(days=LONGEST):
            text = _("Choose a day after today, within %(days)s days.")
            raise ValidationError(text % {"days": number(LONGEST)})
        return day

    def values(self) -> dict:
        """As :func:`reporting.contributing.ask` takes them."""
        given = dict(self.cleaned_data)
        return given | {"expires_at": over_at(given.pop("expires_on"))}


class DeclineForm(forms.Form):
    reason = PortalCharField(
        label=_("A word to who contributed"),
        help_text=_("They are told by mail, with what you write here."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
