from knowledge_hubs.views.home import home
from knowledge_hubs.views.organisations import organisation_detail, organisation_list
from knowledge_hubs.views.programmes import programme_detail, programme_list
from knowledge_hubs.views.style_guide import style_guide

__all__ = [
    "home",
    "organisation_detail",
    "organisation_list",
    "programme_detail",
    "programme_list",
    "style_guide",
]
