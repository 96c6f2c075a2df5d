"""Results of a campaign as a table: what was measured, of whom, and how."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from knowledge_hubs.tables import filled_table, link, source_of, when, words_of
from oneplanet.templatetags.page import in_language
from oneplanet.text.languages import shown
from oneplanet.text.numbers import figure as figure_parts
from oneplanet.text.numbers import number


def results_of(campaign) -> list:
    """In the editors' order, with their figures and documents. One query."""
    rows = campaign.results.in_force()
    return list(rows.select_related("figure__text", "figure__document", "document"))


def table_of(campaign, results) -> dict:
    """``columns`` and ``rows`` of components/data_table.html. A column that no result
    fills is left out, but for who was asked and how: there a gap is told.
    """
    heads = [
        _("What was measured"),
        _("Result"),
        _("What it tells"),
        _("Who was asked or counted"),
        _("How it was measured"),
        _("When"),
        _("Source"),
    ]
    return filled_table(heads, [_row(campaign, result) for result in results])


def _row(campaign, result) -> list:
    return [
        in_language(*shown(result, "metric")),
        _value(result),
        result.get_kind_display(),
        _asked(result),
        words_of(result, "method") or _("not stated"),
        _when(result),
        _source(campaign, result),
    ]


def _value(result):
    """The published figure leads to its line in the list of all."""
    figure = result.figure
    if figure:
        says = format_html("<bdi>{}</bdi>", str(figure_parts(figure, figure.text)))
        return link(figure.text.get_absolute_url(), says)
    if result.number is not None:
        return format_html("<bdi>{}</bdi>", str(figure_parts(result, result)))
    return words_of(result, "in_words")


def _asked(result):
    """Whom, and how many of them as far as that is known."""
    who = words_of(result, "sample") or _("not stated")
    if not result.sample_size:
        return who
    return format_html(_("{who} (asked: {number})"), who=who, number=_many(result))


def _many(result):
    return format_html("<bdi>{}</bdi>", number(result.sample_size))


def _when(result) -> str:
    """Its own day or year, else the period of its figure."""
    own = when(result.measured_on, result.year)
    if own or not result.figure:
        return own
    return shown(result.figure.text, "period_label")[0]


def _source(campaign, result):
    """Where it names no document, its figure does."""
    figure = result.figure
    if figure is None:
        return source_of(result, campaign.document)
    return source_of(result, figure.document, figure.paragraph)
