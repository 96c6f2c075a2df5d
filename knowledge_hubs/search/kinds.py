"""Every kind of thing that is searched, in the order of the page: one list.

What a kind is made into and drawn with stands in the modules beside this one.
"""

from knowledge_hubs.kinds import (
    ARTICLE,
    CAMPAIGN,
    CASE_STUDY,
    COALITION,
    EVENT,
    LABEL,
    RECOMMENDATION,
    RESOURCE,
    WORKING_GROUP,
)
from knowledge_hubs.search.chains import CHAINS, STAGES
from knowledge_hubs.search.goal import FIGURES, INDICATORS, TARGETS
from knowledge_hubs.search.network import (
    COUNTRIES,
    GLOSSARY,
    ORGANISATIONS,
    POLICIES,
    PROGRAMMES,
)
from knowledge_hubs.search.one_kind import Kind
from knowledge_hubs.search.records import HUBS, PAGES, of_records
from knowledge_hubs.search.reported import ACTIVITIES, INITIATIVES

KINDS: tuple[Kind, ...] = (
    PROGRAMMES,
    PAGES,
    HUBS,
    CHAINS,
    STAGES,
    GLOSSARY,
    of_records(RESOURCE),
    ACTIVITIES,
    INITIATIVES,
    POLICIES,
    of_records(COALITION),
    of_records(WORKING_GROUP),
    of_records(CAMPAIGN),
    of_records(CASE_STUDY),
    of_records(RECOMMENDATION),
    of_records(LABEL),
    of_records(EVENT),
    of_records(ARTICLE),
    ORGANISATIONS,
    COUNTRIES,
    TARGETS,
    INDICATORS,
    FIGURES,
)
BY_NAME = {kind.name: kind for kind in KINDS}
WEIGHTS = {kind.name: kind.weight for kind in KINDS if kind.weight != 1}
