"""What an organisation is asked that lets another report for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oneplanet.text import dates
from oneplanet.text.fields import PortalCharField, PortalDateField
from programmes.models import Programme
from reporting.forms import NOT_OFFERED
from reporting.naming import (
    organisations_like,
    organisations_named,
    with_acronym,
)

LONGEST = 250  # letters of a name


class AgreementForm(forms.Form):
    reporter = PortalCharField(
        label=_("Which organisation may report for you?"),
        help_text=_(
            "By its name in the network. A word of it, or the acronym, is enough: you "
            "then choose."
        ),
        max_length=LONGEST,
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
        self.named, self.alike = None, {}
        if self.is_bound:
            self._find(self.data.get("reporter", "").strip())

    def _find(self, name):
        """The organisation of this name; or those called nearly so, to choose from."""
        self.named = organisations_named([name]).get(name)
        if not self.named and 0 < len(name) <= LONGEST:
            self.alike = {body.code: body for body in organisations_like(name)}
        if self.alike:
            self.fields["meant"] = forms.ChoiceField(
                label=_("Which of these do you mean?"),
                choices=[(b.code, with_acronym(b)) for b in self.alike.values()],
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": NOT_OFFERED},
            )
            self.order_fields(["reporter", "meant"])

    def clean_reporter(self):
        if found := self.named or self.alike.get(self.data.get("meant")):
            return found
        if self.alike:
            text = _("Choose one of those below, or write another name.")
        else:
            text = _(
                "No organisation of the network is called so. Write a word of its name "
                "or its acronym, to see those that are."
            )
        raise ValidationError(text)

    def clean(self):
        given = super().clean()
        start, end = given.get("from_on"), given.get("until_on")
        if start and end and end < start:
            self.add_error("until_on", _("The end comes before the start."))
        elif end and end < dates.today():
            self.add_error("until_on", _("This day is over."))
        return given
