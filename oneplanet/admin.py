"""The admin site: staff of the secretariat and administrators only."""

from functools import wraps

from allauth.account.decorators import secure_admin_login
from allauth.account.views import logout as sign_out
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.csp import CSP
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from oneplanet.bounces import Bounce, StoppedAddress, try_again
from oneplanet.curating import ForgivingAdmin
from oneplanet.desk import Door, Queue, Subject, queues
from oneplanet.mails import OutgoingMail
from oneplanet.tokens import ApiToken

# Words of Django's admin that it does not have in all six languages.
WORDS = (
    gettext_noop("- Select an option -"),
    gettext_noop("Run"),
    gettext_noop("Search %(name)s"),
    gettext_noop("Pagination %(name)s"),
    gettext_noop("Pagination %(name)s entries"),
    gettext_noop("Filter by %(field_name)s"),
)

POLICY = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
}


class Offers(AutocompleteJsonView):
    """What a field offers, in the words of the page that lists it, if it has its own
    (``offered``).
    """

    def has_perm(self, request, obj=None):
        if request.user.is_staff:
            return super().has_perm(request, obj)
        return self._for_guests() is not None

    def get_queryset(self):
        is_staff = self.request.user.is_staff
        return super().get_queryset() if is_staff else self._for_guests()

    def _for_guests(self):
        """What is offered to who is let in for something of theirs."""
        host = self.admin_site.host(self.request)
        rows = super().get_queryset()
        return host.offers(self.request, self.source_field, rows) if host else None

    def serialize_result(self, obj, to_field_name):
        words = getattr(self.model_admin, "offered", str)
        return super().serialize_result(obj, to_field_name) | {"text": words(obj)}


def _for_staff(view):
    """Who is let in for something of their own alone finds none of these pages but
    those that ask themselves what is theirs (``is_for_guests``)."""
    if getattr(view, "is_for_guests", False):
        return view

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.user.is_staff:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


class PortalAdmin(AdminSite):
    site_title = site_header = _("One Planet network portal: editors")
    index_title = _("What would you like to edit?")
    empty_value_display = "–"
    enable_nav_sidebar = False  # the index leads everywhere, with what waits

    own_pages = ()  # (route, view, name) of pages that belong to no model

    def get_urls(self):
        pages = [
            path(route, self.admin_view(_for_staff(view)), name=name)
            for route, view, name in self.own_pages
        ]
        return [*pages, *super().get_urls()]

    def admin_view(self, view, cacheable=False):
        return csp_override(POLICY)(super().admin_view(view, cacheable))

    def get_app_list(self, request, app_label=None):
        """Put together once, and only where a page shows it: Django asks on each."""
        if app_label:
            return super().get_app_list(request, app_label)
        if not hasattr(request, "_app_list"):
            made = super().get_app_list
            request._app_list = SimpleLazyObject(lambda: made(request))
        return request._app_list

    def host(self, request):
        """The page that lets somebody in who is no staff (``lets_in``), for what is
        theirs; it says what they may do, and where they come from."""
        hosts = (row for row in self._registry.values() if hasattr(row, "lets_in"))
        return next((row for row in hosts if row.lets_in(request)), None)

    def app_index(self, request, app_label, extra_context=None):
        if not request.user.is_staff:
            return redirect(self.host(request).guests_home)
        return super().app_index(request, app_label, extra_context)

    def index(self, request, extra_context=None):
        """What waits, then every list, by subject."""
        if not request.user.is_staff:
            return redirect(self.host(request).guests_home)
        waiting = queues(request, self._registry.values())
        given = {"queues": waiting, "subjects": self._subjects(request)}
        return super().index(request, given | (extra_context or {}))

    def _subjects(self, request):
        """(subject, its lists) in the order of the subjects."""
        apps = self.get_app_list(request)
        lists = [row for app in apps for row in app["models"]]
        found = {subject: [] for subject in Subject}
        for row in lists:
            found[getattr(self._registry[row["model"]], "subject", Subject.PAGES)] += [
                row
            ]
        return [(subject.label, rows) for subject, rows in found.items() if rows]

    def autocomplete_view(self, request):
        return Offers.as_view(admin_site=self)(request)

    def logout(self, request, extra_context=None):
        return sign_out(request)

    def password_change(self, request, extra_context=None):
        """Changed where everybody changes theirs, so that the person is told."""
        return redirect("account_change_password")

    def has_permission(self, request):
        user = request.user
        if not user.is_authenticated or not user.is_active:
            return False
        return user.is_staff or self.host(request) is not None


