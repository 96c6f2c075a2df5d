"""Every REST address, in one list."""

from django.urls import path

from reporting import api as reporting

app_name = "api"

urlpatterns = [
    path("activities/<slug:code>/", reporting.ActivityView.as_view(), name="activity"),
]
