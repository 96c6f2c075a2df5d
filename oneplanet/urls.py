"""Which app answers under which prefix. Every page has one address per language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from oneplanet import health, views
from oneplanet.admin import site

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include("oneplanet.api")),
    path("", include("knowledge_hubs.root_urls")),
    path("", views.choose_language, name="choose_language"),
    *i18n_patterns(
        path("", include("knowledge_hubs.urls")),  # first: where most are looking
        path("my/texts/<slug:key>/", views.text_throw_away, name="text_throw_away"),
        path("account/", include("allauth.urls")),
        path("admin/", site.urls),
        path("", include("programmes.urls")),
        path("", include("reporting.urls")),
    ),
]

handler400 = "oneplanet.errors.bad_request"
handler403 = "oneplanet.errors.permission_denied"
handler404 = "oneplanet.errors.page_not_found"
handler500 = "oneplanet.errors.server_error"
