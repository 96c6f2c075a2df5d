"""What a reviewer chooses who classifies blind, and says of disagreements."""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.choices import CHOOSE_ONE, CHOOSE_SOME, NOT_OFFERED, choices
from reporting.forms import ActivityForm
from reporting.models import Judged
from reporting.models.classifying import ONE_VALUED

# Where what helps a partner would mislead who reads what a partner wrote.
HINTS = {
    "type": _("The one that says most."),
    "scope": _("Where its effect was meant to be felt."),
    "impacts": _("Only what the report shows."),
    "targets": _("Those it serves directly."),
}


class ClassificationForm(forms.Form):
    """The partner's own questions about classification, the words in use as choices;
    nothing is chosen beforehand. Answers with vocabulary → codes."""

    def __init__(self, data=None):
        super().__init__(data)
        offered = choices().offered
        for name in Judged.values:
            field = deepcopy(ActivityForm.base_fields[name])
            field.choices = offered.get(name, [])
            field.help_text = HINTS.get(name, field.help_text)
            field.required = name in ActivityForm.NEEDED
            needed = CHOOSE_ONE if name in ONE_VALUED else CHOOSE_SOME
            field.error_messages |= {"invalid_choice": NOT_OFFERED, "required": needed}
            if name not in ONE_VALUED:
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            self.fields[name] = field

    @property
    def chosen(self) -> dict[str, list[str]]:
        return {
            name: [value] if name in ONE_VALUED else value
            for name, value in self.cleaned_data.items()
        }


class RemarkForm(forms.Form):
    """A remark on one disagreement, or how it should be settled. ``row`` is a
    reporting.disagreements.Disagreement, whose choices are offered."""

    text = PortalCharField(
        label=_("What do you say to it?"),
        help_text=_("The other reviewer and the secretariat read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    settled = forms.ChoiceField(
        label=_("How should it be settled?"),
        required=False,
        help_text=_(
            "Say why. It is settled, for good, once both reviewers choose the same, or "
            "where the secretariat decides for them; who agrees need not say why."
        ),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OFFERED},
    )

    def __init__(self, data=None, *, row):
        super().__init__(data, prefix=row.key)
        self.row = row
        self.fields["settled"].choices = [
            ("", _("Not yet")),
            *((way.name, row.as_choice(way)) for way in row.ways),
        ]

    def clean(self):
        data = self.cleaned_data
        is_empty = not data.get("settled") and not data.get("text")
        if is_empty and not self.errors:
            self.add_error("text", _("Write a sentence, or choose how to settle it."))
        return data

    @property
    def codes(self):
        """As what it is settled, or None."""
        name = self.cleaned_data["settled"]
        return next((way.codes for way in self.row.ways if way.name == name), None)
