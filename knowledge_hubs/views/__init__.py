from knowledge_hubs.views.figures import figure_list
from knowledge_hubs.views.glossary import glossary
from knowledge_hubs.views.home import home
from knowledge_hubs.views.library import (
    article_detail,
    article_list,
    campaign_detail,
    campaign_list,
    coalition_detail,
    coalition_list,
    event_calendar,
    event_detail,
    event_list,
    events_calendar,
    resource_detail,
    resource_list,
    working_group_detail,
    working_group_list,
)
from knowledge_hubs.views.organisations import organisation_detail, organisation_list
from knowledge_hubs.views.pages import about, accessibility, contact, privacy, terms
from knowledge_hubs.views.programmes import programme_detail, programme_list
from knowledge_hubs.views.search import search
from knowledge_hubs.views.style_guide import style_guide

__all__ = [
    "about",
    "accessibility",
    "article_detail",
    "article_list",
    "campaign_detail",
    "campaign_list",
    "coalition_detail",
    "coalition_list",
    "contact",
    "event_calendar",
    "event_detail",
    "event_list",
    "events_calendar",
    "figure_list",
    "glossary",
    "home",
    "organisation_detail",
    "organisation_list",
    "privacy",
    "programme_detail",
    "programme_list",
    "resource_detail",
    "resource_list",
    "search",
    "style_guide",
    "terms",
    "working_group_detail",
    "working_group_list",
]
