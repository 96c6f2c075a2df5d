from oneplanet.idempotency import OncePost
from oneplanet.outbox import OutgoingMail, WorkerBeat
from oneplanet.pending import PendingPost
from oneplanet.prepared import PreparedFile
from oneplanet.reference import LoadedRow
from oneplanet.tokens import ApiToken

__all__ = [
    "ApiToken",
    "LoadedRow",
    "OncePost",
    "OutgoingMail",
    "PendingPost",
    "PreparedFile",
    "WorkerBeat",
]
