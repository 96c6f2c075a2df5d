"""What happened to a record that was no step of its own, for its history: who was told
that nobody answers."""

from django.db.models import F

from reporting.life import Aside
from reporting.models import ReviewEscalation


def asides_of(reported) -> list[Aside]:
    """Of one that knows ``is_escalated``. One query where it was."""
    return _escalations(reported) if reported.is_escalated else []


def _escalations(reported) -> list[Aside]:
    kind = reported.kind
    rows = ReviewEscalation.objects.filter(**{f"{kind}_version__{kind}": reported})
    numbered = rows.annotate(number=F(f"{kind}_version__number"))
    return [
        Aside(row.what, row.at, level=row.level, number=row.number) for row in numbered
    ]
