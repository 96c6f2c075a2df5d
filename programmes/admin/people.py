from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from oneplanet.admin import site
from programmes import memberships
from programmes.admin.keeping import KeptAdmin, WholeRowForm
from programmes.leaving import make_anonymous
from programmes.memberships import MembershipRefused
from programmes.models import Invitation, Membership, User


class UserForm(WholeRowForm):
    def clean_is_active(self):
        is_active = self.cleaned_data["is_active"]
        if not is_active and self.instance == self.acting:
            raise ValidationError(_("Another administrator has to close your account."))
        return is_active


@admin.register(User, site=site)
class UserAdmin(KeptAdmin):
    form = UserForm
    list_display = ["__str__", "email", "duties", "language", "is_active", "last_login"]
    list_filter = ["is_active", "appointments__role", "is_sample"]
    search_fields = ["name", "email"]
    fields = [
        "name",
        "email",
        "language",
        "is_active",
        "duties",
        "joined_at",
        "last_login",
    ]
    readonly_fields = ["email", "duties", "joined_at", "last_login"]
    actions = ["close_accounts"]

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        return rows.prefetch_related("memberships__organisation", "appointments")

    def offered(self, user):
        """With the address: two people may have one name."""
        is_named = user.name and user.is_active
        return f"{user.name} ({user.email})" if is_named else str(user)

    @admin.display(description=gettext_lazy("duties"))
    def duties(self, user):
        held = [m.organisation.name for m in user.memberships.all() if not m.until]
        held += [a.get_role_display() for a in user.appointments.all() if a.is_current]
        return ", ".join(map(str, held)) or None

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        Invitation.objects.withdraw_void(maker=obj)

    @admin.action(
        description=gettext_lazy("Close the account and make it anonymous"),
        permissions=["change"],
    )
    def close_accounts(self, request, queryset):
        """Asks first; what is closed cannot be opened again."""
        people = queryset.exclude(pk=request.user.pk)
        if "confirmed" in request.POST:
            for user in people:
                make_anonymous(by=request.user, user=user)
                self.log_change(request, user, "make_anonymous")
            messages.success(request, _("Closed and made anonymous."))
            return None
        title = _("Close these accounts for good?")
        context = site.each_context(request) | {"title": title, "people": people}
        template = "programmes/admin/close_accounts.html"
        return TemplateResponse(request, template, context)


class MembershipForm(WholeRowForm):
    def clean_user(self):
        user = self.cleaned_data["user"]
        if user == self.acting:
            raise ValidationError(_("Somebody else has to add you."))
        if not user.is_active:
            raise ValidationError(_("This account is closed."))
        return user


@admin.register(Membership, site=site)
class MembershipAdmin(KeptAdmin):
    form = MembershipForm
    list_display = ["user", "organisation", "role", "since", "until", "by"]
    list_filter = [("until", admin.EmptyFieldListFilter), "role"]
    list_select_related = ["user", "organisation", "by"]
    search_fields = ["user__name", "user__email", "organisation__name_folded"]
    autocomplete_fields = ["user", "organisation"]
    actions = ["make_admins", "make_editors", "end"]

    def get_fields(self, request, obj=None):
        fields = ["user", "organisation", "role"]
        return [*fields, "since", "until", "by"] if obj else fields

    def save_model(self, request, obj, form, change):
        obj.by = request.user
        super().save_model(request, obj, form, change)

    @admin.action(description=gettext_lazy("Make them admins"))
    def make_admins(self, request, queryset):
        self._each(request, queryset, memberships.change_role, role="admin")

    @admin.action(description=gettext_lazy("Make them editors"))
    def make_editors(self, request, queryset):
        self._each(request, queryset, memberships.change_role, role="editor")

    @admin.action(description=gettext_lazy("End the chosen memberships"))
    def end(self, request, queryset):
        self._each(request, queryset, memberships.end)

    def _each(self, request, rows, verb, **given):
        name, refused = "membership", MembershipRefused
        self.take(request, rows, verb, name=name, refused=refused, **given)
