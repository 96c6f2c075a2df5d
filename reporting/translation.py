from modeltranslation.translator import TranslationOptions, translator
from simple_history import register

from reporting.models import PolicyInstrument


class PolicyInstrumentTranslation(TranslationOptions):
    fields = ("summary", "note")


translator.register(PolicyInstrument, PolicyInstrumentTranslation)
register(PolicyInstrument, app="reporting")
