"""Takes the sample out again, and nothing else."""

from collections import Counter

from django.db import transaction
from django.db.models import ProtectedError, Q

from oneplanet import searching
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
    OrganisationMerge,
    OrganisationName,
    OrganisationRelation,
    ProgrammeRole,
    User,
)
from reporting.models import (
    Activity,
    ActivityMerge,
    ActivityVersion,
    BulkApproval,
    BulkApprovalRow,
    ClassificationDraw,
    Contribution,
    Initiative,
    Participation,
    Placement,
    Question,
    QuestionChoice,
    QuestionSet,
    ReportingAgreement,
    ReportingPeriod,
    ReviewAssignment,
    ReviewEscalation,
    TrustedOrganisation,
    TwinAnswer,
    TwinProfile,
    VersionLink,
)
from reporting.models.files import forget_unused
from reporting.sample.evidence import remove_checks


def clear_sample(*, dry_run=False) -> Counter:
    """Remove every sample row; how many of each kind.

    What real rows name cannot go: such a person is made anonymous, such an
    organisation stays, and both are counted apart.
    """
    removed = Counter()
    with transaction.atomic():
        found = searching.keys_of(*_found())
        _remove_mails(removed)
        _remove_what_was_asked(removed)
        _remove_reviewing(removed)
        _remove_activities(removed)
        _remove_initiatives(removed)
        _remove_editions(removed)
        _remove_periods(removed)
        _remove_roles(removed)
        _remove_organisations(removed)
        _remove_people(removed)
        searching.follow(found)
        transaction.set_rollback(dry_run)
    return removed


def _found():
    """What the search finds of the sample."""
    for model in (Activity, Initiative, Organisation):
        yield from model._base_manager.filter(is_sample=True)


def _remove_mails(removed):
    """To sample people, about sample activities, and of invitations that go.

    A mail's key begins with the kind and the id of what it is about.
    """
    about = {
        (row.MAIL, str(row.pk))
        for model in (Activity, Initiative)
        for row in (*_beneath(model, "history"), *_receipts(model))
    }
    about |= {("invitation", str(row.pk)) for row in _invitations()}
    for rows in _asked():
        kind = rows.model._meta.model_name
        about |= {(kind, str(pk)) for pk in rows.values_list("pk", flat=True)}
    about |= {
        (row.MAIL, str(row.pk)) for row in _of_sample(ReviewEscalation, "_version")
    }
    about |= {("assignment", str(row.pk)) for row in _of_sample(ReviewAssignment)}
    about |= {("organisationmerge", str(row.pk)) for row in _merges()}
    united = ActivityMerge.objects.filter(gone__is_sample=True)
    about |= {(row.MAIL, str(row.pk)) for row in united}
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
    record = Q(activity__is_sample=True) | Q(draft__is_sample=True)
    yield Participation.objects.filter(record | body)
    reporter = Q(reporter__is_sample=True)
    yield ReportingAgreement.objects.filter(body | reporter)


def _remove_what_was_asked(removed):
    for rows in _asked():
        removed["requests"] += _delete(rows)


def _remove_reviewing(removed):
    """Who had sample reports in hand, who was told of them, what was approved with
    others; and what sample people set and did."""
    person = Q(by__is_sample=True) | Q(reviewer__is_sample=True)
    removed["reviews in hand"] = _delete(_of_sample(ReviewAssignment)) + _delete(
        ReviewAssignment.objects.filter(person)
    )
    _delete(_of_sample(ReviewEscalation, "_version"))
    _delete(_of_sample(BulkApprovalRow, "_version"))
    mine = BulkApproval.objects.filter(by__is_sample=True)
    _delete(BulkApprovalRow.objects.filter(approval__in=mine))
    _delete(mine)
    _delete(ClassificationDraw.objects.filter(period__is_sample=True))
    body = Q(organisation__is_sample=True) | Q(set_by__is_sample=True)
    _delete(TrustedOrganisation.objects.filter(body))


def _of_sample(model, end=""):
    """Rows about sample activities, initiatives or versions of them."""
    inner = "__activity" if end else "", "__initiative" if end else ""
    activity = Q(**{f"activity{end}{inner[0]}__is_sample": True})
    initiative = Q(**{f"initiative{end}{inner[1]}__is_sample": True})
    return model.objects.filter(activity | initiative)


def _remove_activities(removed):
    versions = ActivityVersion.objects.filter(activity__is_sample=True)
    stored = set(versions.exclude(files=None).values_list("files__stored", flat=True))
    remove_checks(VersionLink.objects.filter(version__in=versions))
    Placement.objects.filter(version__activity__is_sample=True).delete()
    TwinProfile.objects.filter(version__in=versions).delete()
    either = Q(activity__is_sample=True) | Q(other__is_sample=True)
    TwinAnswer.objects.filter(either).delete()
    ActivityMerge.objects.filter(gone__is_sample=True).delete()  # and so are both
    _remove_reported(Activity, removed)
    forget_unused(stored)


def _remove_initiatives(removed):
    """Those that no real activity is part of."""
    real = ActivityVersion.objects.filter(activity__is_sample=False)
    if named := Initiative.objects.filter(is_sample=True, activity_versions__in=real):
        number = named.distinct().count()
        removed["initiatives that real records name, left"] = number
    _remove_reported(Initiative, removed, but=named)


def _remove_reported(model, removed, but=()):
    """From the leaves to the root, as the seals and foreign keys ask."""
    kept = [row.pk for row in but]
    version = model._meta.get_field("versions").related_model
    versions = _beneath(model, "versions").exclude(**{f"{version.OF}__in": kept})
    of_version = version._meta.model_name
    for name in version.lists:
        through = getattr(version, name).through.objects
        through.filter(**{f"{of_version}__in": versions}).delete()
    for name in (*version.rows, "refused_fields", "receipt", "notes"):
        rows = version._meta.get_field(name).related_model.objects
        rows.filter(version__in=versions).delete()
    for name in ("publications", "history"):
        _beneath(model, name).exclude(**{f"{version.OF}__in": kept}).delete()
    removed["versions"] += versions.delete()[0]
    gone = model.objects.filter(is_sample=True).exclude(pk__in=kept)
    removed["activities" if model is Activity else "initiatives"] = gone.delete()[0]


def _beneath(model, name):
    """The rows under this name of the sample's own activities or initiatives."""
    relation = model._meta.get_field(name)
    rows = relation.related_model.objects
    return rows.filter(**{f"{relation.field.name}__is_sample": True})


def _receipts(model):
    versions = _beneath(model, "versions")
    receipts = versions.model._meta.get_field("receipt").related_model
    return receipts.objects.filter(version__in=versions)


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


def _merges():
    """Of sample organisations, which are merged with each other alone."""
    return OrganisationMerge.objects.filter(
        Q(kept__is_sample=True) | Q(gone__is_sample=True)
    )


def _remove_organisations(removed):
    _delete(_merges())
    Organisation.every.filter(is_sample=True).update(part_of=None)
    for body in Organisation.every.filter(is_sample=True):
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
