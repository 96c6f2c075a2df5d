"""What a page says to machines: its data, and its title and picture for previews."""

import json

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from oneplanet.arcs import PATTERNS

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
def share_picture(code):
    """The whole address of the picture of a programme; of any other code, of all."""
    name = code.lower() if code in PATTERNS else "network"
    return settings.SITE_URL + static(f"img/share/{name}.png")