site = PortalAdmin()
site.login = secure_admin_login(site.login)


@admin.register(ApiToken, site=site)
class ApiTokenAdmin(ForgivingAdmin):
    """Staff make a token for a program, hand it over, and end it one day."""

    subject = Subject.PEOPLE
    list_display = ["name", "beginning", "created_at", "created_by", "until"]
    search_fields = ["name", "beginning"]
    list_filter = [("until", admin.EmptyFieldListFilter)]
    list_select_related = ["created_by"]
    fields = ["name", "beginning", "created_at", "created_by", "until", "until_by"]
    readonly_fields = fields[1:]
    actions = ["end"]

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    has_add_permission = has_change_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        if change:
            return super().save_model(request, obj, form, change)
        text, obj.created_by = obj.draw(), request.user
        super().save_model(request, obj, form, change)
        told = _("The token, shown this once and kept nowhere: {text}")
        messages.warning(request, told.format(text=text))

    @admin.action(description=_("End the chosen tokens"))
    def end(self, request, tokens):
        for token in tokens:
            token.end(by=request.user)
        messages.success(request, _("Ended. Programs that show them are refused now."))


# --- Mail -----------------------------------------------------------------------------


class MailAdmin(ForgivingAdmin):
    """What the worker and other mail servers write: staff look, and change nothing."""

    subject = Subject.PEOPLE

    def has_module_permission(self, request):
        return request.user.is_staff

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    has_delete_permission = has_change_permission


@admin.register(OutgoingMail, site=site)
class OutgoingMailAdmin(MailAdmin):
    """Whether a mail has left. What was in it is its reader's alone."""

    list_display = ["created_at", "kind", "to", "language", "sent_at", "gave_up_at"]
    list_filter = ["kind", ("sent_at", admin.EmptyFieldListFilter)]
    search_fields = ["to"]
    ordering = ["-pk"]
    show_full_result_count = False
    fields = [*list_display, "attempts", "last_error"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("subject", "body")

    def get_object(self, request, object_id, from_field=None):
        """Called by its kind: its subject is no heading of ours."""
        mail = super().get_object(request, object_id, from_field)
        if mail:
            mail.subject = mail.get_kind_display()
        return mail


@admin.register(Bounce, site=site)
class BounceAdmin(MailAdmin):
    list_display = ["recorded_at", "address", "status", "is_hard", "settled_at"]
    list_filter = ["is_hard", ("settled_at", admin.EmptyFieldListFilter)]
    search_fields = ["address"]
    fields = [*list_display, "said"]


@admin.register(StoppedAddress, site=site)
class StoppedAddressAdmin(MailAdmin):
    """Addresses we write to no more, until their person or staff say they work."""

    list_display = ["address", "since"]
    list_filter = ["since"]
    search_fields = ["address"]
    fields = list_display
    actions = ["write_again"]

    def waiting(self, request):
        url = reverse("admin:oneplanet_stoppedaddress_changelist")
        door = Door(
            gettext("Ask for the right address"), self.model.objects.count(), url
        )
        yield Queue(gettext("Addresses whose mails come back"), (door,))

    @admin.action(description=_("They work: write to them again"))
    def write_again(self, request, addresses):
        for row in addresses:
            try_again(row.address)
        messages.success(request, _("We write to them again."))
