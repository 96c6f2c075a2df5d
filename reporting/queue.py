"""What waits for review: activities and initiatives in one line, the oldest first."""

from functools import reduce
from operator import add

from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from programmes.models import roles_of
from reporting.cards import card, initiative_card, with_places
from reporting.models import Activity, ActivityVersion, Initiative, InitiativeVersion
from reporting.models.asking import rows_of
from reporting.workflow import State

KINDS = {"activity": Activity, "initiative": Initiative}


def waiting_for(user):
    """Rows of kind, code, since and version: what the person may review; for those who
    only follow, what their programmes, or all, have under review."""
    decides = roles_of(user).is_reviewer
    return _in_line(_rows(kind, _waiting(kind, user, decides)) for kind in KINDS)


def next_for(user) -> dict | None:
    """What has waited longest for the person's review (url, since), and the ``number``
    of all that wait. One query."""
    if not roles_of(user).is_reviewer:
        return None
    waiting = {kind: _waiting(kind, user, decides=True) for kind in KINDS}
    counts = [Coalesce(Subquery(_count(rows)), 0) for rows in waiting.values()]
    number = reduce(add, counts)
    rows = _in_line(
        _rows(kind, rows).annotate(number=number) for kind, rows in waiting.items()
    )
    if (first := rows.first()) is None:
        return None
    url = reverse(f"reporting:{first['kind']}_review", args=[first["code"]])
    return {"url": url, "since": first["since"], "number": first["number"]}


def _waiting(kind, user, decides):
    rows = KINDS[kind].objects
    if decides:
        return rows.awaiting_review_by(user).order_by()
    return rows.read_by_reviewers(user).filter(state=State.SUBMITTED).order_by()


def _rows(kind, waiting):
    sealed = rows_of(KINDS[kind], "versions", sealed_at__isnull=False)
    newest = sealed.order_by("-number")
    return waiting.annotate(
        kind=Value(kind),
        since=Subquery(newest.values("sealed_at")[:1]),
        version=Subquery(newest.values("pk")[:1]),
    ).values("kind", "code", "since", "version")


def _count(waiting):
    return waiting.values(one=Value(1)).annotate(number=Count("pk")).values("number")


def _in_line(rows):
    first, second = rows
    return first.union(second, all=True).order_by("since", "kind", "code")


def cards_of(rows) -> list[dict]:
    """The card and the moment of each of these rows. Two queries at most."""
    drawn = {
        kind: _cards(kind, [row["version"] for row in rows if row["kind"] == kind])
        for kind in KINDS
    }
    return [
        {"card": drawn[row["kind"]][row["version"]], "since": row["since"]}
        for row in rows
    ]


def _cards(kind, ids) -> dict:
    if kind == "activity":
        draw, versions = card, ActivityVersion.objects.for_cards()
    else:
        draw, versions = initiative_card, InitiativeVersion.objects.for_cards()
    address = f"reporting:{kind}_review"
    found = with_places(versions).in_bulk(ids) if ids else {}
    return {pk: draw(version, address=address) for pk, version in found.items()}
