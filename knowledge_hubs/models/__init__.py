from knowledge_hubs.models.glossary import GlossaryTerm
from knowledge_hubs.models.library import (
    Article,
    ArticleParty,
    Campaign,
    CampaignParty,
    Edition,
    Event,
    EventParty,
    Resource,
    ResourceParty,
)
from knowledge_hubs.models.pages import SitePage

__all__ = [
    "Article",
    "ArticleParty",
    "Campaign",
    "CampaignParty",
    "Edition",
    "Event",
    "EventParty",
    "GlossaryTerm",
    "Resource",
    "ResourceParty",
    "SitePage",
]
