"""What is drawn by functions: what stands on a page by the dozen, and what says to
every reader of a language the same.
"""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet.as_html import as_html
from oneplanet.facet_groups import facet_groups
from oneplanet.record_card import record_card, record_meta
from oneplanet.remember import for_a_minute
from oneplanet.text import languages, numbers

register = template.Library()
for drawn in (facet_groups, record_card, record_meta):
    register.simple_tag(drawn)


@register.simple_tag
def alike(component, **given):
    """A component that says the same to every reader of a language who is shown it with
    the same words: it takes nothing of the request. Remembered for a minute."""
    return _alike(component, *given.items())


@for_a_minute
def _alike(component, *given):
    return render_to_string(f"components/{component}.html", dict(given))


@register.simple_tag
def language_links(rows):
    """The page in each language, a link but for the present one."""
    drawn = "\n".join(f"<li>{_language(row)}</li>" for row in rows)
    return mark_safe(drawn)  # noqa: S308


def _language(row) -> str:
    lang, name = row["lang"], row["name"]
    if row["current"]:
        return f'<span aria-current="true" lang="{lang}">{name}</span>'
    said = f'hreflang="{lang}" lang="{lang}" dir="{row["dir"]}"'
    return f'<a href="{as_html(row["url"])}" {said}>{name}</a>'


@register.simple_tag(takes_context=True)
def page_numbers(context, page_of):
    """The numbers of a long list's pages as items, each a link but the present one; the
    query of the page is kept in them."""
    query = context.request.GET.copy()
    query.pop("page", None)
    kept = as_html(f"{query.urlencode()}&" if query else "")
    pages = page_of.paginator.get_elided_page_range(page_of.number)
    drawn = (_page_number(kept, page, page_of) for page in pages)
    return mark_safe("\n".join(drawn))  # noqa: S308


def _page_number(kept, page, page_of) -> str:
    if page == page_of.paginator.ELLIPSIS:
        return f"<li><span>{page}</span></li>"
    said = _said_page(get_language(), page)
    if page == page_of.number:
        return f'<li><span aria-current="page">{said}</span></li>'
    return f'<li><a href="?{kept}page={page}">{said}</a></li>'


@lru_cache(2_000)
def _said_page(_language, page) -> str:
    unseen = f'<span class="unseen">{_("Page")}</span>'
    return f"{unseen} {languages.apart(numbers.number(page))}"
