from oneplanet.bounces import Bounce, StoppedAddress
from oneplanet.idempotency import OncePost
from oneplanet.inbox import InboxMessage, MessageWay
from oneplanet.mails import OutgoingMail, WorkerBeat
from oneplanet.pending import PendingPost
from oneplanet.prepared import PreparedFile
from oneplanet.reference import LoadedRow
from oneplanet.search.models import (
    SearchBlock,
    SearchChange,
    SearchDocument,
    SearchForm,
    SearchPosting,
    SearchState,
    SearchValue,
)
from oneplanet.tokens import ApiToken
from oneplanet.translations import TranslationMark

__all__ = [
    "ApiToken",
    "Bounce",
    "InboxMessage",
    "LoadedRow",
    "MessageWay",
    "OncePost",
    "OutgoingMail",
    "PendingPost",
    "PreparedFile",
    "SearchBlock",
    "SearchChange",
    "SearchDocument",
    "SearchForm",
    "SearchPosting",
    "SearchState",
    "SearchValue",
    "StoppedAddress",
    "TranslationMark",
    "WorkerBeat",
]
