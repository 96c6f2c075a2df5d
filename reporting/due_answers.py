"""What waits for an answer of one person: reviews, submissions nobody
answers, second looks, invitations, requests, applications.

Part of what is due (reporting/due.py).
"""

from django.db.models import Count, Min
from django.urls import reverse

from oneplanet.text.dates import day_of
from programmes.models import Application, Invitation, JoiningRequest, roles_of
from reporting.disagreements import to_discuss
from reporting.discussing import OPEN
from reporting.due_row import MOST, Due, Kind, Urgency, first_of_each
from reporting.models import (
    Activity,
    BlindClassification,
    Participation,
    TranslationRequest,
)
from reporting.queue import first_brought_to, next_for


def to_answer(user):
    """Rows of everything that waits for this person's answer."""
    if roles_of(user).is_reviewer:
        yield from _to_review(user)
        yield from _to_classify(user)
        yield from _to_discuss(user)
        yield from _to_translate(user)
    yield from _to_see_to(user)
    yield from _invitations(user)
    yield from _asked(user)
    yield from _taking_part(user)
    yield from _applications(user)


def _to_review(user):
    """One row for all of them; ``since`` is the day of the oldest."""
    yield from _in_the_queue(Kind.REVIEW, next_for(user))


def _to_see_to(user):
    """One row for all that nobody has answered; ``since`` is the day of the oldest."""
    yield from _in_the_queue(Kind.ESCALATED, first_brought_to(user), at="#brought")


def _in_the_queue(kind, found, at=""):
    if found:
        yield Due(
            kind,
            Urgency.WAITING,
            reverse("reporting:review_queue") + at,
            since=day_of(found["since"]),
            count=found["number"],
        )


def _to_classify(user):
    """One row for all of them, which says nothing of any; ``since`` is the day of the
    oldest draw."""
    mine = BlindClassification.objects.of(user).waiting()
    found = mine.aggregate(count=Count("pk"), oldest=Min("drawn__draw__at"))
    if found["count"]:
        yield Due(
            Kind.CLASSIFY,
            Urgency.WAITING,
            reverse("reporting:classification_list"),
            since=day_of(found["oldest"]),
            count=found["count"],
        )


def _to_discuss(user):
    """One row for all of them; ``since`` is the day on which the oldest draw was done.
    It leads to its period where there is but one."""
    if not (found := to_discuss(user)):
        return
    address = reverse("reporting:classification_list")
    if len(found) == 1:
        (draw,) = found
        page = "reporting:classification_disagreements"
        address = f"{reverse(page, args=[draw.period.year])}?show={OPEN}"
    yield Due(
        Kind.DIFFER,
        Urgency.WAITING,
        address,
        since=day_of(min(draw.last_given_at for draw in found)),
        count=sum(found.values()),
    )


def _to_translate(user):
    rows = TranslationRequest.objects.visible_to(user).open().under_review()
    named = rows.asked_of(user).select_related("version__activity__programme")
    for row in named.select_related("asked_by").order_by("asked_at", "pk")[:MOST]:
        version, activity = row.version, row.version.activity
        yield Due(
            Kind.TRANSLATE,
            Urgency.WAITING,
            reverse("reporting:activity_translate", args=[activity.code, row.language]),
            what=version.title,
            what_language=version.language,
            who=str(row.asked_by),
            into=row.language,
            programme=activity.programme.code if activity.programme else "NET",
            since=day_of(row.asked_at),
        )


def _invitations(user):
    """Those sent to the person, and those they made, which they may send again or
    withdraw."""
    rows = Invitation.objects.concerning(user)
    rows = first_of_each(rows, "is_own", "expires_at", "pk")
    named = ("organisation", "programme", "country", "invited_by")
    for row in rows.select_related(*named):
        if not row.is_own and row.is_open:
            kind, urgency = Kind.INVITED, Urgency.WAITING
            yield Due(kind, urgency, row.get_accept_url(), **_of_invitation(row))
        elif row.is_own and roles_of(user).may_promise(row):
            given = _of_invitation(row) | {"what": row.email, "what_language": ""}
            yield Due(Kind.INVITATION, Urgency.LATER, _made(row), **given)


def _made(row) -> str:
    """Where who made it sends it again or withdraws it."""
    if row.organisation:
        return reverse("programmes:people", args=[row.organisation.code])
    return reverse("admin:programmes_invitation_changelist")


def _asked(user):
    rows = JoiningRequest.objects.answered_by(user).select_related("organisation")
    for row in rows.order_by("confirmed_at", "pk")[:MOST]:
        body = row.organisation
        yield Due(
            Kind.ASKED,
            Urgency.WAITING,
            reverse("programmes:joining_answer", args=[body.code, row.pk]),
            what=body.name,
            what_language=body.name_language,
            who=str(row),
            since=day_of(row.confirmed_at),
        )


def _taking_part(user):
    """Organisations that ask to take part in a record the person writes."""
    if not roles_of(user).organisations:
        return
    mine = Activity.objects.written_by(user).values("pk")
    rows = Participation.objects.waiting().filter(activity__in=mine).with_record()
    for row in rows.order_by("asked_at", "pk")[:MOST]:
        programme = row.activity.programme
        yield Due(
            Kind.TAKING_PART,
            Urgency.WAITING,
            row.get_absolute_url(),
            what=row.title or row.activity.code,
            what_language=row.language or "",
            who=str(row.organisation),
            programme=programme.code if programme else "NET",
            since=day_of(row.asked_at),
        )


def _applications(user):
    """One row for all of them; ``since`` is the day of the oldest."""
    if not roles_of(user).is_staff:
        return
    waiting = Application.objects.waiting()
    found = waiting.aggregate(count=Count("pk"), oldest=Min("confirmed_at"))
    if found["count"]:
        address = reverse("admin:programmes_application_changelist")
        yield Due(
            Kind.APPLICATIONS,
            Urgency.WAITING,
            f"{address}?answer=waiting",
            since=day_of(found["oldest"]),
            count=found["count"],
        )


def _of_invitation(row) -> dict:
    """Named by what it promises; ``since`` is the day of its latest mail."""
    body = row.organisation
    return {
        "what": body.name if body else row.in_words,
        "what_language": body.name_language if body else "",
        "organisation": body.name if body else row.in_words,
        "organisation_language": body.name_language if body else "",
        "since": day_of(row.sent_at),
        "until": day_of(row.expires_at),
        "has_expired": row.has_expired,
    }
