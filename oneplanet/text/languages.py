"""The six languages: tags, directions, and the language a text is really in."""

from django.conf import settings
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info, gettext_noop

RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
OWN_LETTERS = {"ar", "ru", "zh-hans"}  # no Latin letter stands among theirs
NAMES = dict(settings.LANGUAGES)
# Django's own names of them, in the spelling of the portal (``name_of``).
SPELLED_HERE = (
    gettext_noop("Arabic"),
    gettext_noop("Simplified Chinese"),
    gettext_noop("English"),
    gettext_noop("French"),
    gettext_noop("Russian"),
    gettext_noop("Spanish"),
)
# What link previews call them: each wants a territory.
LOCALES = {
    "ar": "ar_AR",
    "zh-hans": "zh_CN",
    "en": "en_GB",
    "fr": "fr_FR",
    "ru": "ru_RU",
    "es": "es_ES",
}


def tag(code: str) -> str:
    """Language tag for ``lang`` attributes: ``zh-hans`` → ``zh-Hans``."""
    return "zh-Hans" if code == "zh-hans" else code


def direction(code: str) -> str:
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


def name_of(code: str) -> str:
    """What a language is called in the reader's; its code where Django knows none."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def set_apart(code: str) -> str:
    """A code for the middle of a text in any direction, where no <bdi> can stand:

    between U+2068 and U+2069, so that 12.a is not read as a.12 in Arabic.
    """
    return f"\u2068{code}\u2069"


def apart(words) -> SafeString:
    """The same on a page, in an element of its own. Digits alone do not tell a browser
    that ٪ stands on their left and − on the right."""
    is_rtl = direction(get_language() or "en") == "rtl"
    start = '<bdi dir="rtl">' if is_rtl else "<bdi>"
    return mark_safe(f"{start}{conditional_escape(words)}</bdi>")  # noqa: S308


def in_every_language(row, *fields: str) -> str:
    """Translated fields of a row in all languages, one after the other: what it is
    found by.
    """
    texts = (
        getattr(row, f"{field}_{code.replace('-', '_')}", "")
        for field in fields
        for code in NAMES
    )
    return " ".join(filter(None, texts))


def shown(row, field: str) -> tuple[str, str]:
    """A translated field's text and the language it really is in.

    English where the reader's language has none, else whichever there is.
    """
    wanted = get_language() or "en"
    for code in (wanted, "en", *NAMES):
        text = getattr(row, f"{field}_{code.replace('-', '_')}", None)
        if text:
            return text, code
    return "", wanted
