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
    path("resources/feed.xml", views.resource_feed, name="resource_feed"),
    path("resources/<slug:code>/", views.resource_detail, name="resource_detail"),
    path("coalitions/", views.coalition_list, name="coalition_list"),
    path("coalitions/feed.xml", views.coalition_feed, name="coalition_feed"),
    path("coalitions/<slug:code>/", views.coalition_detail, name="coalition_detail"),
    path("working-groups/", views.working_group_list, name="working_group_list"),
    path(
        "working-groups/feed.xml", views.working_group_feed, name="working_group_feed"
    ),
    path(
        "working-groups/<slug:code>/",
        views.working_group_detail,
        name="working_group_detail",
    ),
    path("campaigns/", views.campaign_list, name="campaign_list"),
    path("campaigns/feed.xml", views.campaign_feed, name="campaign_feed"),
    path("campaigns/<slug:code>/", views.campaign_detail, name="campaign_detail"),
    path("events/", views.event_list, name="event_list"),
    path("events/feed.xml", views.event_feed, name="event_feed"),
    path("events/calendar.ics", views.events_calendar, name="events_calendar"),
    path("events/<slug:code>/", views.event_detail, name="event_detail"),
    path(
        "events/<slug:code>/calendar.ics", views.event_calendar, name="event_calendar"
    ),
    path("news/", views.article_list, name="article_list"),
    path("news/feed.xml", views.article_feed, name="article_feed"),
    path("news/<slug:code>/", views.article_detail, name="article_detail"),
    path("style-guide/", views.style_guide, name="style_guide"),
]
