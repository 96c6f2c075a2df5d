"""Names of organisations and published figures, as several pages print them."""

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import get_language

from oneplanet.text.languages import direction, shown, tag
from oneplanet.text.numbers import figure as figure_parts

register = template.Library()


@register.simple_tag
def organisation_name(organisation):
    """Its official name, in the reader's language where there is one."""
    name, language = organisation.official_name()
    if language == get_language():
        return name
    return format_html(
        '<span lang="{}" dir="{}">{}</span>', tag(language), direction(language), name
    )


@register.simple_tag
def figure_card(text):
    """A published figure as a card. Takes a FigureText with its figure and document."""
    figure = text.figure
    parts = figure_parts(figure, text)
    card = {
        "number": parts.number,
        "qualifier": parts.qualifier,
        "unit": parts.unit,
        "is_close": not parts.gap,
        "label": shown(text, "label")[0],
        "base": shown(text, "base_label")[0],
        "period": shown(text, "period_label")[0],
        "source": f"{figure.document.symbol}, ¶{figure.paragraph}"
        if figure.paragraph[:1].isdigit()
        else f"{figure.document.symbol}, {figure.paragraph}",
    }
    return render_to_string("components/figure_card.html", {"figure": card})
