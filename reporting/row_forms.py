"""The rows of a report: who took part, results as numbers, links."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from oneplanet.text import numbers
from oneplanet.text.fields import (
    PortalAddressField,
    PortalCharField,
    PortalDecimalField,
)
from oneplanet.text.folding import fold
from oneplanet.text.said import filled
from reporting.choices import NOT_OFFERED
from reporting.conditions import BY_CELL
from reporting.models import Quantity, VersionPartner

MOST_ROWS = 40
MOST_DIGITS = 15  # what SQLite keeps exactly


class RowForm(forms.Form):
    """One row; a row left empty is no row. ``guidance`` stands once above its kind."""

    use_required_attribute = False
    conditions: dict = {}
    guidance = ""
    asked = ()  # choices beside its first field (reporting/partner_names.py)
    said = ""  # what reviewers have said of it, drawn

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.asked_after = self.conditions.get(name)
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
    guidance = _(
        "Everybody who did part of it, paid for it or lent a hand. Begin to type: "
        "organisations of the network are offered, any other may be written. Say what "
        "each did."
    )
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


def exact(number):
    """Refuse a number that one of the databases would round."""
    if len(number.normalize().as_tuple().digits) > MOST_DIGITS:
        message = _("Write a number of at most %(number)s digits.")
        most = numbers.number_lazy(MOST_DIGITS)
        raise ValidationError(filled(message, number=most))


class QuantityForm(RowForm):
    guidance = _(
        "One result a row: what was counted, how many, in which unit – “people "
        "trained”, 120, “people”. Where nobody counted, choose “No data” and say why: "
        "empty is never read as zero."
    )
    conditions = BY_CELL
    what = PortalCharField(label=_("What was counted?"), max_length=200)
    status = forms.ChoiceField(label=_("Answer"), choices=Quantity.Status.choices)
    value = PortalDecimalField(
        label=_("Number"),
        max_digits=20,
        decimal_places=4,
        min_value=-(10**15),
        validators=[exact],
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
    guidance = _(
        "Pages anybody can open: a report, a film, a press article. Say in a few words "
        "what each shows."
    )
    url = PortalAddressField(label=_("Web address"), max_length=500)
    label = PortalCharField(label=_("What it shows"), max_length=200)

    def clean(self):
        if self._lacks("url"):
            self.add_error("url", _("Give the web address."))
        if self.cleaned_data.get("label") and self._lacks("label"):
            self.add_error("label", _("Say what it shows, or leave this empty."))


ROW_FORMS = {"partners": PartnerForm, "quantities": QuantityForm, "links": LinkForm}
ROW_TITLES = {
    "partners": _("Organisations that took part"),
    "quantities": _("Results as numbers"),
    "links": _("Links"),
}
