"""What a page is about, as schema.org data (JSON-LD): plain dicts without blanks."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet.text.languages import tag


def page_data(*things) -> dict:
    """What {% json_ld %} takes: the things a page describes."""
    return {"@context": "https://schema.org", "@graph": [plain(t) for t in things]}


def plain(thing: dict) -> dict:
    """Without what is not known."""
    return {key: value for key, value in thing.items() if value not in (None, "", [])}


def address(path: str) -> str:
    return settings.SITE_URL + path


def text(words: str, language: str):
    """A text, with its language where that is not the page's."""
    if not words or language == (get_language() or "en"):
        return words
    return {"@value": words, "@language": tag(language)}


def network() -> dict:
    """Who publishes the portal."""
    return plain(
        {
            "@type": "Organization",
            "@id": f"{settings.SITE_URL}/#network",
            "name": _("One Planet network"),
            "url": address(f"/{get_language()}/"),
            "logo": address(static("img/touch-icon.png")),
            "email": settings.CONTACT_EMAIL,
        }
    )


def trail(*steps) -> dict:
    """The way to a page: pairs of label and path, outermost first, under the home
    page."""
    home = (settings.SITE_NAME, reverse("knowledge_hubs:home"))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": str(label),
                "item": address(path),
            }
            for number, (label, path) in enumerate((home, *steps), 1)
        ],
    }
