"""A citation as a sentence to copy, in the reader's language."""

from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from knowledge_hubs.citations import Work
from oneplanet.templatetags.page import in_language
from oneplanet.text.dates import date_words, year
from oneplanet.text.lists import COMMA

STOPS = ".?!。？！؟"


def in_words(work: Work, accessed: date) -> str:
    """Who, what, from whom and when, its number, where it is, and when it was read."""
    when = (date_words(work.on) if work.on else year(work.year)) if work.year else ""
    parts = [
        _listed(work.authors),
        format_html("<cite>{}</cite>", in_language(work.title, work.language or "en")),
        _listed([*work.publishers, when]),
        _apart(work.number),
        format_html("DOI: <bdi>{}</bdi>", work.doi) if work.doi else "",
        format_html("ISBN <bdi>{}</bdi>", work.isbn) if work.isbn else "",
        format_html('<bdi dir="ltr">{}</bdi>', work.url),
        _("Read on {day}").format(day=date_words(accessed)),
    ]
    said = [(part, "" if _ends(part) else ".") for part in parts if part]
    return format_html_join(" ", "{}{}", said)


def _listed(texts):
    return format_html_join(COMMA, "{}", ((_apart(text),) for text in texts if text))


def _apart(text):
    return format_html("<bdi>{}</bdi>", text) if text else ""


def _ends(part) -> bool:
    plain = str(part).removesuffix("</cite>").removesuffix("</span>")
    return plain.removesuffix("</bdi>").endswith(tuple(STOPS))
