"""What a partner may enter. Every field may stay empty in a draft."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneplanet.text import numbers
from oneplanet.text.fields import (
    PortalAddressField,
    PortalCharField,
    PortalDateField,
    PortalDecimalField,
)
from oneplanet.text.folding import fold
from reporting.choices import NETWORK_WIDE, choices
from reporting.models import Quantity, VersionPartner

MOST_ROWS = 40
MOST_DIGITS = 15  # what SQLite keeps exactly
NOT_OFFERED = _("One of your choices is not on the list. Please choose again.")


class ActivityForm(forms.Form):
    """The content of a version but for its rows and files; values are codes."""

    title = PortalCharField(
        label=_("What is the activity called?"),
        help_text=_("A short name the public will understand."),
        max_length=200,
    )
    summary = PortalCharField(
        label=_("What was done, and why?"),
        help_text=_("Three to six sentences. Line breaks are kept."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    results = PortalCharField(
        label=_("What came of it?"),
        help_text=_("What is different now? Numbers have a place of their own below."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    language = forms.ChoiceField(
        label=_("In which language are you writing?"),
        help_text=_("One of the six; the public page says which."),
        choices=settings.LANGUAGES,
    )
    programme = forms.ChoiceField(
        label=_("Which programme does it belong to?"),
        help_text=_("Its coordination desk reviews the activity."),
    )
    type = forms.ChoiceField(
        label=_("What kind of activity was it?"), widget=forms.RadioSelect
    )
    started_on = PortalDateField(label=_("When did it start?"))
    ended_on = PortalDateField(
        label=_("When did it end?"), help_text=_("Leave this empty while it runs.")
    )
    scope = forms.ChoiceField(
        label=_("How far did it reach?"), widget=forms.RadioSelect
    )
    countries = forms.MultipleChoiceField(
        label=_("In which countries did it take place?")
    )
    regions = forms.MultipleChoiceField(label=_("In which regions did it take place?"))
    sectors = forms.MultipleChoiceField(label=_("Which sectors does it concern?"))
    stages = forms.MultipleChoiceField(
        label=_("Which stages of the value chain does it address?")
    )
    impacts = forms.MultipleChoiceField(label=_("What does it improve?"))
    goals = forms.MultipleChoiceField(
        label=_("Which Sustainable Development Goals does it serve?")
    )
    targets = forms.MultipleChoiceField(
        label=_("Which targets of Goal 12 does it serve?")
    )
    tags = forms.MultipleChoiceField(label=_("Which themes does it touch?"))

    SECTIONS = (
        ("what", _("What"), ("title", "summary", "results", "type", "language")),
        (
            "where",
            _("When and where"),
            ("started_on", "ended_on", "scope", "countries", "regions"),
        ),
        ("partners", _("With whom"), ("programme",)),
        (
            "classification",
            _("What it is about"),
            ("sectors", "stages", "impacts", "goals", "targets", "tags"),
        ),
    )
    NEEDED = ("title", "summary", "type", "started_on", "scope", "sectors")

    def __init__(self, data=None, *, words=None, may_move=True, chosen=None):
        super().__init__(data)
        self.words = words or choices()
        chosen = chosen or {}
        for name, field in self.fields.items():
            field.required = False
            field.needed_to_submit = name in self.NEEDED
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = NOT_OFFERED
            if name in self.words.offered:
                field.choices = self._offered(name, chosen.get(name, ()))
            if isinstance(field, forms.MultipleChoiceField):
                field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
        if not may_move:
            del self.fields["programme"]

    def _offered(self, name, chosen):
        """The words in use, and retired ones this draft names already."""
        offered = list(self.words.offered[name])
        flat = {code for code, _label in _flat(offered)}
        for code in dict.fromkeys(chosen):
            row = self.words.rows[name].get(code)
            if row is not None and code not in flat:
                label = pgettext_lazy("retired word", "%(word)s (no longer used)")
                offered.append((code, label % {"word": row}))
        return offered

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        start = self.cleaned_data.get("started_on")
        end = self.cleaned_data.get("ended_on")
        if start and end and end < start:
            self.add_error("ended_on", _("The end comes before the start."))
        return self.cleaned_data


def _flat(offered):
    for code, label in offered:
        if isinstance(label, list):
            yield from label
        else:
            yield code, label


class RowForm(forms.Form):
    """One row; a row left empty is no row."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
            if isinstance(field, forms.ChoiceField):
                field.error_messages["invalid_choice"] = NOT_OFFERED

    @property
    def is_blank(self):
        return not any(
            str(self.data.get(self.add_prefix(name), "")).strip()
            for name in self.fields
            if name not in ("status", "role")
        )

    def _lacks(self, name) -> bool:
        """Whether nothing was written that anybody can see, nor refused already."""
        return name not in self.errors and not fold(self.cleaned_data[name])


class PartnerForm(RowForm):
    name = PortalCharField(
        label=_("Organisation"),
        max_length=250,
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    role = forms.ChoiceField(
        label=_("What did it do?"), choices=VersionPartner.Role.choices
    )

    def clean_role(self):
        return self.cleaned_data["role"] or VersionPartner.Role.OTHER

    def clean(self):
        if self._lacks("name"):
            self.add_error("name", _("Which organisation?"))


def _exact(number):
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        message = _("Write a number of at most %(number)s digits.")
        raise ValidationError(message % {"number": numbers.number(MOST_DIGITS)})


class QuantityForm(RowForm):
    what = PortalCharField(label=_("What was counted?"), max_length=200)
    status = forms.ChoiceField(label=_("Answer"), choices=Quantity.Status.choices)
    value = PortalDecimalField(
        label=_("Number"),
        max_digits=20,
        decimal_places=4,
        min_value=-(10**15),
        validators=[_exact],
    )
    unit = PortalCharField(label=_("Unit"), max_length=60)
    reason = PortalCharField(
        label=_("Reason, where there is no number"), max_length=300
    )

    def clean(self):
        data, status = self.cleaned_data, self.cleaned_data.get("status")
        if self._lacks("what"):
            self.add_error("what", _("Say what was counted."))
        if status == "":
            status = data["status"] = Quantity.Status.VALUE
        if status == Quantity.Status.VALUE:
            if data.get("value") is None and "value" not in self.errors:
                self.add_error("value", _("Give the number, or choose “No data”."))
            if self._lacks("unit"):
                self.add_error("unit", _("Give the unit: people, tonnes, schools …"))
        elif status:
            if data.get("value") is not None:
                self.add_error(
                    "value", _("Take the number away, or answer “A number”.")
                )
            if self._lacks("reason"):
                self.add_error("reason", _("Say why there is no number."))


class LinkForm(RowForm):
    url = PortalAddressField(label=_("Web address"), max_length=500)
    label = PortalCharField(label=_("What it shows"), max_length=200)

    def clean(self):
        if self._lacks("url"):
            self.add_error("url", _("Give the web address."))
        if self.cleaned_data.get("label") and self._lacks("label"):
            self.add_error("label", _("Say what it shows, or leave this empty."))


ROW_FORMS = {"partners": PartnerForm, "quantities": QuantityForm, "links": LinkForm}


class StepForm(forms.Form):
    comment = PortalCharField(
        label=_("Your comment"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


__all__ = [
    "ActivityForm",
    "LinkForm",
    "MOST_ROWS",
    "NETWORK_WIDE",
    "PartnerForm",
    "QuantityForm",
    "ROW_FORMS",
    "StepForm",
]
