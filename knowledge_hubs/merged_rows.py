"""What names an organisation, and what becomes of it when that is merged into another:
one list of every column, in the order in which rows are written.

What is going on moves. What is sealed or over stays where it was, and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils import timezone

from knowledge_hubs.models import (
    ArticleParty,
    Award,
    CampaignParty,
    CaseStudyParty,
    EventParty,
    ProductLabelParty,
    Proposal,
    RecommendationParty,
    RecommendationStep,
    ResourceParty,
)
from oneplanet.merges import Merging, rows_of
from oneplanet.text import dates
from programmes.models import (
    Application,
    CoalitionParty,
    CustodianRole,
    Invitation,
    JoiningRequest,
    Membership,
    Organisation,
    OrganisationMerge,
    OrganisationName,
    OrganisationRelation,
    Outcome,
    ProgrammeRole,
    WorkingGroupMember,
)
from reporting.models import (
    Activity,
    ActivityVersion,
    DeadLinkNotice,
    Initiative,
    InitiativeVersion,
    MergePartner,
    Participation,
    ReportingAgreement,
    SheetDownload,
    SheetUpload,
    TrustedOrganisation,
    VersionPartner,
)

Owners = InitiativeVersion.owners.through
OPEN = Q(until=None)
DRAFT = Q(sealed_at=None)
TAKING_PART = Q(outcome__in=["", Participation.Outcome.TAKEN], ended_at=None)


@dataclass(frozen=True)
class Pair:
    """The two organisations, and who makes one of them."""

    kept: Organisation
    gone: Organisation
    merging: Merging


# --- What is done with a row that the kept one has already ----------------------------


def put_away(pair, row, _twin):
    pair.merging.put_away(row)


def keep_the_stronger(pair, row, twin):
    """Of two memberships one goes on, with the role that lets more."""
    if row.role == Membership.Role.ADMIN:
        pair.merging.change(twin, role=row.role)
    pair.merging.change(row, until=timezone.now())


def withdraw(pair, row, twin):
    """Of two invitations to one address one goes on, to the role that lets more."""
    if row.role == Membership.Role.ADMIN:
        pair.merging.change(twin, role=row.role)
    pair.merging.change(row, withdrawn_at=timezone.now())


def close(pair, row, _twin):
    """Of two requests of one person one goes on waiting."""
    now = timezone.now()
    pair.merging.change(row, outcome=Outcome.WITHDRAWN, decided_at=now)


def end(pair, row, _twin=None):
    now, by = timezone.now(), pair.merging.by
    pair.merging.change(row, ended_at=now, ended_by_id=by.pk)


def keep_who_takes_part(pair, row, twin):
    """Of two parts in one record one goes on: that which is taken in already."""
    if row.is_joined and twin.is_waiting:
        leave(pair, twin)
        pair.merging.change(row, organisation_id=pair.kept.pk)
    else:
        leave(pair, row)


def leave(pair, row):
    """Take back what was asked, or end the part in a record."""
    if not row.is_waiting:
        end(pair, row)
        return
    now, by = timezone.now(), pair.merging.by
    taken_back = Participation.Outcome.TAKEN_BACK
    pair.merging.change(row, outcome=taken_back, decided_at=now, decided_by_id=by.pk)


# --- The list -------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """A column whose rows move: those that are ``going_on``. One that the kept one has
    already, the same in all columns of ``same``, is settled otherwise."""

    model: type[models.Model]
    field: str
    going_on: Q = Q()
    same: tuple[str, ...] = ()
    settle: Callable = put_away
    is_twin: Q = Q()  # of those going on, which alone can be the same

    def of(self, organisation) -> models.QuerySet:
        named = Q(**{self.field: organisation})
        return rows_of(self.model).filter(named, self.going_on).order_by("pk")

    def twins(self, pair) -> dict:
        """Row of the gone one → the same of the kept one. Two queries."""
        if not self.same:
            return {}
        theirs = self.of(pair.kept).filter(self.is_twin)
        known = {self._key(row): row for row in theirs}
        mine = self.of(pair.gone).filter(self.is_twin)
        pairs = ((row.pk, known.get(self._key(row))) for row in mine)
        return {pk: twin for pk, twin in pairs if twin is not None}

    def _key(self, row):
        return tuple(getattr(row, name) for name in self.same)


@dataclass(frozen=True)
class Stays:
    """A column whose rows go on naming the gone one; ``why`` is for who reads this."""

    model: type[models.Model]
    field: str
    why: str


def _party(model, record):
    return Moved(model, "organisation", same=(f"{record}_id", "role"))


def agreements_going_on() -> Q:
    lasting = Q(until_on=None) | Q(until_on__gte=dates.today())
    return Q(ended_at=None) & lasting


MOVED = (
    Moved(
        Membership,
        "organisation",
        OPEN,
        same=("user_id",),
        settle=keep_the_stronger,
    ),
    Moved(
        Invitation,
        "organisation",
        Q(accepted_at=None, withdrawn_at=None),
        same=("email",),
        settle=withdraw,
    ),
    Moved(
        JoiningRequest,
        "organisation",
        Q(decided_at=None),
        same=("email",),
        settle=close,
        is_twin=Q(confirmed_at__isnull=False),
    ),
    Moved(
        ProgrammeRole,
        "organisation",
        same=("programme_id", "role"),
        is_twin=OPEN,
    ),
    Moved(OrganisationRelation, "organisation"),
    Moved(CustodianRole, "organisation", same=("indicator_id", "part_id", "role")),
    Moved(Organisation, "part_of"),
    Moved(OrganisationMerge, "kept", Q(undone_at=None)),
    _party(CoalitionParty, "coalition"),
    _party(WorkingGroupMember, "working_group"),
    _party(ResourceParty, "resource"),
    _party(CampaignParty, "campaign"),
    _party(EventParty, "event"),
    _party(ArticleParty, "article"),
    _party(CaseStudyParty, "case_study"),
    _party(RecommendationParty, "recommendation"),
    _party(ProductLabelParty, "label"),
    Moved(RecommendationStep, "organisation"),
    Moved(Award, "organisation"),
    Moved(Proposal, "organisation"),
    Moved(Activity, "organisation"),
    Moved(Activity, "reporter"),
    Moved(Initiative, "organisation"),
    Moved(ActivityVersion, "reported_by", DRAFT),
    Moved(ActivityVersion, "on_behalf_of", DRAFT),
    Moved(InitiativeVersion, "reported_by", DRAFT),
    Moved(
        VersionPartner,
        "organisation",
        Q(version__sealed_at=None),
        same=("version_id", "role"),
    ),
    Moved(
        Owners,
        "organisation",
        Q(initiativeversion__sealed_at=None),
        same=("initiativeversion_id",),
    ),
    Moved(
        Participation,
        "organisation",
        TAKING_PART,
        same=("activity_id",),
        settle=keep_who_takes_part,
    ),
    Moved(
        MergePartner,
        "organisation",
        Q(merge__undone_at=None),
        same=("merge_id",),
    ),
    Moved(DeadLinkNotice, "organisation", same=("check_of_id",)),
    Moved(SheetDownload, "organisation"),
    Moved(SheetUpload, "organisation"),
)
# Agreements and trust are somebody's word about one organisation: what two of them
# gave each other ends, and so does trust; other agreements move.
AGREED = (
    Moved(ReportingAgreement, "organisation"),
    Moved(ReportingAgreement, "reporter"),
)
TRUSTED = Moved(TrustedOrganisation, "organisation", Q(ended_at=None))
STAYS = (
    Stays(Application, "organisation", "by which it came into the network"),
    Stays(OrganisationName, "organisation", "its own names; the kept one has copies"),
    Stays(OrganisationMerge, "gone", "says what was merged"),
)
