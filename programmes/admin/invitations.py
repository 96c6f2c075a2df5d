from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from oneplanet.desk import Door, Queue
from programmes import invitations
from programmes.admin.keeping import KeptAdmin
from programmes.invitations import InvitationRefused
from programmes.models import Invitation, Membership

PROMISE = ("role", "organisation", "programme", "country", "email")


class InvitationForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "role": gettext_lazy(
                "An editor or admin needs an organisation, a desk or lead a "
                "programme, a focal point a country; the others need none of them."
            )
        }

    def clean(self):
        given = super().clean()
        if not self.errors:
            promise = invitations.promised(**{name: given[name] for name in PROMISE})
            try:
                invitations.check(promise, by=self.acting)
            except InvitationRefused as refusal:
                self.add_error("email", str(refusal))
        return given


class WaitingFilter(admin.SimpleListFilter):
    """Whether somebody has yet to answer."""

    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request, model_admin):
        return [
            ("open", gettext_lazy("Waiting for an answer")),
            ("expired", gettext_lazy("Expired without one")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "open":
            return queryset.open()
        if self.value() == "expired":
            return queryset.waiting().filter(expires_at__lte=timezone.now())
        return queryset


@admin.register(Invitation, site=site)
class InvitationAdmin(KeptAdmin):
    """The secretariat invites an organisation's first admin here, and those who take
    on a duty."""

    form = InvitationForm
    list_display = ["email", "role", "covers", "state", "invited_by", "invited_at"]
    list_filter = [WaitingFilter, "role"]
    list_select_related = ["organisation", "programme", "country", "invited_by"]
    search_fields = ["email", "organisation__name_folded"]
    autocomplete_fields = ["organisation", "programme", "country"]
    actions = ["send_again", "withdraw"]

    def waiting(self, request):
        now = timezone.now()
        counts = (
            self.get_queryset(request)
            .waiting()
            .aggregate(
                open=Count("pk", filter=Q(expires_at__gt=now)),
                expired=Count("pk", filter=Q(expires_at__lte=now)),
            )
        )
        address = f"{reverse('admin:programmes_invitation_changelist')}?answer="
        names = {"open": _("Waiting for an answer"), "expired": _("Expired")}
        doors = [Door(names[key], counts[key], address + key) for key in names]
        yield Queue(_("Invitations"), tuple(doors))

    def get_fields(self, request, obj=None):
        fields = [*PROMISE, "language"]
        seen = ["state", "invited_by", "invited_at", "expires_at"]
        return fields + seen if obj else fields

    @admin.display(description=gettext_lazy("for what"))
    def covers(self, invitation):
        return invitation.covers

    def get_changeform_initial_data(self, request):
        given = {"role": Membership.Role.ADMIN, "language": request.LANGUAGE_CODE}
        return given | super().get_changeform_initial_data(request)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "role":
            allowed = {*Membership.Role, *request.user.roles.appoints_to}
            kwargs["choices"] = [c for c in db_field.choices if c[0] in allowed]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        obj.pk = invitations.invite(by=request.user, **form.cleaned_data).pk

    @admin.action(description=gettext_lazy("Send the chosen invitations again"))
    def send_again(self, request, queryset):
        self._each(request, queryset, invitations.send_again)

    @admin.action(description=gettext_lazy("Withdraw the chosen invitations"))
    def withdraw(self, request, queryset):
        self._each(request, queryset, invitations.withdraw)

    def _each(self, request, rows, verb):
        name, refused = "invitation", (InvitationRefused, PermissionDenied)
        self.take(request, rows, verb, name=name, refused=refused)
