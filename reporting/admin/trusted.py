"""Organisations whose reports need no reviewer: set and ended by staff."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Subject
from reporting.models import TrustedOrganisation


class TrustForm(forms.ModelForm):
    """``acting`` is who sets it."""

    def _get_validation_exclusions(self):
        """That there is one in force already is said here, too."""
        return super()._get_validation_exclusions() - {"ended_at"}

    def clean_organisation(self):
        organisation = self.cleaned_data["organisation"]
        if organisation.pk in self.acting.roles.organisations:
            message = _("Somebody of another organisation has to set this.")
            raise ValidationError(message)
        return organisation


@admin.register(TrustedOrganisation, site=site)
class TrustedOrganisationAdmin(ForgivingAdmin):
    subject = Subject.REPORTS
    form = TrustForm
    actions = ["end"]
    list_display = [
        "organisation",
        "programme",
        "from_on",
        "until_on",
        "standing",
        "set_by",
        "ended_by",
    ]
    list_filter = ["programme", ("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "programme", "set_by", "ended_by"]
    search_fields = ["organisation__name_folded", "reason"]
    autocomplete_fields = ["organisation", "programme"]
    view_on_site = False

    def get_fields(self, request, obj=None):
        fields = ["organisation", "programme", "from_on", "until_on", "reason"]
        return [*fields, "set_at", "set_by", "ended_at", "ended_by"] if obj else fields

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        """It is read and ended; another takes its place."""
        return obj is None and super().has_add_permission(request)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.acting = request.user
        return form

    def save_model(self, request, obj, form, change):
        obj.set_by = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description=gettext_lazy("state"))
    def standing(self, row):
        return row.state

    @admin.action(
        description=gettext_lazy("End the chosen settings"), permissions=["change"]
    )
    def end(self, request, queryset):
        ended = [row for row in queryset if row.end(by=request.user)]
        for row in ended:
            self.log_change(request, row, [{"changed": {"fields": ["ended_at"]}}])
        if ended:
            messages.success(request, _("Ended; their reports are reviewed again."))
