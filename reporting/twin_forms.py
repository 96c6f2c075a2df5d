"""What is asked about one likely twin."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.models import TwinAnswer
from reporting.models.participation import DID
from reporting.twins import reasons

KEEP, WITHDRAW = "keep", "withdraw"
JOINING = ("role", "draft")  # asked where the record may be joined


class TwinForm(forms.Form):
    """The choice about one record; ``twin`` says which, and why it is asked about.
    ``may_join`` and ``may_withdraw``: whether the draft's organisation may ask to take
    part in it, and whether the draft can be withdrawn then."""

    choice = forms.ChoiceField(
        label=_("What is it to yours?"),
        choices=TwinAnswer.Choice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; the desk may be asked.")},
    )
    role = forms.ChoiceField(
        label=_("If you join it: what did your organisation do?"),
        choices=[("", "—"), *DID.items()],
        required=False,
    )
    draft = forms.ChoiceField(
        label=_("If you join it: what becomes of your draft once they agree?"),
        help_text=_("Its text stays readable for your organisation either way."),
        choices=[
            (WITHDRAW, _("Withdraw it: the record tells all of it")),
            (KEEP, _("Keep it: it tells more, or something else")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    reason = PortalCharField(
        label=_("What keeps the two apart, or what do you want to say or ask?"),
        help_text=_(
            "A sentence. The desk reads it when it reviews, and where you ask to join, "
            "the organisation that reported the other record."
        ),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data=None, *, twin, may_join=False, may_withdraw=False, **kwargs
    ):
        super().__init__(data, prefix=twin.version.activity.code, **kwargs)
        self.twin = twin
        why = reasons.in_words(twin.judgement.reasons)
        self.line = {"version": twin.version, "why": why}
        if not may_join:
            self._ask_no_joining()
        elif not may_withdraw:
            del self.fields["draft"]

    def _ask_no_joining(self):
        known = TwinAnswer.Choice.choices
        self.fields["choice"].choices = [row for row in known if row[0] != "join"]
        for name in JOINING:
            del self.fields[name]

    def clean(self):
        data = self.cleaned_data
        choice = data.get("choice")
        if choice == TwinAnswer.Choice.JOIN:
            self._clean_joining(data)
        is_apart = choice == TwinAnswer.Choice.APART
        if is_apart and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say what keeps the two apart."))
        return data

    def _clean_joining(self, data):
        if not data.get("role") and "role" not in self.errors:
            self.add_error("role", _("Please say what your organisation did."))
        is_asked = "draft" in self.fields and "draft" not in self.errors
        if is_asked and not data.get("draft"):
            self.add_error("draft", _("Please say what becomes of your draft."))

    @property
    def joins(self) -> bool:
        return self.cleaned_data["choice"] == TwinAnswer.Choice.JOIN

    @property
    def answer(self) -> dict:
        """As reporting.twin_answers.answer takes it."""
        data = self.cleaned_data
        given = {"choice": data["choice"], "reason": data["reason"]}
        if self.joins:
            given["role"] = data["role"]
            given["withdraws_draft"] = data.get("draft") == WITHDRAW
        return given
