from reporting.models.activity import Activity, NotReady, Publication
from reporting.models.files import StoredFile
from reporting.models.history import HistoryEntry
from reporting.models.period import Placement, ReportingPeriod
from reporting.models.policy import PolicyInstrument
from reporting.models.receipt import SubmissionReceipt
from reporting.models.sheet import (
    DownloadedRow,
    SheetDownload,
    SheetUpload,
    UploadedRow,
)
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
    "DownloadedRow",
    "HistoryEntry",
    "NotReady",
    "Placement",
    "PolicyInstrument",
    "Publication",
    "Quantity",
    "RefusedField",
    "ReportingPeriod",
    "SheetDownload",
    "SheetUpload",
    "StoredFile",
    "SubmissionReceipt",
    "UploadedRow",
    "VersionFile",
    "VersionLink",
    "VersionPartner",
]
