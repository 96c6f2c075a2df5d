"""Source documents, and figures exactly as they printed them."""

from django.db.models import DateTimeField, F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import FigureFilter
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import Labels
from oneplanet.open_data.changes import changed_at, deleted_from, history_of
from oneplanet.open_data.columns import Choice, Column, Text, listed_words
from oneplanet.open_data.kinds import Kind
from programmes.models import FigureText, Programme, SourceDocument
from programmes.models.sources import Qualifier

SOURCE_DOCUMENTS = Kind(
    "source-documents",
    "source-document",
    _("Source documents"),
    _("Documents the facts of this portal are taken from."),
    shared.FROM_DOCUMENTS,
    lambda: SourceDocument.objects.annotate(changed=changed_at(SourceDocument)),
    lambda: deleted_from(SourceDocument, code=F("symbol")),
    (
        shared.code("symbol"),
        Choice("kind", _("What kind of thing it is."), choices=SourceDocument.Kind),
        Text("title", _("The title, in the languages in which it is official.")),
        Column("published_on", _("The day of the document."), type="date"),
        shared.to_check(),
        shared.updated(),
    ),
    code="symbol",
)

IN_UNIT = _("as the column “unit” says")


def _figures():
    texts = FigureText.objects.filter(figure__replaced_by=None)
    return texts.annotate(changed=changed_at(FigureText))


def _replaced():
    """Misprints of ours: gone when the figure that mends one was first worded."""
    mended = history_of(FigureText).filter(figure_id=OuterRef("figure__replaced_by"))
    first = mended.order_by("history_date").values("history_date")[:1]
    return FigureText.objects.exclude(figure__replaced_by=None).annotate(
        key=F("pk"),
        old_code=F("figure__code"),
        withdrawn_at=Subquery(first, output_field=DateTimeField()),
    )


def _number(name, means):
    return Column(name, means, f"figure__{name}", type="number", unit=IN_UNIT)


FIGURES = Kind(
    "published-figures",
    "published-figure",
    _("Published figures"),
    _("Numbers exactly as documents printed them. Nobody can change one."),
    shared.FROM_DOCUMENTS,
    _figures,
    _replaced,
    (
        shared.code("figure__code"),
        Text("label", _("What it counts.")),
        Choice(
            "qualifier",
            _("How exact the document says it is."),
            "figure__qualifier",
            choices=Qualifier,
        ),
        _number("number", _("The number, in its unit; empty for a range.")),
        _number("low", _("The low end of a range.")),
        _number("high", _("The high end of a range.")),
        Column("unit", _("The unit."), "figure__unit", is_empty=False),
        Text("unit_label", _("The unit in words.")),
        Text("base_label", _("Of what it is a share.")),
        Text("period_label", _("The time it speaks of.")),
        listed_words(
            "programmes",
            _("Programmes it belongs to; none: the whole network."),
            FigureText,
            words="programmes",
            labels=Labels(Programme, "name"),
        ),
        shared.document("figure__document__symbol"),
        shared.paragraph("figure__paragraph"),
        shared.to_check(),
        shared.updated(),
    ),
    FigureFilter,
    code="figure__code",
    list_page="knowledge_hubs:figure_list",
    is_download=True,
)
