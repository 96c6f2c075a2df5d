"""Published figures as pages show them, and the ones the home page opens with."""

from programmes.models import FigureText

HOME = ("PF-6-1", "PF-5-1", "PF-10-1", "PF-14-1")


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
