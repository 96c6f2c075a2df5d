from knowledge_hubs.models.alerts import Appearance, SearchAlert
from knowledge_hubs.models.block_items import RECORDS, BlockItem
from knowledge_hubs.models.feedback import Feedback
from knowledge_hubs.models.file_texts import FileText
from knowledge_hubs.models.glossary import GlossaryTerm
from knowledge_hubs.models.hotspots import HotspotRelease, HotspotValue
from knowledge_hubs.models.hub_blocks import HubBlock
from knowledge_hubs.models.hub_editors import HubEditor
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
    doi_address,
)
from knowledge_hubs.models.pages import SitePage
from knowledge_hubs.models.practice import (
    CaseStudy,
    CaseStudyParty,
    LabelAssessment,
    ProductLabel,
    ProductLabelParty,
    Recommendation,
    RecommendationParty,
)
from knowledge_hubs.models.progress import Award, RecommendationStep
from knowledge_hubs.models.proposals import Proposal, ProposalStep
from knowledge_hubs.models.results import CampaignResult
from knowledge_hubs.models.searches import (
    AskedQuery,
    ChosenResult,
    QueryClick,
    QueryDay,
    SearchSynonym,
)
from knowledge_hubs.models.sessions import EventSession, Recording
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
    "Appearance",
    "Article",
    "ArticleParty",
    "AskedQuery",
    "Award",
    "BlockItem",
    "Campaign",
    "CampaignParty",
    "CampaignResult",
    "CaseStudy",
    "CaseStudyParty",
    "ChainFact",
    "ChainLoop",
    "ChainStage",
    "ChosenResult",
    "Edition",
    "Event",
    "EventParty",
    "EventSession",
    "Feedback",
    "FileText",
    "GlossaryTerm",
    "HotspotRelease",
    "HotspotValue",
    "Hub",
    "HubBlock",
    "HubEditor",
    "HubFigure",
    "LabelAssessment",
    "ProductLabel",
    "ProductLabelParty",
    "Proposal",
    "ProposalStep",
    "QueryClick",
    "QueryDay",
    "Recommendation",
    "Recording",
    "RecommendationParty",
    "RecommendationStep",
    "Resource",
    "ResourceParty",
    "SearchAlert",
    "SearchSynonym",
    "SitePage",
    "StageRecord",
    "ValueChain",
    "doi_address",
]
