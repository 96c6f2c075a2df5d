from reporting.models.activity import Activity, Publication
from reporting.models.files import StoredFile
from reporting.models.history import HistoryEntry
from reporting.models.initiative import (
    Initiative,
    InitiativeEntry,
    InitiativePublication,
    InitiativeReceipt,
    InitiativeRefusedField,
    InitiativeVersion,
)
from reporting.models.period import Placement, ReportingPeriod
from reporting.models.policy import PolicyInstrument
from reporting.models.receipt import SubmissionReceipt
from reporting.models.reported import NotReady
from reporting.models.version import (
    ActivityVersion,
    Quantity,
    RefusedField,
    VersionFile,
    VersionLink,
    VersionPartner,
)

__all__ = [
    "Activity",
    "ActivityVersion",
    "HistoryEntry",
    "Initiative",
    "InitiativeEntry",
    "InitiativePublication",
    "InitiativeReceipt",
    "InitiativeRefusedField",
    "InitiativeVersion",
    "NotReady",
    "Placement",
    "PolicyInstrument",
    "Publication",
    "Quantity",
    "RefusedField",
    "ReportingPeriod",
    "StoredFile",
    "SubmissionReceipt",
    "VersionFile",
    "VersionLink",
    "VersionPartner",
]
