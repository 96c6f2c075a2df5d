from knowledge_hubs.views.board import board
from knowledge_hubs.views.countries import country_detail, country_list
from knowledge_hubs.views.developers import api_documentation
from knowledge_hubs.views.downloads import (
    list_codebook,
    list_download,
    prepared_file,
    prepared_file_content,
)
from knowledge_hubs.views.feedback import feedback, feedback_sent
from knowledge_hubs.views.feeds import (
    article_feed,
    campaign_feed,
    coalition_feed,
    event_feed,
    hub_feed,
    policy_feed,
    resource_feed,
    working_group_feed,
)
from knowledge_hubs.views.figures import figure_list
from knowledge_hubs.views.glossary import glossary
from knowledge_hubs.views.home import home
from knowledge_hubs.views.hubs import hub_detail, hub_list
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
    resource_file,
    resource_list,
    working_group_detail,
    working_group_list,
)
from knowledge_hubs.views.machines import robots, sitemap, sitemap_index
from knowledge_hubs.views.organisations import organisation_detail, organisation_list
from knowledge_hubs.views.outcomes import report_outcome, report_outcome_pdf
from knowledge_hubs.views.pages import about, accessibility, contact, privacy, terms
from knowledge_hubs.views.policies import policy_detail, policy_list
from knowledge_hubs.views.programmes import programme_detail, programme_list
from knowledge_hubs.views.proposals import (
    my_proposals,
    proposal_detail,
    proposal_file,
    proposal_new,
)
from knowledge_hubs.views.sdg12 import (
    sdg12,
    sdg_indicator,
    sdg_target,
    where_to_report,
)
from knowledge_hubs.views.search import (
    search,
    search_feed,
    search_list,
    search_opened,
    search_suggestions,
)
from knowledge_hubs.views.style_guide import style_guide
from knowledge_hubs.views.value_chains import (
    value_chain_detail,
    value_chain_list,
    value_chain_stage,
)

__all__ = [
    "about",
    "accessibility",
    "api_documentation",
    "article_detail",
    "article_feed",
    "article_list",
    "board",
    "campaign_detail",
    "campaign_feed",
    "campaign_list",
    "coalition_detail",
    "coalition_feed",
    "coalition_list",
    "country_detail",
    "country_list",
    "contact",
    "event_calendar",
    "event_detail",
    "event_feed",
    "event_list",
    "events_calendar",
    "feedback",
    "feedback_sent",
    "figure_list",
    "glossary",
    "home",
    "hub_detail",
    "hub_feed",
    "hub_list",
    "organisation_detail",
    "organisation_list",
    "my_proposals",
    "policy_detail",
    "policy_feed",
    "policy_list",
    "privacy",
    "list_codebook",
    "list_download",
    "organisation_detail",
    "organisation_list",
    "prepared_file",
    "prepared_file_content",
    "programme_detail",
    "programme_list",
    "proposal_detail",
    "proposal_file",
    "proposal_new",
    "report_outcome",
    "report_outcome_pdf",
    "resource_detail",
    "resource_feed",
    "resource_file",
    "resource_list",
    "sdg12",
    "sdg_indicator",
    "sdg_target",
    "robots",
    "sitemap",
    "sitemap_index",
    "style_guide",
    "where_to_report",
    "search",
    "search_feed",
    "search_list",
    "search_opened",
    "search_suggestions",
    "style_guide",
    "terms",
    "working_group_detail",
    "working_group_feed",
    "working_group_list",
    "value_chain_detail",
    "value_chain_list",
    "value_chain_stage",
]
