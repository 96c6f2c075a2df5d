"""What somebody is asked who wants to hear of new results."""

from django import forms
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models import SearchAlert


class AlertForm(forms.Form):
    """Who has signed in is not asked for an address: theirs is known and proven."""

    email = forms.EmailField(
        label=_("At which e-mail address?"),
        help_text=_("It is used for nothing else, and deleted when you turn this off."),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "dir": "ltr"}),
    )
    way = forms.ChoiceField(
        label=_("How often?"),
        help_text=_("After 7 in the morning, and only if there is something new."),
        choices=SearchAlert.Rhythm,
        initial=SearchAlert.Rhythm.WEEKLY,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        if person is not None and person.is_authenticated:
            del self.fields["email"]
