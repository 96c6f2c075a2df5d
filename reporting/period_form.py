"""What reviewers enter to count an activity in another period."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.dates import year
from oneplanet.text.fields import PortalCharField
from reporting.forms import NOT_OFFERED
from reporting.models import ReportingPeriod
from reporting.period_rules import PeriodState


class PeriodForm(forms.Form):
    """In which period an activity shall count, and why. Offers those not reported."""

    period = forms.ModelChoiceField(
        queryset=None,
        label=_("In which period shall it count?"),
        empty_label=None,
        widget=forms.RadioSelect,
        to_field_name="year",
    )
    note = PortalCharField(
        label=_("Why?"),
        help_text=_("The partner reads it. It stays beside the activity."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = ReportingPeriod.objects.of_activities().order_by("-starts_on")
        self.fields["period"].queryset = offered.exclude(state=PeriodState.REPORTED)
        self.fields["period"].error_messages["invalid_choice"] = NOT_OFFERED
        self.fields["period"].label_from_instance = lambda row: year(row.year)
