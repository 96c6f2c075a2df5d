from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KnowledgeHubsConfig(AppConfig):
    name = "knowledge_hubs"
    verbose_name = _("Knowledge")
