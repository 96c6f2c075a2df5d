from django.urls import path

from knowledge_hubs import views

app_name = "knowledge_hubs"

urlpatterns = [
    path("", views.home, name="home"),
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme_detail"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path(
        "organisations/<slug:code>/",
        views.organisation_detail,
        name="organisation_detail",
    ),
    path("style-guide/", views.style_guide, name="style_guide"),
]
