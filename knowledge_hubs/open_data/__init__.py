"""Every kind of record that is open data: one list. A new kind is one more line here.

Its addresses in the API, its rows in the description and on the page for developers,
its downloads, its codebook and its tests follow from the list.
"""

from knowledge_hubs.open_data.activities import ACTIVITIES, POLICIES
from knowledge_hubs.open_data.agreement import AGREEMENTS
from knowledge_hubs.open_data.goal import INDICATORS, TARGETS
from knowledge_hubs.open_data.hubs import HUBS
from knowledge_hubs.open_data.initiatives import INITIATIVES
from knowledge_hubs.open_data.library import (
    ARTICLES,
    CAMPAIGNS,
    CASE_STUDIES,
    COALITIONS,
    EVENTS,
    LABELS,
    RECOMMENDATIONS,
    RESOURCES,
    WORKING_GROUPS,
)
from knowledge_hubs.open_data.network import BOARD_MEMBERS, ORGANISATIONS, PROGRAMMES
from knowledge_hubs.open_data.places import COUNTRIES, REGIONS
from knowledge_hubs.open_data.sources import FIGURES, SOURCE_DOCUMENTS
from knowledge_hubs.open_data.words import ACTIVITY_TYPES, GLOSSARY, STAGES, TERMS

KINDS = (
    ACTIVITIES,
    INITIATIVES,
    POLICIES,
    RESOURCES,
    COALITIONS,
    WORKING_GROUPS,
    CAMPAIGNS,
    CASE_STUDIES,
    RECOMMENDATIONS,
    LABELS,
    EVENTS,
    ARTICLES,
    HUBS,
    ORGANISATIONS,
    PROGRAMMES,
    BOARD_MEMBERS,
    COUNTRIES,
    REGIONS,
    FIGURES,
    TARGETS,
    INDICATORS,
    TERMS,
    ACTIVITY_TYPES,
    STAGES,
    GLOSSARY,
    SOURCE_DOCUMENTS,
    AGREEMENTS,
)
BY_NAME = {kind.name: kind for kind in KINDS}
DOWNLOADS = {kind.name: kind for kind in KINDS if kind.is_download}
