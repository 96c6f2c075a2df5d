"""What happened to a record that was no step of its own, for its history: who was told
that nobody answers, what was merged into it and taken out again."""

from django.db.models import F
from django.utils.translation import gettext as _

from reporting.life import Aside
from reporting.models import ActivityMerge, ReviewEscalation


def asides_of(reported, *, inside) -> list[Aside]:
    """Of one that knows ``is_escalated`` and, an activity, ``had_merges``; ``inside``
    for those who review or follow. A query for each of the two."""
    found = _escalations(reported) if reported.is_escalated else []
    if reported.kind == "activity" and reported.had_merges:
        found += _merges(reported, inside)
    return found


def _escalations(reported) -> list[Aside]:
    kind = reported.kind
    rows = ReviewEscalation.objects.filter(**{f"{kind}_version__{kind}": reported})
    numbered = rows.annotate(number=F(f"{kind}_version__number"))
    return [
        Aside(row.what, row.at, level=row.level, number=row.number) for row in numbered
    ]


def _merges(activity, inside) -> list[Aside]:
    """To its authors a record that was never public has no code."""
    found = []
    rows = ActivityMerge.objects.filter(kept=activity)
    for row in rows.select_related("gone", "by", "undone_by"):
        code = row.gone.code if inside or row.was_public else ""
        what = _("Another record was merged into this one")
        found.append(Aside(what, row.at, who=row.by, code=code, comment=row.reason))
        if row.undone_at:
            given = {"who": row.undone_by, "code": code, "comment": row.undone_reason}
            what = _("The merge with another record was undone")
            found.append(Aside(what, row.undone_at, **given))
    return found
