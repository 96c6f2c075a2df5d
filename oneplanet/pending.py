"""Texts that wait for the person who typed them.

A form says whom it was made for by a mark, signed and in a hidden field (the page tag
``made_for``). What such a form sends when that person is signed in no more, or somebody
else is, is kept here, sealed, until they open, save or throw it away (record 24).
"""

import base64
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.signing import BadSignature, TimestampSigner
from django.db import DatabaseError, models, transaction
from django.http import QueryDict
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import timezone, translation

from oneplanet.text.fields import readable
from oneplanet.typed import UNSEEN, is_secret

MARK = "made_for"  # the hidden field
OPENING = "waiting"  # names a text in an address that opens its form with it
KEPT = timedelta(days=7)
OPEN_PAGE = timedelta(days=30)  # so long a page may have been open
MOST = 20  # texts of one person
NAMES = ("title", "name")  # of fields that say what a text is about
MOST_TEXT = 300_000  # characters of one, names and codes of choices counted


class PendingPostQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(at__gt=timezone.now() - KEPT)


class PendingPost(models.Model):
    """What one form sent without its person, sealed for that person alone.

    ``key`` is the form's: what the same page sends later takes its place.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=16)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    objects = PendingPostQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="pendingpost_of_page")
        ]

    def __str__(self):
        return self.key


@dataclass(frozen=True, slots=True)
class Mark:
    """Whom a form was made for, and which form it was."""

    person: int
    key: str


@dataclass(frozen=True, slots=True)
class WaitingText:
    """A post as it was sent; ``path`` is where to, with its query."""

    key: str
    at: datetime
    path: str
    data: QueryDict
    had_files: bool

    @property
    def until(self):
        return self.at + KEPT

    @property
    def address(self):
        """The form with the text in it, for its person."""
        return f"{self.path}{'&' if '?' in self.path else '?'}{OPENING}={self.key}"

    @property
    def match(self) -> ResolverMatch | None:
        """What it was sent to, in whichever language the page was; None where nothing
        is at its address any more."""
        path = self.path.partition("?")[0]
        language = (
            translation.get_language_from_path(path) or translation.get_language()
        )
        with translation.override(language):
            try:
                return resolve(path)
            except Resolver404:
                return None

    @property
    def called(self) -> str:
        """What who typed it calls it; empty where its form asks for no name."""
        named = (self.data.get(name, "").strip() for name in NAMES)
        return next(filter(None, named), "")


# --- Whom a form was made for ---------------------------------------------------------


def mark_of(request) -> str:
    """The mark of a form drawn now; the one it came with, where it is drawn again."""
    text = request.POST.get(MARK, "")
    if (mark := read_mark(text)) and mark.person == request.user.pk:
        return text
    return _signer().sign(f"{request.user.pk}-{secrets.token_hex(8)}")


def read_mark(text: str) -> Mark | None:
    """None where it is not one of ours, or too old."""
    try:
        person, _dash, key = _signer().unsign(text, max_age=OPEN_PAGE).partition("-")
    except BadSignature:
        return None
    return Mark(int(person), key)


def _signer():
    return TimestampSigner(salt="oneplanet.pending")


# --- Keeping, finding, forgetting -----------------------------------------------------


def keep(mark: Mark, *, path: str, data, had_files=False) -> WaitingText | None:
    """Seal what was posted, for the form's person. None where it is not kept: nothing
    was typed, it is too long, the person left, or the database is taken.
    """
    fields = {
        name: [readable(text) for text in texts]
        for name, texts in data.lists()
        if not is_secret(name)
    }
    text = json.dumps({"path": path, "fields": fields, "had_files": had_files})
    if not any(_typed(fields.items())) or len(text) > MOST_TEXT:
        return None
    try:
        row = _store(mark, text.encode())
    except DatabaseError:
        return None
    return _opened(row) if row else None


def _typed(fields):
    """The texts somebody typed or chose, in their order."""
    for name, texts in fields:
        if name not in UNSEEN:
            yield from (text for text in texts if text.strip())


@transaction.atomic
def _store(mark, text):
    people = get_user_model().objects.filter(pk=mark.person, is_active=True)
    if not people.exists():
        return None
    values = {"sealed": _cipher(mark.person).encrypt(text), "at": timezone.now()}
    theirs = PendingPost.objects.filter(user=mark.person)
    row, _is_new = theirs.update_or_create(
        user_id=mark.person, key=mark.key, defaults=values
    )
    old = theirs.values_list("pk", flat=True)[MOST:]
    PendingPost.objects.filter(pk__in=list(old)).delete()
    return row


def waiting_for(user) -> list[WaitingText]:
    """The newest first. One query."""
    rows = PendingPost.objects.waiting().filter(user=user)
    return [text for row in rows if (text := _opened(row))]


def find(user, key: str) -> WaitingText | None:
    """The person's own text of this key."""
    row = PendingPost.objects.waiting().filter(user=user, key=key).first()
    return row and _opened(row)


def forget(user, key: str) -> None:
    """It was saved, or its person threw it away. Asks first: a look takes no lock."""
    rows = PendingPost.objects.filter(user=user, key=key)
    if rows.exists():
        rows.delete()


def forget_expired() -> int:
    return PendingPost.objects.filter(at__lte=timezone.now() - KEPT).delete()[0]


# --- The seal -------------------------------------------------------------------------


def _opened(row) -> WaitingText | None:
    """None where no key of today's opens it."""
    try:
        text = _cipher(row.user_id).decrypt(bytes(row.sealed))
    except InvalidToken:
        return None
    kept = json.loads(text)
    data = QueryDict(mutable=True)
    for name, texts in kept["fields"].items():
        data.setlist(name, texts)
    return WaitingText(row.key, row.at, kept["path"], data, kept["had_files"])


def _cipher(person: int) -> MultiFernet:
    """A key for each person, so that nobody's row opens as another's."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret, person)) for secret in keys])


def _key(secret, person):
    info = f"oneplanet.pending {person}".encode()
    derived = HKDF(SHA256(), length=32, salt=None, info=info).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)


def path_without(full_path: str) -> str:
    """The address without the text it was opened with."""
    parts = urlsplit(full_path)
    query = QueryDict(parts.query, mutable=True)
    query.pop(OPENING, None)
    return parts.path + (f"?{query.urlencode()}" if query else "")
