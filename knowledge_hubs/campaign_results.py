"""Results of a campaign as a table: what was measured, of whom, and how."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from knowledge_hubs.citing import place
from oneplanet.templatetags.page import in_language
from oneplanet.text import dates
from oneplanet.text.languages import shown
from oneplanet.text.numbers import figure as figure_parts
from oneplanet.text.numbers import number

_LINK = '<span class="onward"><a href="{}"><bdi>{}</bdi></a></span>'


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
    rows = [_row(campaign, result) for result in results]
    filled = [at for at in range(len(heads)) if any(row[at] for row in rows)]
    return {
        "columns": [{"label": heads[at], "is_number": False} for at in filled],
        "rows": [[row[at] for at in filled] for row in rows],
    }


def _row(campaign, result) -> list:
    return [
        in_language(*shown(result, "metric")),
        _value(result),
        result.get_kind_display(),
        _asked(result),
        _words(result, "method") or _("not stated"),
        _when(result),
        _source(campaign, result),
    ]


def _value(result):
    """The published figure leads to its line in the list of all."""
    figure = result.figure
    if figure:
        says = figure_parts(figure, figure.text)
        url = figure.text.get_absolute_url()
        return format_html(_LINK, url, str(says))
    if result.number is not None:
        return format_html("<bdi>{}</bdi>", str(figure_parts(result, result)))
    return _words(result, "in_words")


def _asked(result):
    """Whom, and how many of them as far as that is known."""
    who = _words(result, "sample") or _("not stated")
    if not result.sample_size:
        return who
    return format_html(_("{who} (asked: {number})"), who=who, number=_many(result))


def _many(result):
    return format_html("<bdi>{}</bdi>", number(result.sample_size))


def _words(result, name):
    text, language = shown(result, name)
    return in_language(text, language) if text else ""


def _when(result) -> str:
    """Its own day or year, else the period of its figure."""
    if result.measured_on:
        return dates.date_words(result.measured_on)
    if result.year:
        return dates.year(result.year)
    return shown(result.figure.text, "period_label")[0] if result.figure else ""


def _source(campaign, result):
    """By its own document, that of its figure, or that of the campaign."""
    figure = result.figure
    document = result.document or (figure and figure.document) or campaign.document
    paragraph = result.paragraph or (figure.paragraph if figure else "")
    said = place(str(document or ""), paragraph) if paragraph else ""
    return said or (in_language(result.source, "en") if result.source else "")
