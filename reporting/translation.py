from modeltranslation.translator import TranslationOptions, translator

from oneplanet.history import keep_history
from reporting.models import PolicyInstrument


class PolicyInstrumentTranslation(TranslationOptions):
    fields = ("summary", "note")


translator.register(PolicyInstrument, PolicyInstrumentTranslation)
keep_history(PolicyInstrument, app="reporting")
