from oneplanet.idempotency import OncePost
from oneplanet.outbox import OutgoingMail, WorkerBeat
from oneplanet.reference import LoadedRow

__all__ = ["LoadedRow", "OncePost", "OutgoingMail", "WorkerBeat"]
