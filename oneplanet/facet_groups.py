"""The facets of a list with their choices, drawn by functions: a page holds a dozen and
more than a hundred, and as templates they took a third of what the page does.
"""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from oneplanet.as_html import as_html
from oneplanet.text.languages import apart
from oneplanet.text.numbers import number

FEW = 12  # choices that stand open; more are scrolled through
FIND = "components/facet_find.html"
REMEMBERED = 4_000  # choices, in all languages


def facet_groups(facets) -> SafeString:
    """``facets``: rows of name, label, choices and chosen; of the search also all_url
    with count, and is_all (components/facet_rail.html says what they are). The first,
    and what is chosen from, stand open."""
    drawn = (_group(facet, is_first=not n) for n, facet in enumerate(facets or ()))
    return mark_safe("\n".join(drawn))  # noqa: S308


def _group(facet, is_first) -> str:
    label, chosen = as_html(facet.label), facet.chosen
    is_all = getattr(facet, "is_all", False)
    find = render_to_string(FIND, {"facet": facet}) if is_all else ""
    said = f"{label} ({apart(number(len(chosen)))})" if chosen else label
    return (
        f'<details class="facet"{" open" if is_all or chosen or is_first else ""}>'
        f"<summary><span>{said}</span></summary>\n"
        f'<fieldset><legend class="unseen">{label}</legend>\n{find}'
        f'<div class="choices{" is-long" if len(facet.choices) > FEW else ""}">'
        f"{facet_choices(facet)}</div>\n{_way_to_all(facet, label)}"
        "</fieldset></details>"
    )


def _way_to_all(facet, label) -> str:
    if not getattr(facet, "all_url", ""):
        return ""
    words = _("All %(shown)s, to look through") % {"shown": apart(number(facet.count))}
    return (
        f'<p class="onward"><a href="{as_html(facet.all_url)}">{words}'
        f'<span class="unseen">: {label}</span></a></p>\n'
    )


def facet_choices(facet) -> SafeString:
    """``facet``: name, and choices of value, label, selected; is_part where one is part
    of the choice above it, count where there is one."""
    language, name = get_language(), facet.name
    drawn = (_choice(language, name, choice) for choice in facet.choices)
    return mark_safe("\n".join(drawn))  # noqa: S308


def _choice(language, name, choice) -> str:
    start, end = _around(name, choice.value, choice.label, choice.is_part)
    checked = " checked" if choice.selected else ""
    count = "" if choice.count is None else _count(language, choice.count)
    return f"{start}{checked}{end}{count}</label>"


@lru_cache(REMEMBERED)
def _around(name, value, label, is_part) -> tuple[str, str]:
    """What stands before and after the word that says it is chosen."""
    return (
        f'<label class="choice{" is-part" if is_part else ""}"><input type="checkbox" '
        f'name="{as_html(name)}" value="{as_html(value)}"',
        f">\n<span><bdi>{as_html(label)}</bdi></span>\n",
    )


@lru_cache(REMEMBERED)
def _count(language, count) -> str:
    return f'<span class="count">{apart(number(count))}</span>'
