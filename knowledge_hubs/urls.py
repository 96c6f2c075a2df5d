from django.urls import include, path, re_path

from knowledge_hubs import views

app_name = "knowledge_hubs"
CITED = r"(?P<of>[a-z-]+)/(?P<code>[A-Za-z0-9_.-]{1,200})"  # some codes hold dots

SEARCH = [
    path("", views.search, name="search"),
    path("how/", views.search_explained, name="search_explained"),
    path("feed/", views.search_feed, name="search_feed"),
    path("results.<slug:ending>", views.search_list, name="search_list"),
    path("opened/", views.search_opened, name="search_opened"),
    path("suggestions/", views.search_suggestions, name="search_suggestions"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", include(SEARCH)),
    path("programmes/", views.programme_list, name="programme_list"),
    path("programmes/<slug:slug>/", views.programme_detail, name="programme_detail"),
    path("organisations/", views.organisation_list, name="organisation_list"),
    path(
        "organisations/<slug:code>/",
        views.organisation_detail,
        name="organisation_detail",
    ),
    path("countries/", views.country_list, name="country_list"),
    path("countries/<slug:code>/", views.country_detail, name="country_detail"),
    path("board/", views.board, name="board"),
    path("policies/", views.policy_list, name="policy_list"),
    path("policies/feed.xml", views.policy_feed, name="policy_feed"),
    path("policies/<slug:code>/", views.policy_detail, name="policy_detail"),
    re_path(rf"^cite/{CITED}/$", views.cite, name="cite"),
    re_path(rf"^cite/{CITED}\.(?P<ending>[a-z]+)$", views.citation, name="citation"),
    path("resources/", views.resource_list, name="resource_list"),
    path("resources/feed.xml", views.resource_feed, name="resource_feed"),
    path("resources/<slug:code>/", views.resource_detail, name="resource_detail"),
    path(
        "resources/<slug:code>/files/<int:pk>/<str:name>",
        views.resource_file,
        name="resource_file",
    ),
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
    path("case-studies/", views.case_study_list, name="case_study_list"),
    path("case-studies/feed.xml", views.case_study_feed, name="case_study_feed"),
    path(
        "case-studies/<slug:code>/", views.case_study_detail, name="case_study_detail"
    ),
    path("recommendations/", views.recommendation_list, name="recommendation_list"),
    path(
        "recommendations/feed.xml",
        views.recommendation_feed,
        name="recommendation_feed",
    ),
    path(
        "recommendations/<slug:code>/",
        views.recommendation_detail,
        name="recommendation_detail",
    ),
    path("labels/", views.label_list, name="label_list"),
    path("labels/feed.xml", views.label_feed, name="label_feed"),
    path("labels/<slug:code>/", views.label_detail, name="label_detail"),
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
    path("hubs/", views.hub_list, name="hub_list"),
    path("hubs/feed.xml", views.hub_feed, name="hub_feed"),
    path("my-hubs/", views.my_hubs, name="my_hubs"),
    path("hubs/<slug:code>/", views.hub_detail, name="hub_detail"),
    path("value-chains/", views.value_chain_list, name="value_chain_list"),
    path(
        "value-chains/<slug:code>/", views.value_chain_detail, name="value_chain_detail"
    ),
    path(
        "value-chains/<slug:code>/<slug:address>/",
        views.value_chain_stage,
        name="value_chain_stage",
    ),
    path("sdg-12/", views.sdg12, name="sdg12"),
    path("sdg-12/where-to-report/", views.where_to_report, name="where_to_report"),
    re_path(
        r"^sdg-12/targets/(?P<code>[\w.]{1,6})/$", views.sdg_target, name="sdg_target"
    ),
    re_path(
        r"^sdg-12/indicators/(?P<code>[\w.]{1,8})/$",
        views.sdg_indicator,
        name="sdg_indicator",
    ),
    path("figures/", views.figure_list, name="figure_list"),
    path("glossary/", views.glossary, name="glossary"),
    path("alerts/new/<slug:name>/", views.alert_new, name="alert_new"),
    path("alerts/link-sent/", views.alert_sent, name="alert_sent"),
    path("alerts/confirm/<str:token>/", views.alert_confirm, name="alert_confirm"),
    path("alerts/stop/<str:token>/", views.alert_stop, name="alert_stop"),
    path("alerts/of/<str:token>/", views.alert_list, name="alert_list"),
    path("my/alerts/", views.my_alerts, name="my_alerts"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/sent/", views.feedback_sent, name="feedback_sent"),
    path("about/", views.about, name="about"),
    path("contact/", views.contact, name="contact"),
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("terms/", views.terms, name="terms"),
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
    path(
        "my/reports/<slug:code>/<int:year>/",
        views.report_outcome,
        name="report_outcome",
    ),
    path(
        "my/reports/<slug:code>/<int:year>/report.pdf",
        views.report_outcome_pdf,
        name="report_outcome_pdf",
    ),
    path("my/proposals/", views.my_proposals, name="my_proposals"),
    path("my/proposals/new/<slug:kind>/", views.proposal_new, name="proposal_new"),
    path("my/proposals/<int:pk>/", views.proposal_detail, name="proposal_detail"),
    path("my/proposals/<int:pk>/file/", views.proposal_file, name="proposal_file"),
    path("style-guide/", views.style_guide, name="style_guide"),
]
