"""The choices of a facet, drawn by a function: a page holds more than a hundred, and an
include for each took a fifth of what the page does.
"""

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from oneplanet.text.languages import apart
from oneplanet.text.numbers import number


def facet_choices(facet) -> SafeString:
    """``facet``: name, and choices of value, label, selected; is_part where one is part
    of the choice above it, count where there is one."""
    name = conditional_escape(facet.name)
    drawn = "\n".join(_choice(name, choice) for choice in facet.choices)
    return mark_safe(drawn)  # noqa: S308


def _choice(name, choice) -> str:
    value, label = conditional_escape(choice.value), conditional_escape(choice.label)
    count = "" if choice.count is None else apart(number(choice.count))
    return (
        f'<label class="choice{" is-part" if choice.is_part else ""}">'
        f'<input type="checkbox" name="{name}" value="{value}"'
        f"{' checked' if choice.selected else ''}>\n"
        f"<span><bdi>{label}</bdi></span>\n"
        f"{f'<span class="count">{count}</span>' if count else ''}"
        "</label>"
    )
