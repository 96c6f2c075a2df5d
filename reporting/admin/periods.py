"""The calendar of reporting: periods are planned here, and go on by their steps."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.curating import CuratedAdmin
from oneplanet.desk import Door, Queue, Subject
from oneplanet.forms import DayInput
from oneplanet.text.dates import moment_words
from reporting.models import ReportingPeriod
from reporting.period_rules import BY_ACTION, PeriodRefused, PeriodState
from reporting.periods import take_step


class PeriodStepForm(forms.Form):
    """What a step asks for: a note, a new deadline, or nothing."""

    deadline_on = forms.DateField(label=gettext_lazy("New deadline"), widget=DayInput)
    note = forms.CharField(
        label=gettext_lazy("Why"), widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data=None, *, step):
        super().__init__(data)
        if not step.moves_deadline:
            del self.fields["deadline_on"]
        self.fields["note"].required = step.needs_note


@admin.register(ReportingPeriod, site=site)
class ReportingPeriodAdmin(CuratedAdmin):
    subject = Subject.REPORTS
    list_display = ["year", "kind", "state", "deadline_on", "counted"]
    list_filter = ["kind", "state"]
    search_fields = ["year"]
    permanent = ["kind", "year"]
    readonly_fields = ["state", "over", "is_sample"]
    change_form_template = "reporting/admin/period.html"

    def get_queryset(self, request):
        stands = Q(placements__until_at=None)
        counted = Count("placements__version__activity", filter=stands, distinct=True)
        return super().get_queryset(request).annotate(activities_counted=counted)

    def get_readonly_fields(self, request, obj=None):
        """What partners have been told changes by a step alone."""
        fields = super().get_readonly_fields(request, obj)
        if obj is None or obj.state == PeriodState.PLANNED:
            return fields
        told = ["starts_on", "ends_on", "deadline_on"]
        if obj.state == PeriodState.REPORTED:
            told.append("allows_late")
        return [*fields, *told]

    def has_delete_permission(self, request, obj=None):
        """One nobody has been told of may go."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.state == PeriodState.PLANNED)

    @admin.display(description=gettext_lazy("over at"))
    def over(self, row):
        return moment_words(row.over_at) if row and row.deadline_on else "–"

    @admin.display(description=gettext_lazy("counted in it"))
    def counted(self, row):
        return row.activities_counted

    def waiting(self, request):
        """Periods past their deadline that are still open."""
        past = [row for row in ReportingPeriod.objects.open() if row.is_over]
        address = reverse("admin:reporting_reportingperiod_changelist")
        door = Door(_("To close"), len(past), f"{address}?state__exact=open")
        yield Queue(_("Reporting periods past their deadline"), (door,))

    # --- Steps ----------------------------------------------------------------------

    def get_urls(self):
        view = self.admin_site.admin_view(self.step_view)
        name = "reporting_reportingperiod_step"
        return [
            path("<path:object_id>/step/<slug:action>/", view, name=name),
            *super().get_urls(),
        ]

    def step_view(self, request, object_id, action):
        """Says what the step does, asks what it needs, and takes it."""
        period = self.get_object(request, unquote(object_id))
        if period is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, period):
            raise PermissionDenied
        step = BY_ACTION.get(action)
        change = partial(redirect, "admin:reporting_reportingperiod_change", period.pk)
        if step is None or step not in period.steps():
            messages.warning(request, _("This step cannot be taken now."))
            return change()
        form = PeriodStepForm(
            request.POST if request.method == "POST" else None, step=step
        )
        if form.is_valid() and self._take(request, period, step, form):
            return change()
        context = site.each_context(request) | {"opts": self.opts, "form": form}
        context |= {"title": step.action.label, "period": period, "step": step}
        return TemplateResponse(request, "reporting/admin/period_step.html", context)

    def _take(self, request, period, step, form) -> bool:
        try:
            take_step(period, step.action, by=request.user, **form.cleaned_data)
        except PeriodRefused as refusal:
            form.add_error(None, str(refusal))
            return False
        self.log_change(request, period, [{"changed": {"fields": ["state"]}}])
        messages.success(request, _("Done: %(step)s.") % {"step": step.action.label})
        return True
