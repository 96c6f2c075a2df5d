"""What a page says to machines: its data, and its title and picture for previews."""

import json
from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from oneplanet.arcs import PATTERNS
from oneplanet.as_html import as_html
from oneplanet.text.languages import LOCALES

register = template.Library()
# What could end the element or, in old readers, a line of script.
_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@register.simple_tag
def json_ld(data):
    """A page's schema.org data (oneplanet/structured.py) as a data block: no script, so
    it needs no nonce."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    block = '<script type="application/ld+json">{}</script>'
    return format_html(block, mark_safe(text.translate(_ESCAPED)))  # noqa: S308


@register.simple_tag(takes_context=True)
def again(context, name):
    """What a block of the page says, a second time."""
    for state in reversed(context.render_context.dicts):  # an include has its own
        if blocks := state.get(BLOCK_CONTEXT_KEY):
            return blocks.get_block(name).render(context)
    return ""


@register.simple_tag
def in_each_language(page):
    """Where the page is in each of the six languages."""
    rows = ((row["lang"], as_html(row["address"])) for row in page.languages)
    drawn = (
        f'<link rel="alternate" hreflang="{lang}" href="{address}">'
        for lang, address in rows
    )
    return mark_safe("\n".join(drawn))  # noqa: S308


@register.simple_tag
def locales():
    """The language of a preview, and those there are beside it."""
    return _locales(get_language())


@lru_cache
def _locales(code):
    drawn = (
        f'<meta property="og:locale{"" if other == code else ":alternate"}" '
        f'content="{locale}">'
        for other, locale in LOCALES.items()
    )
    return mark_safe("\n".join(drawn))  # noqa: S308


@register.simple_tag
def share_picture(code):
    """The whole address of the picture of a programme; of any other code, of all."""
    name = code.lower() if code in PATTERNS else "network"
    return settings.SITE_URL + static(f"img/share/{name}.png")
