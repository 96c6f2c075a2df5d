"""The secretariat decides here which organisations join the network."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.desk import Door, Queue, Subject
from programmes import applications
from programmes.admin.keeping import KeptAdmin
from programmes.asking import AskingRefused
from programmes.invitations import InvitationRefused
from programmes.models import Application, Organisation

NEW = ""  # of the twins: none of them


class ApproveForm(forms.Form):
    """Under which code it joins, or as which organisation it has joined already."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("The end of its address on the site; it never changes."),
    )

    def __init__(self, data=None, *, application):
        super().__init__(data)
        names = [row.name for row in application.names.all()]
        self.twins = {row.code: row for row in applications.twins_of(names)}
        self.fields["code"].initial = slugify(names[0])[:80]
        if self.twins:
            alike = [(code, row.name) for code, row in self.twins.items()]
            self.fields["organisation"] = forms.ChoiceField(
                label=gettext_lazy("Is it one of these?"),
                choices=[(NEW, gettext_lazy("No, it is another one")), *alike],
                required=False,
                widget=forms.RadioSelect,
            )

    def clean(self):
        given = super().clean()
        code = given.get("code")
        if given.get("organisation") or self.errors:
            return given
        if not code:
            self.add_error("code", _("Give the organisation a code."))
        elif Organisation.every.filter(code=code).exists():
            raise ValidationError({"code": _("This code is taken.")})
        return given

    def values(self) -> dict:
        chosen = self.cleaned_data.get("organisation")
        return {
            "code": self.cleaned_data["code"],
            "organisation": self.twins[chosen] if chosen else None,
        }


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("The applicant reads this, in the mail and on a page."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, data=None, *, application):
        super().__init__(data)

    def values(self) -> dict:
        return self.cleaned_data


STEPS = {  # label, form, verb, what is said afterwards
    "approve": (
        gettext_lazy("Approve"),
        ApproveForm,
        applications.approve,
        gettext_lazy("Approved. Who applied is told by mail and invited as its admin."),
    ),
    "decline": (
        gettext_lazy("Decline"),
        DeclineForm,
        applications.decline,
        gettext_lazy("Declined. Who applied is told by mail, with your reason."),
    ),
}


class AnswerFilter(admin.SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [("waiting", gettext_lazy("Waiting for an answer"))]

    def queryset(self, request, queryset):
        return queryset.waiting() if self.value() == "waiting" else queryset


@admin.register(Application, site=site)
class ApplicationAdmin(KeptAdmin):
    """Nobody reads an application here before its address is confirmed."""

    subject = Subject.NETWORK
    list_display = ["__str__", "type", "country", "state", "confirmed_at"]
    list_filter = [AnswerFilter, "outcome"]
    list_select_related = ["type", "country"]
    search_fields = ["names__name_folded", "email"]
    change_form_template = "programmes/admin/application.html"
    fields = [
        "official_names",
        "type",
        "country",
        "website",
        "programmes",
        "why",
        "name",
        "contact_role",
        "email",
        "language",
        "confirmed_at",
        "state",
        "reason",
        "decided_at",
        "decided_by",
        "organisation",
    ]

    def get_queryset(self, request):
        rows = super().get_queryset(request).exclude(confirmed_at=None)
        return rows.prefetch_related("names")

    def has_add_permission(self, request):
        return False

    @admin.display(description=gettext_lazy("official names"))
    def official_names(self, row):
        return "; ".join(f"{name} ({name.language})" for name in row.names.all())

    def waiting(self, request):
        count = self.get_queryset(request).waiting().count()
        address = reverse("admin:programmes_application_changelist")
        door = Door(_("Waiting for an answer"), count, f"{address}?answer=waiting")
        yield Queue(_("Organisations that apply to join"), (door,))

    # --- Steps ----------------------------------------------------------------------

    def change_view(self, request, object_id, form_url="", extra_context=None):
        steps = [(action, label) for action, (label, *_rest) in STEPS.items()]
        more = {"steps": steps} | (extra_context or {})
        return super().change_view(request, object_id, form_url, more)

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        name = "programmes_application_step"
        return [
            path("<path:object_id>/step/<slug:action>/", view, name=name),
            *super().get_urls(),
        ]

    def step_view(self, request, object_id, action):
        """Asks what the step needs, and takes it."""
        row = self.get_object(request, unquote(object_id))
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        change = partial(redirect, "admin:programmes_application_change", row.pk)
        if action not in STEPS or not row.is_waiting:
            messages.warning(request, _("This step cannot be taken now."))
            return change()
        label, form_class, verb, done = STEPS[action]
        data = request.POST if request.method == "POST" else None
        form = form_class(data, application=row)
        if form.is_valid() and self._taken(request, row, verb, form):
            messages.success(request, done)
            return change()
        context = site.each_context(request) | {"opts": self.opts, "form": form}
        context |= {"title": label, "application": row, "action": action}
        template = "programmes/admin/application_step.html"
        return TemplateResponse(request, template, context)

    def _taken(self, request, row, verb, form) -> bool:
        try:
            verb(by=request.user, application=row, **form.values())
        except (AskingRefused, InvitationRefused) as refusal:
            form.add_error(None, str(refusal))
            return False
        self.log_change(request, row, verb.__name__)
        return True
