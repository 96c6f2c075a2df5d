from django.db import models
from modeltranslation.translator import TranslationOptions, translator

from oneplanet.history import keep_history
from reporting import models as reporting
from reporting.models import PolicyInstrument, ReportingPeriod, ReturnReason


class PolicyInstrumentTranslation(TranslationOptions):
    fields = ("summary", "note")


translator.register(PolicyInstrument, PolicyInstrumentTranslation)
keep_history(PolicyInstrument, app="reporting")


class ReturnReasonTranslation(TranslationOptions):
    fields = ("label", "guidance")


translator.register(ReturnReason, ReturnReasonTranslation)
keep_history(ReturnReason, app="reporting")


QUESTIONS = {
    reporting.Question: ("label", "guidance", "unit"),
    reporting.QuestionChoice: ("label",),
}
for _model, _fields in QUESTIONS.items():
    translator.register(
        _model, type("Options", (TranslationOptions,), {"fields": _fields})
    )
for _model in (reporting.QuestionSet, *QUESTIONS):
    keep_history(_model, app="reporting")
# Why a period was extended or opened again is told whole.
keep_history(
    ReportingPeriod,
    app="reporting",
    history_change_reason_field=models.TextField(null=True),
)
