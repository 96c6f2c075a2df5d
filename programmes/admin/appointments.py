from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from oneplanet.admin import site
from programmes.admin.keeping import KeptAdmin, WholeRowForm
from programmes.models import Appointment, Invitation, User


class AppointmentForm(WholeRowForm):
    def clean_until_on(self):
        """So that there is always an administrator left."""
        until_on, row = self.cleaned_data["until_on"], self.instance
        if until_on and row.pk and row.user == self.acting:
            if row.role == Appointment.Role.ADMINISTRATOR:
                raise ValidationError(_("Another administrator has to end yours."))
        return until_on


@admin.register(Appointment, site=site)
class AppointmentAdmin(KeptAdmin):
    form = AppointmentForm
    list_display = [
        "user",
        "role",
        "programme",
        "country",
        "from_on",
        "until_on",
        "by",
    ]
    list_filter = ["role", "programme", ("until_on", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "programme", "country", "by"]
    search_fields = ["user__name", "user__email"]
    autocomplete_fields = ["user", "programme", "country"]
    fields = ["user", "role", "programme", "country", "from_on", "until_on"]

    def get_readonly_fields(self, request, obj=None):
        return self.fields[:-1] if obj else []

    def has_change_permission(self, request, obj=None):
        """An appointment in force may be ended by whoever may make one like it."""
        if obj is None:
            return super().has_add_permission(request)
        return obj.role in request.user.roles.appoints_to and not obj.has_ended

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "role":
            allowed = request.user.roles.appoints_to
            choices = [c for c in db_field.choices if c[0] in allowed]
            kwargs["choices"] = [("", "---------"), *choices]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.active()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)
        Invitation.objects.withdraw_void(maker=obj.user)
