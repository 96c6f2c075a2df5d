"""Goal 12, its targets and indicators, and the figures documents have printed."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.citing import place
from knowledge_hubs.search.network import translated
from knowledge_hubs.search.one_kind import Found, Kind, in_languages, places
from oneplanet.search.documents import Text
from oneplanet.text.languages import set_apart
from oneplanet.text.numbers import figure as figure_parts
from programmes.models import (
    FigureText,
    IndicatorName,
    IndicatorPart,
    PublishedFigure,
    SdgIndicator,
    SdgTarget,
)


def _coded(row, says):
    """A target or indicator: its code before its name."""
    result = translated(row, "short_label", in_languages(row, "short_label", says))
    result.card["title"] = f"{set_apart(row.code)} {result.card['title']}"
    return result


def _called(word, row, texts) -> dict[str, Text]:
    """Titles as people ask for them: "Target 12.3"."""
    found = {}
    for code, (title, body) in texts.items():
        with translation.override(code):
            found[code] = Text(f"{word} {row.code} {title}", body)
    return found


TARGETS = Kind(
    "target",
    _("Targets of Goal 12"),
    SdgTarget,
    rows=SdgTarget.objects.all,
    with_lists=lambda rows: rows.prefetch_related("themes"),
    found=lambda row: Found(
        _called(_("Target"), row, in_languages(row, "short_label", "text")),
        {
            "target": [row.code],
            "tag": [term.code for term in row.themes.all() if term.vocabulary == "tag"],
        },
    ),
    draw=lambda rows: {str(row.pk): _coded(row, "text") for row in rows},
    follows={SdgTarget: "pk"},
    is_short=True,
)


def _of_indicator(row) -> Found:
    names = [name.name for name in row.former_names.all()]
    parts = [part.label for part in row.parts.all()]
    return Found(
        _called(_("Indicator"), row, in_languages(row, "short_label", "name")),
        {"target": [row.target.code]},
        also="\n\n".join([row.also, *names, *parts]),
    )


INDICATORS = Kind(
    "indicator",
    _("Indicators of Goal 12"),
    SdgIndicator,
    rows=SdgIndicator.objects.all,
    with_lists=lambda rows: rows.select_related("target").prefetch_related(
        "former_names", "parts"
    ),
    found=_of_indicator,
    draw=lambda rows: {str(row.pk): _coded(row, "name") for row in rows},
    follows={
        SdgIndicator: "pk",
        IndicatorName: "indicator_id",
        IndicatorPart: "indicator_id",
    },
    weight=0.8,
    is_short=True,
)


# --- Published figures, by their wording


def _in_force():
    return FigureText.objects.filter(figure__replaced_by=None)


def _figure_texts(row):
    return in_languages(row, "label", "base_label", "period_label")


def _of_figure(row) -> Found:
    filed = places(list(row.countries.all()))
    return Found(
        _figure_texts(row),
        filed | {"programme": [programme.code for programme in row.programmes.all()]},
        also=f"{row.figure.number or ''}\n\n{row.figure.document.symbol}",
    )


def _draw_figures(rows) -> dict:
    """The number with its qualifier and unit, then what it counts. One query."""
    found = {}
    for row in rows.select_related("figure__document"):
        where = place(row.figure.document.symbol, row.figure.paragraph)
        shown = translated(row, "label", _figure_texts(row), where=where)
        number = figure_parts(row.figure, row)
        between = "" if shown.language == "zh-hans" else " "
        shown.card["title"] = f"{number}{between}{shown.card['title']}"
        found[str(row.pk)] = shown
    return found


def _wordings(figure):
    """Its own, and that of the figure it replaces."""
    figures = {figure.pk, figure.replaces_id}
    return FigureText.objects.filter(figure__in=figures).values_list("pk", flat=True)


FIGURES = Kind(
    "figure",
    _("Published figures"),
    FigureText,
    rows=_in_force,
    with_lists=lambda rows: rows.select_related("figure__document").prefetch_related(
        "programmes", "countries__reporting_region"
    ),
    found=_of_figure,
    draw=_draw_figures,
    follows={FigureText: "pk", PublishedFigure: _wordings},
    weight=0.6,
    is_short=True,
)
