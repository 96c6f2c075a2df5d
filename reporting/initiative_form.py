"""What a partner may enter of an initiative. Every field may stay empty in a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField, PortalDateField
from reporting.begin_form import BeginForm
from reporting.forms import NOT_OFFERED, ActivityForm
from reporting.organisations_field import OrganisationsField


class InitiativeForm(ActivityForm):
    """The content of a version; values are codes, those of owners names."""

    title = PortalCharField(
        label=_("What is the initiative called?"),
        help_text=_("A short name the public will understand."),
        max_length=200,
    )
    objectives = PortalCharField(
        label=_("What is it to achieve?"),
        help_text=_("Its objectives, in three to six sentences. Line breaks are kept."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    language = forms.ChoiceField(
        label=_("In which language are you writing?"),
        help_text=_("One of the six; the public page says which."),
        choices=ActivityForm.base_fields["language"].choices,
    )
    type = forms.ChoiceField(
        label=_("What kind of initiative is it?"),
        help_text=_("New activities begin with this kind; each may have another."),
        widget=forms.RadioSelect,
    )
    started_on = PortalDateField(label=_("When does it start, or did it start?"))
    ended_on = PortalDateField(
        label=_("When does it end?"), help_text=_("Leave this empty if that is open.")
    )
    owners = OrganisationsField(
        label=_("Which organisations own it together with yours?"),
        help_text=_(
            "One a line: its name, a word of it or its acronym. Where that may be "
            "several, you then choose. Once this is approved, they may say that their "
            "own activities are part of it."
        ),
    )
    countries = forms.MultipleChoiceField(label=_("In which countries is it at work?"))
    regions = forms.MultipleChoiceField(label=_("In which regions is it at work?"))
    sectors = forms.MultipleChoiceField(label=_("Which sectors does it concern?"))
    programme = forms.ChoiceField(
        label=_("Which programme does it belong to?"),
        help_text=_("Its coordination desk reviews the initiative."),
    )
    summary = results = scope = stages = impacts = goals = targets = tags = None

    SECTIONS = (
        ("what", _("What"), ("title", "objectives", "type", "language")),
        (
            "where",
            _("When and where"),
            ("started_on", "ended_on", "countries", "regions"),
        ),
        ("owners", _("With whom"), ("owners", "programme")),
        ("classification", _("What it is about"), ("sectors",)),
    )
    NEEDED = ("title", "objectives", "type", "started_on")


class InitiativeBeginForm(BeginForm):
    """The first questions of a new initiative."""

    title = PortalCharField(label=_("What is the initiative called?"), max_length=200)


class JoinForm(forms.Form):
    """Which initiative a draft of an activity is part of."""

    initiative = forms.ChoiceField(
        label=_("Which initiative is it part of?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": NOT_OFFERED},
    )
    copies = forms.BooleanField(
        label=_("Take over its kind, regions, countries and sectors"),
        help_text=_(
            "They take the place of what the draft says now; nothing else of it "
            "changes. What the initiative says later is not followed."
        ),
        required=False,
    )

    def __init__(self, *args, initiatives, **kwargs):
        """``initiatives`` are titles by code."""
        super().__init__(*args, **kwargs)
        none = ("", _("None: it stands by itself"))
        self.fields["initiative"].choices = [none, *initiatives.items()]
