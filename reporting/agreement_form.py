"""What an organisation is asked that lets another report for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from oneplanet.text.fields import PortalCharField, PortalDateField
from programmes.models import Programme
from reporting.naming import organisations_named


class AgreementForm(forms.Form):
    reporter = PortalCharField(
        label=_("Which organisation may report for you?"),
        help_text=_("By its name in the network."),
        max_length=250,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    programme = forms.ModelChoiceField(
        queryset=Programme.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("All programmes"),
        label=_("For which programme?"),
    )
    from_on = PortalDateField(label=_("From which day?"), initial=dates.today)
    until_on = PortalDateField(
        label=_("Until which day?"),
        help_text=_("Leave this empty for an agreement that lasts until you end it."),
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.all()

    def clean_reporter(self):
        name = self.cleaned_data["reporter"]
        if not (found := organisations_named([name]).get(name)):
            raise ValidationError(_("No organisation of the network is called so."))
        return found

    def clean(self):
        given = super().clean()
        start, end = given.get("from_on"), given.get("until_on")
        if start and end and end < start:
            self.add_error("until_on", _("The end comes before the start."))
        elif end and end < dates.today():
            self.add_error("until_on", _("This day is over."))
        return given
