"""Published figures as pages show them: as cards, and all of them in a table."""

from django.utils.translation import gettext as _

from knowledge_hubs.citing import place
from knowledge_hubs.tables import table
from oneplanet.text.folding import fold
from oneplanet.text.languages import shown
from oneplanet.text.numbers import figure as figure_parts
from programmes.models import FigureText

HOME = ("PF-6-1", "PF-5-1", "PF-10-1", "PF-14-1")
IN_CARDS = 3  # a page of figures opens with so many; a table holds them all
ALIKE = 0.6  # share of a base that the label says already


def published(**conditions) -> list[FigureText]:
    """Wordings with their figures, in the order of the document. One query."""
    return list(
        FigureText.objects.filter(figure__replaced_by=None, **conditions)
        .select_related("figure__document")
        .order_by("figure__order")
    )


def on_home() -> list[FigureText]:
    """In the order of HOME."""
    found = {text.figure.code: text for text in published(figure__code__in=HOME)}
    return [found[code] for code in HOME if code in found]


def table_of(texts) -> dict:
    """All figures whole: ``columns`` and ``rows`` of components/data_table.html."""
    heads = (
        _("What is counted"),
        _("Figure"),
        _("Of what"),
        _("When"),
        _("Source"),
    )
    return table(heads, [_row(text) for text in texts])


def _row(text):
    figure = text.figure
    return [
        shown(text, "label")[0],
        str(figure_parts(figure, text)),
        shown(text, "base_label")[0],
        shown(text, "period_label")[0],
        place(figure.document.symbol, figure.paragraph),
    ]


def base_and_period(text) -> tuple[str, str]:
    """What a card adds to the label; empty where the label says it already.

    Whether the base repeats the label is judged by the English wording, so that a card
    says the same in every language.
    """
    label, base = shown(text, "label")[0], shown(text, "base_label")[0]
    period = shown(text, "period_label")[0]
    if _says(text.label_en or "", text.base_label_en or ""):
        base = ""
    if fold(period) in fold(f"{label} {base}"):
        period = ""
    return base, period


def _says(label, base):
    """Whether most runs of three letters of the base stand in the label too."""
    wanted = _threes(base)
    if not wanted:
        return False
    known = set(_threes(label))
    return sum(three in known for three in wanted) >= ALIKE * len(wanted)


def _threes(text):
    letters = "".join(char for char in fold(text) if char.isalnum())
    return [letters[at : at + 3] for at in range(len(letters) - 2)]
