from knowledge_hubs.views.feeds import (
    article_feed,
    campaign_feed,
    coalition_feed,
    event_feed,
    resource_feed,
    working_group_feed,
)
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
from knowledge_hubs.views.machines import robots, sitemap, sitemap_index
from knowledge_hubs.views.organisations import organisation_detail, organisation_list
from knowledge_hubs.views.programmes import programme_detail, programme_list
from knowledge_hubs.views.style_guide import style_guide

__all__ = [
    "article_detail",
    "article_feed",
    "article_list",
    "campaign_detail",
    "campaign_feed",
    "campaign_list",
    "coalition_detail",
    "coalition_feed",
    "coalition_list",
    "event_calendar",
    "event_detail",
    "event_feed",
    "event_list",
    "events_calendar",
    "home",
    "organisation_detail",
    "organisation_list",
    "programme_detail",
    "programme_list",
    "resource_detail",
    "resource_feed",
    "resource_list",
    "robots",
    "sitemap",
    "sitemap_index",
    "style_guide",
    "working_group_detail",
    "working_group_feed",
    "working_group_list",
]
