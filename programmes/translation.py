"""Which curated texts are kept in six languages. History is registered after it, or
simple-history would miss the translated columns."""

from modeltranslation.translator import TranslationOptions, translator

from oneplanet.history import keep_history
from programmes import models

RECORD = ("title", "lead", "body", "note")
TRANSLATED = {
    models.ContactAddress: ("role",),
    models.Coalition: RECORD,
    models.CoalitionParty: ("note",),
    models.WorkingGroup: RECORD,
    models.WorkingGroupMember: ("note",),
    models.Term: ("label", "definition"),
    models.ActivityType: ("label", "definition"),
    models.Stage: ("label", "definition"),
    models.Region: ("name",),
    models.Country: ("name",),
    models.Programme: ("name", "tagline", "description", "note"),
    models.Organisation: ("note",),
    models.OrganisationName: ("note",),
    models.ProgrammeRole: ("note",),
    models.OrganisationRelation: ("what", "note"),
    models.BoardMember: ("note",),
    models.CustodianRole: ("note",),
    models.SourceDocument: ("title", "note"),
    models.FigureText: ("label", "unit_label", "period_label", "base_label", "note"),
    models.SdgTarget: ("text", "short_label"),
    models.SdgIndicator: ("name", "short_label"),
    models.IndicatorPart: ("label",),
    models.IndicatorName: ("note",),
    models.ReportingRoute: (
        "what",
        "reported_by",
        "reported_to",
        "cycle",
        "next_round",
        "how",
        "note",
    ),
}
WITH_HISTORY = (
    *TRANSLATED,
    models.ReportingRegionRule,
    models.IndicatorTier,
    models.Membership,
    models.Appointment,
)

for _model, _fields in TRANSLATED.items():
    translator.register(
        _model, type("Options", (TranslationOptions,), {"fields": _fields})
    )
for _model in WITH_HISTORY:
    keep_history(_model, app="programmes")
