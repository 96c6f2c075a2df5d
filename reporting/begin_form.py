"""What is asked before a new activity has a form of its own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.choices import choices
from reporting.forms import NOT_OFFERED
from reporting.models import Initiative


class BeginForm(forms.Form):
    """The first question of a new activity: for whom, and in which programme."""

    organisation = forms.ModelChoiceField(
        queryset=None,
        label=_("For which organisation do you report?"),
        empty_label=None,
    )
    programme = forms.ChoiceField(
        label=_("Which programme does it belong to?"), widget=forms.RadioSelect
    )
    title = PortalCharField(label=_("What is the activity called?"), max_length=200)

    def __init__(self, *args, organisations, initiatives=None, **kwargs):
        """``initiatives`` are titles by code; without any none is asked for."""
        super().__init__(*args, **kwargs)
        words = choices()
        self.programmes = words.rows["programme"]
        self.fields["programme"].choices = words.offered["programme"]
        if initiatives:
            self._ask_for_initiative(initiatives)
        for name in ("programme", "organisation"):
            self.fields[name].error_messages["invalid_choice"] = NOT_OFFERED
        self.fields["organisation"].queryset = organisations
        self.fields["organisation"].to_field_name = "code"
        if len(organisations) == 1:
            self.fields["organisation"].initial = organisations[0].code
            self.fields["organisation"].widget = forms.HiddenInput()

    def _ask_for_initiative(self, initiatives):
        self.fields["initiative"] = forms.ChoiceField(
            label=_("Is it part of an initiative?"),
            help_text=_(
                "Its kind, regions, countries and sectors are copied into the draft, "
                "where you can change them. What it says later is not followed."
            ),
            choices=[("", _("No, it stands by itself")), *initiatives.items()],
            required=False,
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        self.fields["programme"].required = False
        self.fields["programme"].help_text = _(
            "Part of an initiative, it belongs to the same one unless you choose."
        )
        self.order_fields(["organisation", "initiative", "programme", "title"])

    def clean(self):
        data = self.cleaned_data
        code, organisation = data.get("initiative"), data.get("organisation")
        if code and organisation:
            mine = Initiative.objects.open_to(organisation)
            if (found := mine.filter(code=code).first()) is None:
                text = _("Activities of this organisation cannot be part of it.")
                self.add_error("initiative", text)
            data["initiative"] = found
        if not code and data.get("programme") == "":
            self.add_error("programme", _("Choose the programme."))
        return data

    def chosen_initiative(self):
        return self.cleaned_data.get("initiative") or None

    def chosen_programme(self):
        """The programme, or None for the whole network."""
        if (code := self.cleaned_data["programme"]) or not self.chosen_initiative():
            return self.programmes.get(code)
        return self.chosen_initiative().programme
