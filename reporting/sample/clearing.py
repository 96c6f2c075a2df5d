"""Takes the sample out again, and nothing else."""

from collections import Counter

from django.db import transaction
from django.db.models import ProtectedError, Q

from oneplanet.inbox import InboxMessage
from oneplanet.outbox import OutgoingMail
from programmes.leaving import make_anonymous
from programmes.models import (
    Application,
    Appointment,
    Invitation,
    JoiningRequest,
    Membership,
    Organisation,
    OrganisationName,
    OrganisationRelation,
    ProgrammeRole,
    User,
)
from reporting.models import (
    Activity,
    ActivityVersion,
    Contribution,
    HistoryEntry,
    Placement,
    Publication,
    Question,
    QuestionChoice,
    QuestionSet,
    RefusedField,
    ReportingAgreement,
    ReportingPeriod,
    SubmissionReceipt,
)
from reporting.models.files import forget_unused
from reporting.models.version import LISTS, ROWS


def clear_sample(*, dry_run=False) -> Counter:
    """Remove every sample row; how many of each kind.

    What real rows name cannot go: such a person is made anonymous, such an
    organisation stays, and both are counted apart.
    """
    removed = Counter()
    with transaction.atomic():
        _remove_mails(removed)
        _remove_what_was_asked(removed)
        _remove_activities(removed)
        _remove_editions(removed)
        _remove_periods(removed)
        _remove_roles(removed)
        _remove_organisations(removed)
        _remove_people(removed)
        transaction.set_rollback(dry_run)
    return removed


def _remove_mails(removed):
    """To sample people, about sample activities, and of invitations that go.

    A mail's key begins with the kind and the id of what it is about.
    """
    entries = HistoryEntry.objects.filter(activity__is_sample=True)
    about = {("step", str(pk)) for pk in entries.values_list("pk", flat=True)}
    about |= {("receipt", str(row.pk)) for row in _receipts()}
    about |= {("invitation", str(row.pk)) for row in _invitations()}
    for rows in _asked():
        kind = rows.model._meta.model_name
        about |= {(kind, str(pk)) for pk in rows.values_list("pk", flat=True)}
    people = User.objects.filter(is_sample=True)
    mails = Q(to__in=people.values("email")) | Q(pk__in=_told(OutgoingMail, about))
    removed["mails"] = _delete(OutgoingMail.objects.filter(mails))
    rows = Q(reader__in=people) | Q(pk__in=_told(InboxMessage, about))
    removed["messages"] = _delete(InboxMessage.objects.filter(rows))


def _told(model, about) -> list:
    keys = model.objects.values_list("pk", "key").iterator()
    return [pk for pk, key in keys if tuple(key.split("-")[:2]) in about]


def _asked():
    """Requests, applications, links and agreements of the sample."""
    person = Q(user__is_sample=True)
    yield JoiningRequest.objects.filter(person | Q(organisation__is_sample=True))
    body = Q(organisation__is_sample=True)
    yield Application.objects.filter(Q(is_sample=True) | body)
    yield Contribution.objects.filter(activity__is_sample=True)
    reporter = Q(reporter__is_sample=True)
    yield ReportingAgreement.objects.filter(body | reporter)


def _remove_what_was_asked(removed):
    for rows in _asked():
        removed["requests"] += _delete(rows)


def _remove_activities(removed):
    """From the leaves to the root, as the seals and foreign keys ask."""
    mine = Q(activity__is_sample=True)
    versions = ActivityVersion.objects.filter(mine)
    stored = set(versions.exclude(files=None).values_list("files__stored", flat=True))
    for name in LISTS:
        through = getattr(ActivityVersion, name).through
        through.objects.filter(activityversion__activity__is_sample=True).delete()
    rows = [getattr(ActivityVersion, name).rel.related_model for name in ROWS]
    for model in (*rows, RefusedField):
        model.objects.filter(version__activity__is_sample=True).delete()
    for model in (Publication, HistoryEntry):
        model.objects.filter(mine).delete()
    Placement.objects.filter(version__activity__is_sample=True).delete()
    _receipts().delete()
    removed["versions"] = versions.delete()[0]
    forget_unused(stored)
    removed["activities"] = Activity.objects.filter(is_sample=True).delete()[0]


def _receipts():
    return SubmissionReceipt.objects.filter(version__activity__is_sample=True)


def _remove_editions(removed):
    """With their questions, but for those that real drafts have."""
    for edition in QuestionSet.objects.filter(is_sample=True):
        mine = Question.objects.filter(question_set=edition)
        try:
            with transaction.atomic():
                _delete(QuestionChoice.objects.filter(question__in=mine))
                for question in mine.order_by("-order"):
                    _delete(mine.filter(pk=question.pk))
                _delete(QuestionSet.objects.filter(pk=edition.pk))
            removed["editions of questions"] += 1
        except ProtectedError:
            removed["editions of questions that real records name, left"] += 1


def _remove_periods(removed):
    for period in ReportingPeriod.objects.filter(is_sample=True):
        if _can_go(period):
            removed["periods"] += 1
        else:
            removed["periods that real records name, left"] += 1


def _remove_roles(removed):
    """What sample people were, and what anybody was in sample organisations."""
    person, body = Q(user__is_sample=True), Q(organisation__is_sample=True)
    removed["invitations"] = _delete(_invitations())
    removed["memberships"] = _delete(Membership.objects.filter(person | body))
    removed["appointments"] = _delete(Appointment.objects.filter(person))
    for model in (ProgrammeRole, OrganisationRelation, OrganisationName):
        _delete(model.objects.filter(body))


def _invitations():
    """To or from the sample, but for those real people have accepted elsewhere."""
    return Invitation.objects.filter(
        Q(organisation__is_sample=True)
        | Q(accepted_by__is_sample=True)
        | Q(invited_by__is_sample=True, accepted_at=None)
    )


def _remove_organisations(removed):
    Organisation.objects.filter(is_sample=True).update(part_of=None)
    for body in Organisation.objects.filter(is_sample=True):
        if _can_go(body):
            removed["organisations"] += 1
        else:
            removed["organisations that real records name, left"] += 1


def _remove_people(removed):
    for user in User.objects.filter(is_sample=True):
        if _can_go(user):
            removed["people"] += 1
        else:
            make_anonymous(by=None, user=user)
            User.objects.filter(pk=user.pk).update(is_sample=False)
            removed["people whom real records name, made anonymous"] += 1


def _can_go(row) -> bool:
    """Delete it with its past, unless a row elsewhere keeps it."""
    try:
        _delete(type(row).objects.filter(pk=row.pk))
    except ProtectedError:
        return False
    return True


def _delete(rows) -> int:
    """Delete rows and what the admin remembers of them; how many rows."""
    ids = list(rows.values_list("pk", flat=True))
    rows.filter(pk__in=ids).delete()
    if hasattr(rows.model, "history"):
        rows.model.history.filter(id__in=ids).delete()
    return len(ids)
