from django.db import models
from modeltranslation.translator import TranslationOptions, translator

from oneplanet.history import keep_history
from reporting.models import PolicyInstrument, ReportingPeriod


class PolicyInstrumentTranslation(TranslationOptions):
    fields = ("summary", "note")


translator.register(PolicyInstrument, PolicyInstrumentTranslation)
keep_history(PolicyInstrument, app="reporting")
# Why a period was extended or opened again is told whole.
keep_history(
    ReportingPeriod,
    app="reporting",
    history_change_reason_field=models.TextField(null=True),
)
