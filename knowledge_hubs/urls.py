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
    path("resources/", views.resource_list, name="resource_list"),
    path("resources/<slug:code>/", views.resource_detail, name="resource_detail"),
    path("coalitions/", views.coalition_list, name="coalition_list"),
    path("coalitions/<slug:code>/", views.coalition_detail, name="coalition_detail"),
    path("working-groups/", views.working_group_list, name="working_group_list"),
    path(
        "working-groups/<slug:code>/",
        views.working_group_detail,
        name="working_group_detail",
    ),
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/<slug:code>/", views.campaign_detail, name="campaign_detail"),
    path("events/", views.event_list, name="event_list"),
    path("events/calendar.ics", views.events_calendar, name="events_calendar"),
    path("events/<slug:code>/", views.event_detail, name="event_detail"),
    path(
        "events/<slug:code>/calendar.ics", views.event_calendar, name="event_calendar"
    ),
    path("news/", views.article_list, name="article_list"),
    path("news/<slug:code>/", views.article_detail, name="article_detail"),
    path("developers/", views.api_documentation, name="api_documentation"),
    path("data/<slug:name>.<slug:ending>", views.list_download, name="list_download"),
    path(
        "data/<slug:name>/codebook.<slug:ending>",
        views.list_codebook,
        name="list_codebook",
    ),
    path("data/files/<slug:key>/", views.prepared_file, name="prepared_file"),
    path(
        "data/files/<slug:key>/list.xlsx",
        views.prepared_file_content,
        name="prepared_file_content",
    ),
    path("style-guide/", views.style_guide, name="style_guide"),
]
