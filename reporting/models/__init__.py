from reporting.models.activity import Activity, Publication
from reporting.models.agreed import ClassificationAgreement
from reporting.models.agreement import ReportingAgreement
from reporting.models.answers import Answer
from reporting.models.bulk import BulkApproval, BulkApprovalRow
from reporting.models.classifying import (
    BlindClassification,
    BlindValue,
    ClassificationDraw,
    DrawnVersion,
    Judged,
)
from reporting.models.contribution import Contribution
from reporting.models.discussed import ClassificationRemark, SettledValue
from reporting.models.evidence import DeadLinkNotice, FileCheck, LinkCheck, dead_since
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
from reporting.models.notes import ActivityNote, InitiativeNote, ReturnReason
from reporting.models.participation import Participation
from reporting.models.period import Placement, ReportingPeriod
from reporting.models.policy import PolicyInstrument
from reporting.models.presence import InitiativePresence, Presence
from reporting.models.questions import Question, QuestionChoice, QuestionSet
from reporting.models.receipt import SubmissionReceipt
from reporting.models.reported import NotReady
from reporting.models.review import ReviewAssignment, ReviewEscalation
from reporting.models.sheet import (
    DownloadedRow,
    SheetDownload,
    SheetUpload,
    UploadedRow,
)
from reporting.models.translating import (
    Origin,
    ReviewTranslation,
    TranslatedText,
    TranslationRequest,
)
from reporting.models.trusted import TrustedOrganisation
from reporting.models.twin_answers import TwinAnswer, TwinReply
from reporting.models.twins import TwinKey, TwinProfile
from reporting.models.uniting import ActivityMerge, MergePartner
from reporting.models.version import ActivityVersion, RefusedField
from reporting.models.version_rows import (
    Quantity,
    VersionFile,
    VersionLink,
    VersionPartner,
)

__all__ = [
    "Activity",
    "ActivityMerge",
    "ActivityNote",
    "ActivityVersion",
    "Answer",
    "BlindClassification",
    "BlindValue",
    "BulkApproval",
    "BulkApprovalRow",
    "ClassificationAgreement",
    "ClassificationDraw",
    "ClassificationRemark",
    "Contribution",
    "DownloadedRow",
    "DeadLinkNotice",
    "DrawnVersion",
    "FileCheck",
    "HistoryEntry",
    "Initiative",
    "InitiativeEntry",
    "InitiativeNote",
    "InitiativePresence",
    "InitiativePublication",
    "InitiativeReceipt",
    "InitiativeRefusedField",
    "InitiativeVersion",
    "Judged",
    "LinkCheck",
    "MergePartner",
    "NotReady",
    "Origin",
    "Participation",
    "Placement",
    "PolicyInstrument",
    "Presence",
    "Publication",
    "Quantity",
    "Question",
    "QuestionChoice",
    "QuestionSet",
    "RefusedField",
    "ReportingAgreement",
    "ReportingPeriod",
    "ReturnReason",
    "ReviewAssignment",
    "ReviewEscalation",
    "ReviewTranslation",
    "SettledValue",
    "SheetDownload",
    "SheetUpload",
    "StoredFile",
    "SubmissionReceipt",
    "TranslatedText",
    "TranslationRequest",
    "TrustedOrganisation",
    "TwinAnswer",
    "TwinKey",
    "TwinProfile",
    "TwinReply",
    "UploadedRow",
    "VersionFile",
    "VersionLink",
    "VersionPartner",
    "dead_since",
]
