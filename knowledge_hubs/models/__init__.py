from knowledge_hubs.models.feedback import Feedback
from knowledge_hubs.models.file_texts import FileText
from knowledge_hubs.models.glossary import GlossaryTerm
from knowledge_hubs.models.hub_blocks import RECORDS, BlockItem, HubBlock
from knowledge_hubs.models.hubs import Hub, HubFigure
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
from knowledge_hubs.models.proposals import Proposal, ProposalStep
from knowledge_hubs.models.searches import (
    AskedQuery,
    ChosenResult,
    QueryClick,
    QueryDay,
    SearchSynonym,
)
from knowledge_hubs.models.value_chains import (
    FILED,
    ChainFact,
    ChainLoop,
    ChainStage,
    StageRecord,
    ValueChain,
)

__all__ = [
    "FILED",
    "RECORDS",
    "Article",
    "ArticleParty",
    "AskedQuery",
    "BlockItem",
    "Campaign",
    "CampaignParty",
    "ChainFact",
    "ChainLoop",
    "ChainStage",
    "ChosenResult",
    "Edition",
    "Event",
    "EventParty",
    "Feedback",
    "FileText",
    "GlossaryTerm",
    "Hub",
    "HubBlock",
    "HubFigure",
    "Proposal",
    "ProposalStep",
    "QueryClick",
    "QueryDay",
    "Resource",
    "ResourceParty",
    "SearchSynonym",
    "SitePage",
    "StageRecord",
    "ValueChain",
]
