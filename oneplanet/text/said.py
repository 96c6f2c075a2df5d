"""Sentences made now and read later, each by its reader in their own language.

A sentence stays lazy until it is kept; it is kept in the six languages.
"""

from django.conf import settings
from django.utils import translation
from django.utils.functional import lazy


def _filled(text, **parts) -> str:
    return str(text) % {name: str(part) for name, part in parts.items()}


# A lazy text with its %(places)s filled by texts, which may be lazy too.
filled = lazy(_filled, str)


def in_six(texts) -> list[dict[str, str]]:
    """Each text by the codes of the six languages, to be kept."""
    texts = list(texts)
    kept = [{} for _text in texts]
    for language, _name in settings.LANGUAGES if texts else ():
        with translation.override(language):
            for text, words in zip(texts, kept, strict=True):
                words[language] = str(text)
    return kept


def for_reader(kept: str | dict) -> str:
    """What was kept, in the language in force. One that was kept in a single language
    is a plain text, and is shown as it is."""
    if isinstance(kept, str):
        return kept
    return kept.get(translation.get_language()) or kept.get("en", "")
