"""The admin site: staff of the secretariat and administrators only."""

from allauth.account.decorators import secure_admin_login
from allauth.account.views import logout as sign_out
from django.conf import settings
from django.contrib.admin import AdminSite
from django.shortcuts import redirect
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

POLICY = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
}


class PortalAdmin(AdminSite):
    site_title = site_header = _("One Planet network portal: editors")
    index_title = _("What would you like to edit?")
    empty_value_display = "–"

    def admin_view(self, view, cacheable=False):
        return csp_override(POLICY)(super().admin_view(view, cacheable))

    def logout(self, request, extra_context=None):
        return sign_out(request)

    def password_change(self, request, extra_context=None):
        """Changed where everybody changes theirs, so that the person is told."""
        return redirect("account_change_password")

    def has_permission(self, request):
        user = request.user
        return user.is_authenticated and user.is_active and user.is_staff


site = PortalAdmin()
site.login = secure_admin_login(site.login)
