from programmes.models.applications import Application, ApplicationName
from programmes.models.asked import Outcome
from programmes.models.board import BoardMember
from programmes.models.contacts import ContactAddress
from programmes.models.invitations import Invitation, InvitationClosed
from programmes.models.joining import JoiningRequest
from programmes.models.merging import OrganisationMerge, last_merge_of
from programmes.models.network import (
    OrganisationRelation,
    Programme,
    ProgrammeRole,
)
from programmes.models.organisations import Organisation, OrganisationName
from programmes.models.people import User
from programmes.models.places import Country, Region, ReportingRegionRule
from programmes.models.records import (
    Coalition,
    CoalitionParty,
    Party,
    Record,
    WorkingGroup,
    WorkingGroupMember,
)
from programmes.models.roles import (
    Appointment,
    Membership,
    Roles,
    duties_of,
    roles_of,
)
from programmes.models.sdg import (
    CustodianRole,
    IndicatorName,
    IndicatorPart,
    IndicatorTier,
    SdgIndicator,
    SdgTarget,
)
from programmes.models.sdg_reporting import ReportingRoute
from programmes.models.sources import FigureText, PublishedFigure, SourceDocument
from programmes.models.vocabulary import ActivityType, Basis, Stage, Term, Vocabulary

__all__ = [
    "ActivityType",
    "Application",
    "ApplicationName",
    "Appointment",
    "Basis",
    "BoardMember",
    "Coalition",
    "CoalitionParty",
    "ContactAddress",
    "Country",
    "CustodianRole",
    "FigureText",
    "IndicatorName",
    "IndicatorPart",
    "IndicatorTier",
    "Invitation",
    "InvitationClosed",
    "JoiningRequest",
    "Membership",
    "Organisation",
    "OrganisationMerge",
    "OrganisationName",
    "OrganisationRelation",
    "Outcome",
    "Party",
    "Programme",
    "ProgrammeRole",
    "PublishedFigure",
    "Record",
    "Region",
    "ReportingRegionRule",
    "ReportingRoute",
    "Roles",
    "SdgIndicator",
    "SdgTarget",
    "SourceDocument",
    "Stage",
    "Term",
    "User",
    "Vocabulary",
    "WorkingGroup",
    "WorkingGroupMember",
    "duties_of",
    "last_merge_of",
    "roles_of",
]
