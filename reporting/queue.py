"""What waits for review: activities and initiatives in one line, the oldest first; who
has which in hand.
"""

from functools import reduce
from operator import add, or_

from django.db.models import Case, Count, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from oneplanet.text.folding import fold
from programmes.models import Appointment, User, roles_of
from reporting.cards import card, initiative_card, with_places
from reporting.models import (
    Activity,
    ActivityVersion,
    Initiative,
    InitiativeVersion,
    ReviewAssignment,
    ReviewEscalation,
    TranslationRequest,
    TwinAnswer,
    TwinReply,
)
from reporting.models.asking import rows_of
from reporting.queue_filter import QueueFilter, choices_of
from reporting.report_completeness import completeness_of
from reporting.workflow import State

KINDS = {"activity": Activity, "initiative": Initiative}
DECIDED, FOLLOWED = "mine", "all"  # what the person decides on, what they may read
SHOWN = (
    "kind",
    "code",
    "since",
    "version",
    "reviewer",
    "reviewer_name",
    "told",
    "complete",
)
# What was said of a likely twin, the weightiest first.
TWIN_MARKS = (
    _("asks the desk: is it the same as another?"),
    _("the same as another, the desk has found"),
    _("a likely twin is named"),
)
ORDERS = {
    "newest": ["-since"],
    "complete": ["-complete"],
    "incomplete": ["complete"],
}


class Line:
    """What waits, as one person sees it: what they decide on or, where they decide on
    nothing or ask for all, what they follow; narrowed by what an address asks.
    """

    def __init__(self, user, data):
        roles = roles_of(user)
        self.user, self.decides = user, roles.is_reviewer
        self.follows = bool(roles.leads or roles.is_staff)
        asks_all = data.get("show") == FOLLOWED and self.follows
        self.shows_all = asks_all or not self.decides
        self.waiting = {
            kind: lined_up(kind, _waiting(kind, user, decides=not self.shows_all))
            for kind in KINDS
        }
        self.loads = loads(self.waiting.values())
        choices = choices_of(user, self.waiting.values(), self.loads)
        self.filters = [
            QueueFilter(data, rows, user=user, choices=choices)
            for rows in self.waiting.values()
        ]

    @property
    def form(self):
        """How it is narrowed. A choice nobody has is not asked."""
        form = self.filters[0].form
        if not (self.decides and self.follows):
            form.fields.pop("show", None)
        form.is_valid()
        return form

    @property
    def chosen_count(self) -> int:
        """By how many choices it is narrowed; its order is none."""
        return sum(1 for n, v in self.form.cleaned_data.items() if v and n != "order")

    @property
    def order(self) -> str:
        """One of ORDERS; "" is the oldest first."""
        return self.form.cleaned_data.get("order") or ""

    def rows(self):
        """Rows of SHOWN, by ORDERS or the one first that has waited longest."""
        first, second = (narrowed.qs.values(*SHOWN) for narrowed in self.filters)
        order = [*ORDERS.get(self.order, ()), "since", "kind", "code"]
        return first.union(second, all=True).order_by(*order)


def lined_up(kind, rows):
    """Each knows its ``kind``, the ``version`` under review, ``since`` when, who has it
    in hand (``reviewer``, ``reviewer_name``), who was ``told`` last of silence, and how
    ``complete`` the version is, in per cent."""
    model = KINDS[kind]
    sealed = rows_of(model, "versions", sealed_at__isnull=False)
    newest = sealed.order_by("-number")
    versions = model._meta.get_field("versions").related_model
    told = rows_of(versions, "escalations", outer="version").order_by("-at", "-pk")
    rows = with_holder(rows).annotate(
        kind=Value(kind),
        since=Subquery(newest.values("sealed_at")[:1]),
        version=Subquery(newest.values("pk")[:1]),
    )
    return rows.annotate(
        told=Subquery(told.values("level")[:1]),
        complete=completeness_of(versions, "version"),
    )


def with_holder(rows):
    """Each knows who has its review in hand: ``reviewer`` and ``reviewer_name``. Who
    may not decide on it any more has nothing in hand."""
    held = rows_of(rows.model, "assignments").held()
    return rows.annotate(
        reviewer=Subquery(held.values("reviewer")[:1]),
        reviewer_name=Subquery(held.values("reviewer__name")[:1]),
    )


def loads(waiting) -> list[dict]:
    """Rows of reviewer, reviewer__name, number and oldest: how many of these each
    reviewer has in hand, and since when the one waits that has waited longest. Those
    with the oldest first. One query."""
    mine, since = [], []
    for rows in waiting:
        kind = rows.model._meta.model_name
        mine.append(Q(**{f"{kind}__in": rows.values("pk")}))
        versions = rows.model._meta.get_field("versions").related_model.objects
        sealed = versions.filter(**{kind: OuterRef(kind)}, sealed_at__isnull=False)
        since.append(Subquery(sealed.order_by("-number").values("sealed_at")[:1]))
    held = ReviewAssignment.objects.held().filter(reduce(or_, mine))
    held = held.annotate(since=Coalesce(*since)).order_by()
    by_reviewer = held.values("reviewer", "reviewer__name")
    counted = by_reviewer.annotate(number=Count("pk"), oldest=Min("since"))
    return list(counted.order_by("oldest", "reviewer"))


