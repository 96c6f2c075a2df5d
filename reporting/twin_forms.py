"""What is asked about one likely twin: of the partner, and of the desk."""

from django import forms
from django.utils.translation import gettext_lazy as _

from oneplanet.text.fields import PortalCharField
from reporting.models import TwinAnswer, TwinReply
from reporting.models.participation import DID
from reporting.twins import reasons

KEEP, WITHDRAW = "keep", "withdraw"
JOINING = ("role", "draft", "message")  # asked where the record may be joined
# What is said with each choice.
WORDS = {"apart": "reason", "desk": "question", "join": "message"}


def _words(label, help_text, *, rows=2, **given):
    return PortalCharField(
        label=label,
        help_text=help_text,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"}),
        **given,
    )


class TwinForm(forms.Form):
    """The choice about one record; ``twin`` says which, and why it is asked about.
    ``may_join`` and ``may_withdraw``: whether the draft's organisation may ask to take
    part in it, and whether the draft can be withdrawn then; ``part`` is the
    Participation it has in it or asks for, or None."""

    choice = forms.ChoiceField(
        label=_("What is it to yours?"),
        choices=TwinAnswer.Choice,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one; the desk may be asked.")},
    )
    reason = _words(
        _("If you keep them apart: what keeps the two apart?"),
        _("A sentence. The desk reads it when it reviews."),
        required=False,
    )
    question = _words(
        _("If you ask the desk: what is your question?"),
        _(
            "A sentence. The desk answers before it approves your report, and you are "
            "told."
        ),
        required=False,
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
    message = _words(
        _("If you join it: what do you want to say to them?"),
        _("The organisation that reported the other record reads it, and the desk."),
        required=False,
    )

    def __init__(
        self,
        data=None,
        *,
        twin,
        may_join=False,
        may_withdraw=False,
        part=None,
        **kwargs,
    ):
        super().__init__(data, prefix=twin.version.activity.code, **kwargs)
        self.twin, self.part = twin, part
        self.why = reasons.in_words(twin.judgement.reasons)
        if not may_join:
            self._ask_no_joining()
        elif not may_withdraw:
            del self.fields["draft"]

    def _ask_no_joining(self):
        known = TwinAnswer.Choice.choices
        self.fields["choice"].choices = [row for row in known if row[0] != "join"]
        for name in JOINING:
            del self.fields[name]

    @property
    def asked(self):
        """The choice, then for each answer what is asked with it."""
        names = {"apart": ["reason"], "desk": ["question"], "join": list(JOINING)}
        return [
            (choice, [self[name] for name in fields if name in self.fields])
            for choice, fields in names.items()
            if choice in dict(self.fields["choice"].choices)
        ]

    def clean(self):
        data = self.cleaned_data
        choice = data.get("choice")
        if choice == TwinAnswer.Choice.JOIN:
            self._need("role", _("Please say what your organisation did."))
            self._need("draft", _("Please say what becomes of your draft."))
        if choice == TwinAnswer.Choice.APART:
            self._need("reason", _("Please say what keeps the two apart."))
        if choice == TwinAnswer.Choice.DESK:
            self._need("question", _("Please say what you want to ask the desk."))
        return data

    def _need(self, name, error):
        is_asked = name in self.fields and name not in self.errors
        if is_asked and not self.cleaned_data.get(name):
            self.add_error(name, error)

    @property
    def joins(self) -> bool:
        return self.cleaned_data["choice"] == TwinAnswer.Choice.JOIN

    @property
    def answer(self) -> dict:
        """As reporting.twin_answers.answer takes it: with the words of the choice."""
        data = self.cleaned_data
        words = data.get(WORDS[data["choice"]], "")
        given = {"choice": data["choice"], "reason": words}
        if self.joins:
            given["role"] = data["role"]
            given["withdraws_draft"] = data.get("draft") == WITHDRAW
        return given


class TwinReplyForm(forms.Form):
    """What the desk finds, and says to the partner."""

    finding = forms.ChoiceField(
        label=_("What do you find?"),
        choices=TwinReply.Finding,
        widget=forms.RadioSelect,
    )
    reason = _words(
        _("What do you say to the partner?"),
        _("They read it on their own page and are told of it."),
        rows=3,
    )
