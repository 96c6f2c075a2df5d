"""Once-only posts: a form carries a key; the same key twice acts once.

The row is written in the transaction of what it guards. A second post waits for the
first on the unique key and is sent to the same address; the same key with another
body is refused (422, by the middleware ``kind_refusals`` where no view answers itself).
"""

import hashlib
import uuid

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.http import QueryDict
from django.utils import timezone


class OncePost(models.Model):
    """A post that has been carried out, and where its answer led.

    ``key`` is kept as its hash: it comes from the form and may be anything.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    answer = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="oncepost_once")
        ]

    def __str__(self):
        return self.key


class OtherBody(Exception):
    """The key was used before, for something else."""


def post_with_files(request) -> QueryDict:
    """What was posted, with a line for each file: another file is another post."""
    data = request.POST.copy()
    for name, uploads in request.FILES.lists():
        for upload in uploads:
            sha256 = hashlib.file_digest(upload.file, "sha256").hexdigest()
            upload.seek(0)
            data.appendlist(f"{name} (file)", f"{upload.name} {sha256}")
    return data


def key_of_post(request) -> str:
    """Of a form that visitors may send: the same for the same page, answers and person.

    A page kept by the browser and sent again, mended or by somebody else, is another
    post. One without a key is like no other.
    """
    if not request.POST.get("key"):
        return new_key()
    person = getattr(request.user, "pk", None)
    return _hash(f"{person} {_hash_of_post(request.path, request.POST)}")


def new_key() -> str:
    return uuid.uuid4().hex


def once(*, user, key: str, data, act, where: str = "") -> str:
    """Call ``act()`` once for this user and key; the address it returned.

    ``data`` is the posted QueryDict, of a form with files :func:`post_with_files`;
    ``where`` the address it was posted to: one form may lead to several. Posts without
    a key are carried out each time. Raises OtherBody.
    """
    if not key:
        return act()
    key, body_hash = _hash(key), _hash_of_post(where, data)
    try:
        with transaction.atomic():
            row = OncePost.objects.create(user=user, key=key, body_hash=body_hash)
            row.answer = act()
            row.save(update_fields=["answer"])
            return row.answer
    except IntegrityError:
        row = OncePost.objects.filter(user=user, key=key).first()
        if row is None:
            raise
        if row.body_hash != body_hash:
            raise OtherBody from None
        return row.answer


def act_once(request, act, *, data=None) -> str:
    """Call ``act()`` once for the page that posted: for its person, key and address.

    The page carries :func:`new_key` as ``once``. ``data`` is what was posted, where
    files count too. Raises OtherBody.
    """
    posted = request.POST
    return once(
        user=request.user,
        key=posted.get("once", ""),
        data=posted if data is None else data,
        act=act,
        where=request.path,
    )


def _hash_of_post(where, data) -> str:
    """The same for the same address, fields and values, whatever their order of names.

    The language of the address does not count.
    """
    named = where.lstrip("/").split("/", 1)
    if named[0] in dict(settings.LANGUAGES):
        where = named[-1]
    kept = sorted(
        (name, tuple(data.getlist(name)))
        for name in data
        if name != "csrfmiddlewaretoken"
    )
    return _hash(repr((where, kept)))


def _hash(text: str) -> str:
    """64 characters any column takes, of a text nobody has checked."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