def colleagues(user):
    """Who else decides where the person does: of their desks, or the secretariat."""
    roles, role = roles_of(user), Appointment.Role
    fellows = Q(role=role.DESK, programme__in=roles.desks)
    if roles.is_secretariat:
        fellows |= Q(role=role.SECRETARIAT)
    held = Appointment.objects.current().filter(fellows)
    people = User.objects.active().filter(pk__in=held.values("user"))
    return sorted(people.exclude(pk=user.pk), key=lambda one: (fold(one.name), one.pk))


def next_for(user) -> dict | None:
    """What has waited longest for the person's review (url, since), and the ``number``
    of all that wait. One query."""
    if not roles_of(user).is_reviewer:
        return None
    return _first_of({kind: _waiting(kind, user, decides=True) for kind in KINDS})


def brought_to(user):
    """Rows of SHOWN and ``escalated_at``: what nobody has answered, and the person was
    told so, the one first that has waited longest."""
    lines = (
        lined_up(kind, rows).values(*SHOWN, "escalated_at")
        for kind, rows in _escalated(user).items()
    )
    return reduce(_and_then, lines).order_by("since", "kind", "code")


def first_brought_to(user) -> dict | None:
    """Of these as next_for() says of what waits for the person's review. One query,
    none for whom nobody tells."""
    if not roles_of(user).hears_of_silence:
        return None
    return _first_of(_escalated(user))


def _escalated(user) -> dict:
    return {
        kind: model.objects.escalated_to(user).order_by()
        for kind, model in KINDS.items()
    }


def _and_then(first, second):
    return first.union(second, all=True)


def _first_of(waiting) -> dict | None:
    counts = [Coalesce(Subquery(_count(rows)), 0) for rows in waiting.values()]
    number, asked = reduce(add, counts), ("kind", "code", "since", "number")
    lines = (
        lined_up(kind, rows).annotate(number=number).values(*asked)
        for kind, rows in waiting.items()
    )
    line = reduce(_and_then, lines).order_by("since", "kind", "code")
    if (found := line.first()) is None:
        return None
    url = reverse(f"reporting:{found['kind']}_review", args=[found["code"]])
    return {"url": url, "since": found["since"], "number": found["number"]}


def _waiting(kind, user, decides):
    rows = KINDS[kind].objects
    if decides:
        return rows.awaiting_review_by(user).order_by()
    return rows.read_by_reviewers(user).filter(state=State.SUBMITTED).order_by()


def _count(waiting):
    return waiting.values(one=Value(1)).annotate(number=Count("pk")).values("number")


def cards_of(rows) -> list[dict]:
    """Each of these rows with its ``card`` and the ``key`` by which a form names it;
    ``told`` in words, the languages it is ``wanted`` in, and in the card what was
    said of a likely ``twin``. Three queries at most."""
    drawn = {
        kind: _cards(kind, [row["version"] for row in rows if row["kind"] == kind])
        for kind in KINDS
    }
    wanted = wanted_in(row["version"] for row in rows if row["kind"] == "activity")
    return [
        row
        | {
            "card": drawn[row["kind"]][row["version"]],
            "key": f"{row['kind']}:{row['code']}:{row['version']}",
            "wanted": wanted.get((row["kind"], row["version"]), ()),
            "told": dict(ReviewEscalation.Level.choices).get(row.get("told")),
        }
        for row in rows
    ]


def wanted_in(versions) -> dict[tuple[str, int], list[str]]:
    """("activity", version) → the languages in which its reviewers ask for it. One
    query, none where there is no version."""
    found, asked = {}, TranslationRequest.objects.open()
    rows = asked.filter(version__in=list(versions))
    for version, language in rows.values_list("version", "language"):
        found.setdefault(("activity", version), []).append(language)
    return found


def with_twins_said(versions):
    """Each knows as ``twin`` what its reviewers are to know of likely twins, of those
    that the desk has not kept apart: the place in TWIN_MARKS, or None."""
    asked, same = Q(choice=TwinAnswer.Choice.DESK, found=None), TwinReply.Finding.SAME
    rows = TwinAnswer.objects.not_parted().filter(activity=OuterRef("activity"))
    place = Case(When(asked, then=0), When(found=same, then=1), default=2)
    rows = rows.annotate(place=place).order_by("place")
    return versions.annotate(twin=Subquery(rows.values("place")[:1]))


def _cards(kind, ids) -> dict:
    if kind == "activity":
        draw, versions = card, with_twins_said(ActivityVersion.objects.for_cards())
    else:
        draw, versions = initiative_card, InitiativeVersion.objects.for_cards()
    address = f"reporting:{kind}_review"
    found = with_places(versions).in_bulk(ids) if ids else {}
    return {
        pk: draw(version, address=address) | {"twin": _twin_mark(version)}
        for pk, version in found.items()
    }


def _twin_mark(version) -> str:
    place = getattr(version, "twin", None)
    return "" if place is None else TWIN_MARKS[place]
