from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from programmes import invitations
from programmes.admin.keeping import KeptAdmin
from programmes.invitations import InvitationRefused
from programmes.models import Invitation, Membership


class InvitationForm(forms.ModelForm):
    def clean(self):
        given = super().clean()
        if "organisation" in given and "email" in given:
            try:
                invitations.check(**{k: given[k] for k in ("organisation", "email")})
            except InvitationRefused as refusal:
                self.add_error("email", str(refusal))
        return given


@admin.register(Invitation, site=site)
class InvitationAdmin(KeptAdmin):
    """The secretariat invites an organisation's first admin here."""

    form = InvitationForm
    list_display = [
        "email",
        "organisation",
        "role",
        "state",
        "invited_by",
        "invited_at",
    ]
    list_filter = ["role", ("accepted_at", admin.EmptyFieldListFilter)]
    list_select_related = ["organisation", "invited_by"]
    search_fields = ["email", "organisation__name_folded"]
    autocomplete_fields = ["organisation"]
    actions = ["send_again", "withdraw"]

    def get_fields(self, request, obj=None):
        fields = ["organisation", "email", "role", "language"]
        seen = ["state", "invited_by", "invited_at", "expires_at"]
        return fields + seen if obj else fields

    def get_changeform_initial_data(self, request):
        given = {"role": Membership.Role.ADMIN, "language": request.LANGUAGE_CODE}
        return given | super().get_changeform_initial_data(request)

    def save_model(self, request, obj, form, change):
        obj.pk = invitations.invite(by=request.user, **form.cleaned_data).pk

    @admin.action(description=gettext_lazy("Send the chosen invitations again"))
    def send_again(self, request, queryset):
        self._each(request, queryset, invitations.send_again)

    @admin.action(description=gettext_lazy("Withdraw the chosen invitations"))
    def withdraw(self, request, queryset):
        self._each(request, queryset, invitations.withdraw)

    def _each(self, request, rows, verb):
        name, refused = "invitation", InvitationRefused
        self.take(request, rows, verb, name=name, refused=refused)
