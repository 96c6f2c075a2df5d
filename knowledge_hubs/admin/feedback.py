"""The work list of what readers say of pages."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from knowledge_hubs import feedback
from knowledge_hubs.admin.stepping import NothingAsked, Step, SteppedAdmin
from knowledge_hubs.models import Feedback
from oneplanet.admin import site
from oneplanet.desk import Subject


class AnswerForm(NothingAsked):
    """An answer where an address was left; nothing otherwise."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        required=False,
        max_length=3000,
        help_text=gettext_lazy(
            "Sent by mail. Write in the language of the page if you can. Empty: no "
            "mail leaves. The address is deleted either way."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data=None, *, row, user):
        super().__init__(data, row=row, user=user)
        if not row.email:
            del self.fields["answer"]


def _waits(row, user) -> bool:
    return row.is_waiting


STEPS = {
    "take": Step(
        gettext_lazy("Take it in hand"),
        gettext_lazy("It stands under your name, so that nobody else does it too."),
        gettext_lazy("It is in your hands."),
        NothingAsked,
        feedback.take,
        lambda row, user: row.is_waiting and row.assigned_to_id != user.pk,
    ),
    "settle": Step(
        gettext_lazy("It is done"),
        gettext_lazy("What was wrong has been mended."),
        gettext_lazy("Done."),
        AnswerForm,
        feedback.settle,
        _waits,
    ),
    "leave": Step(
        gettext_lazy("No action"),
        gettext_lazy("Nothing is wrong, or nothing can be done."),
        gettext_lazy("Left as it is."),
        AnswerForm,
        feedback.leave,
        _waits,
    ),
}


class WaitingFilter(admin.SimpleListFilter):
    title = gettext_lazy("work")
    parameter_name = "work"

    def lookups(self, request, model_admin):
        return [("waiting", _("Waiting")), ("mine", _("In my hands"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.waiting().filter(assigned_to=request.user)
        return queryset.waiting() if self.value() == "waiting" else queryset


@admin.register(Feedback, site=site)
class FeedbackAdmin(SteppedAdmin):
    subject = Subject.PAGES
    steps, refused = STEPS, (feedback.FeedbackRefused,)
    list_display = ["__str__", "kind", "on_page", "language", "state", "assigned_to"]
    list_display += ["sent_at"]
    list_filter = [WaitingFilter, "state", "kind", "language"]
    list_select_related = ["assigned_to"]
    search_fields = ["page", "words"]
    fields = [
        *("kind", "words", "on_page", "language", "sent_at", "email", "state"),
        *("assigned_to", "answer", "settled_at", "settled_by"),
    ]
    readonly_fields = ["on_page"]

    @admin.display(description=gettext_lazy("page"), ordering="page")
    def on_page(self, row):
        if not row.page:
            return _("The whole portal")
        return format_html(
            '<a href="{}"><bdi dir="ltr">{}</bdi></a>', row.page, row.page
        )
