"""What a partner may enter. Every field may stay empty in a draft."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from oneplanet.text.fields import PortalCharField, PortalDateField
from reporting.choices import NETWORK_WIDE, NOT_OFFERED, choices
from reporting.conditions import BY_FIELD, NEEDED_AFTER
from reporting.question_fields import field_of
from reporting.row_forms import (
    MOST_ROWS,
    ROW_FORMS,
    LinkForm,
    PartnerForm,
    QuantityForm,
)

END_BEFORE_START = _("The end comes before the start.")


class ActivityForm(forms.Form):
    """The content of a version but for its rows and files; values are codes. Of a
    programme that asks questions of its own those too."""

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
        label=_("What kind of activity was it?"),
        help_text=_("The one that says most; four of them count as implementation."),
        widget=forms.RadioSelect,
    )
    started_on = PortalDateField(
        label=_("When did it start?"),
        help_text=_("The first day of the work itself, not of its planning."),
    )
    ended_on = PortalDateField(
        label=_("When did it end?"), help_text=_("Leave this empty while it runs.")
    )
    scope = forms.ChoiceField(
        label=_("How far did it reach?"),
        help_text=_("Where its effect was meant to be felt. Countries are asked next."),
        widget=forms.RadioSelect,
    )
    countries = forms.MultipleChoiceField(
        label=_("In which countries did it take place?"),
        help_text=_("Those in which something was done, not those you report from."),
    )
    regions = forms.MultipleChoiceField(
        label=_("In which regions did it take place?"),
        help_text=_("Where single countries would say too little or too much."),
    )
    sectors = forms.MultipleChoiceField(
        label=_("Which sectors does it concern?"),
        help_text=_("One to three that the work was about."),
    )
    stages = forms.MultipleChoiceField(
        label=_("Which stages of the value chain does it address?"),
        help_text=_("Where in the life of a product or service it changes something."),
    )
    impacts = forms.MultipleChoiceField(
        label=_("What does it improve?"),
        help_text=_("Only what you could show if somebody asked."),
    )
    goals = forms.MultipleChoiceField(
        label=_("Which Sustainable Development Goals does it serve?"),
        help_text=_("Goal 12 and up to three more that it serves directly."),
    )
    targets = forms.MultipleChoiceField(
        label=_("Which targets of Goal 12 does it serve?"),
        help_text=_("The activity is then listed on the page of each target."),
    )
    tags = forms.MultipleChoiceField(
        label=_("Which themes does it touch?"),
        help_text=_("Words by which readers search. Leave out what is only mentioned."),
    )

    NEEDED = ("title", "summary", "type", "started_on", "scope", "sectors")

    def __init__(
        self, data=None, *, words=None, may_move=True, chosen=None, questions=()
    ):
        super().__init__(data)
        self.words = words or choices()
        chosen = chosen or {}
        for name, field in self.fields.items():
            field.asked_after = self._condition(BY_FIELD, name)
            field.needed_after = self._condition(NEEDED_AFTER, name)
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
        self.questions = {question.name: question for question in questions}
        self.fields |= {name: field_of(row) for name, row in self.questions.items()}

    def _condition(self, table, name):
        """What an earlier question of this form has to be answered with."""
        condition = table.get(name)
        return condition if condition and condition.after in self.fields else None

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
            self.add_error("ended_on", END_BEFORE_START)
        return self.cleaned_data


def _flat(offered):
    for code, label in offered:
        if isinstance(label, list):
            yield from label
        else:
            yield code, label


class StepForm(forms.Form):
    comment = PortalCharField(
        label=_("Your comment"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    @property
    def typed(self) -> str:
        return self["comment"].value() or ""

    @property
    def refusal(self) -> str:
        return " ".join(self.errors.get("comment", ()))


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
