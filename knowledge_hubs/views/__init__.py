from knowledge_hubs.views.developers import api_documentation
from knowledge_hubs.views.downloads import (
    list_codebook,
    list_download,
    prepared_file,
    prepared_file_content,
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
from knowledge_hubs.views.organisations import organisation_detail, organisation_list
from knowledge_hubs.views.programmes import programme_detail, programme_list
from knowledge_hubs.views.style_guide import style_guide

__all__ = [
    "api_documentation",
    "article_detail",
    "article_list",
    "campaign_detail",
    "campaign_list",
    "coalition_detail",
    "coalition_list",
    "event_calendar",
    "event_detail",
    "event_list",
    "events_calendar",
    "home",
    "list_codebook",
    "list_download",
    "organisation_detail",
    "organisation_list",
    "prepared_file",
    "prepared_file_content",
    "programme_detail",
    "programme_list",
    "resource_detail",
    "resource_list",
    "style_guide",
    "working_group_detail",
    "working_group_list",
]
