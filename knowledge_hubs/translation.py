from modeltranslation.translator import TranslationOptions, translator

from knowledge_hubs import models
from oneplanet.history import keep_history
from programmes.translation import RECORD

TRANSLATED = {
    models.Resource: (*RECORD, "purpose", "users"),
    models.ResourceParty: ("note",),
    models.Edition: ("label",),
    models.Campaign: (*RECORD, "message", "channels", "audience"),
    models.CampaignParty: ("note",),
    models.CampaignResult: ("metric", "unit_label", "in_words", "sample", "method"),
    models.CaseStudy: (
        *RECORD,
        "problem",
        "approach",
        "outcome",
        "lessons",
        "place",
    ),
    models.CaseStudyParty: ("note",),
    models.Recommendation: (*RECORD, "addressed_to"),
    models.RecommendationParty: ("note",),
    models.RecommendationStep: ("text",),
    models.Award: ("recipient", "reason"),
    models.ProductLabel: (*RECORD, "says", "scope"),
    models.ProductLabelParty: ("note",),
    models.LabelAssessment: ("text",),
    models.Event: (*RECORD, "place"),
    models.EventParty: ("note",),
    models.EventSession: ("title", "speakers"),
    models.Article: RECORD,
    models.ArticleParty: ("note",),
    models.GlossaryTerm: ("word", "abbreviation", "meaning"),
    models.Hub: RECORD,
    models.HubBlock: ("title", "text"),
    models.BlockItem: ("title", "text", "quote"),
    models.SitePage: ("title", "lead", "body"),
    models.ValueChain: RECORD,
    models.ChainFact: ("text",),
    models.ChainLoop: ("text",),
}
WITH_HISTORY = (
    *TRANSLATED,
    models.HubFigure,
    models.Recording,
    models.HubEditor,
    models.ChainStage,
    models.StageRecord,
    models.AskedQuery,
    models.SearchSynonym,
    models.ChosenResult,
    models.HotspotRelease,
)

for _model, _fields in TRANSLATED.items():
    translator.register(
        _model, type("Options", (TranslationOptions,), {"fields": _fields})
    )
for _model in WITH_HISTORY:
    keep_history(_model, app="knowledge_hubs")
