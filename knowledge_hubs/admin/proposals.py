"""The queue of what partners propose: accepted as a draft, asked about or declined."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs import proposals
from knowledge_hubs.admin.stepping import NothingAsked, Step, SteppedAdmin
from knowledge_hubs.curators_desk import others_say
from knowledge_hubs.models import Event, Feedback, Proposal
from knowledge_hubs.models.proposals import MODELS
from knowledge_hubs.proposed_records import code_for, twins_of
from oneplanet.admin import site
from oneplanet.desk import Door, Queue, Subject
from oneplanet.text.dates import moment_words
from programmes.models import Term


class AcceptForm(NothingAsked):
    """Under which address it stands, and what kind of resource or event it is."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=100,
        help_text=gettext_lazy("The end of its address on the site."),
    )

    def __init__(self, data=None, *, row, user):
        super().__init__(data, row=row, user=user)
        self.fields["code"].initial = code_for(row)
        label = gettext_lazy("What kind is it?")
        if row.kind == "resource":
            words = Term.objects.in_use().filter(vocabulary="resource_type")
            self.fields["kind"] = forms.ModelChoiceField(words, label=label)
        elif row.kind == "event":
            kinds = [("", "–"), *Event.Kind.choices]
            self.fields["kind"] = forms.ChoiceField(choices=kinds, label=label)

    def clean_code(self):
        code = self.cleaned_data["code"]
        if MODELS[self.row.kind].objects.filter(code=code).exists():
            raise ValidationError(_("This code is taken."))
        return code


class AskForm(NothingAsked):
    words = forms.CharField(
        label=gettext_lazy("Your question"),
        help_text=gettext_lazy(
            "Who proposed it reads this, in their inbox and a mail."
        ),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class DeclineForm(NothingAsked):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[("", "–"), *Proposal.Reason.choices]
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        help_text=gettext_lazy("Say what would help another time."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


STEPS = {
    "accept": Step(
        gettext_lazy("Accept"),
        gettext_lazy(
            "A draft is made of it, and opens. It is public once you untick “draft” "
            "there; who proposed it is told then too."
        ),
        gettext_lazy("Accepted: this is its draft. Who proposed it is told."),
        AcceptForm,
        proposals.accept,
    ),
    "ask": Step(
        gettext_lazy("Ask a question"),
        gettext_lazy("The proposal waits until your question is answered."),
        gettext_lazy("Asked. It comes back to you with the answer."),
        AskForm,
        proposals.ask,
        lambda row, user: row.state == Proposal.State.WAITING,
    ),
    "decline": Step(
        gettext_lazy("Decline"),
        gettext_lazy("Who proposed it is told, with your reason and your words."),
        gettext_lazy("Declined. Who proposed it is told."),
        DeclineForm,
        proposals.decline,
    ),
    "take": Step(
        gettext_lazy("Take it in hand"),
        gettext_lazy("It stands under your name, so that nobody else does it too."),
        gettext_lazy("It is in your hands."),
        NothingAsked,
        proposals.take,
        lambda row, user: row.is_open and row.assigned_to_id != user.pk,
    ),
}


class WorkFilter(admin.SimpleListFilter):
    title = gettext_lazy("work")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [
            ("waiting", _("Waiting for us")),
            ("asked", _("Waiting for an answer")),
            ("mine", _("In my hands")),
        ]

    def queryset(self, request, queryset):
        narrowed = {
            "waiting": queryset.waiting(),
            "asked": queryset.filter(state=Proposal.State.ASKED),
            "mine": queryset.open().filter(assigned_to=request.user),
        }
        return narrowed.get(self.value(), queryset)


@admin.register(Proposal, site=site)
class ProposalAdmin(SteppedAdmin):
    """The oldest first."""

    subject = Subject.PAGES
    steps, refused, as_name = STEPS, (proposals.ProposalRefused,), "proposal"
    list_display = ["title", "kind", "organisation", "programme", "hub", "state"]
    list_display += ["assigned_to", "sent_at"]
    list_filter = [WorkFilter, "kind", "programme", "hub", "language"]
    list_select_related = ["organisation", "programme", "hub", "assigned_to"]
    search_fields = ["title_folded", "organisation__name_folded"]
    fields = [
        *("kind", "title", "language", "what", "url", "file", "starts_on", "ends_on"),
        *("place", "programme", "hub", "why", "twins", "organisation", "proposed_by"),
        *("sent_at", "state", "assigned_to", "reason", "decided_at", "decided_by"),
        *("became", "history"),
    ]
    readonly_fields = ["file", "twins", "became", "history"]

    def after(self, row, made):
        """What was accepted goes on in its own editor."""
        if not isinstance(made, tuple(MODELS.values())):
            return self._back_to(row)
        return redirect(_editor_of(made))

    @admin.display(description=gettext_lazy("file"))
    def file(self, row):
        if not row.stored_id:
            return "–"
        url = reverse("knowledge_hubs:proposal_file", args=[row.pk])
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, row.file_name)

    @admin.display(description=gettext_lazy("here already"))
    def twins(self, row):
        found = twins_of(row.reader, title=row.title, url=row.url, but=row)
        lines = format_html_join("", '<li><a href="{1}"><bdi>{0}</bdi></a></li>', found)
        return format_html("<ul>{}</ul>", lines) if found else _("Nothing alike.")

    @admin.display(description=gettext_lazy("what it became"))
    def became(self, row):
        if row.record is None:
            return "–"
        state = row.record.publishing_state.label
        link = '<a href="{}"><bdi>{}</bdi></a> ({})'
        return format_html(link, _editor_of(row.record), str(row.record), state)

    @admin.display(description=gettext_lazy("what happened"))
    def history(self, row):
        steps = row.steps.select_related("by")
        rows = (
            (s.get_action_display(), s.by or "–", moment_words(s.at), s.words)
            for s in steps
        )
        line = '<li><b>{}</b> · <bdi>{}</bdi> · {}<div dir="auto">{}</div></li>'
        return format_html("<ol>{}</ol>", format_html_join("", line, rows))

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row:
            row.reader = request.user
        return row

    def waiting(self, request):
        """Of both lists of what others say, by one query."""
        counts = others_say()
        for model, name in (
            (Proposal, _("What partners propose")),
            (Feedback, _("What readers say of pages")),
        ):
            label = model._meta.model_name
            address = reverse(f"admin:knowledge_hubs_{label}_changelist")
            door = Door(_("Waiting"), counts[label], f"{address}?work=waiting")
            yield Queue(name, (door,))


def _editor_of(record) -> str:
    page = f"admin:knowledge_hubs_{record._meta.model_name}_change"
    return reverse(page, args=[record.pk])
