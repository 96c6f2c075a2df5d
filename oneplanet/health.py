"""Two answers for machines: the process lives; the portal is ready to serve.

Both are outside the languages, need no signing in and are never cached.
"""

from datetime import timedelta
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Max, Min
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from oneplanet.outbox import OutgoingMail, WorkerBeat

MAIL_IS_LATE = timedelta(minutes=15)
WORKER_IS_LATE = timedelta(minutes=5)


@never_cache
def healthz(request):
    """The process lives. Asks nothing else, the database neither."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
def readyz(request):
    """200 when pages can be served, else 503; what is late is reported beside it.

    A late mail or a silent worker is for people to look into and takes no page away,
    so it leaves the status as it is: watch ``late`` for it.
    """
    try:
        missing = _migrations_missing()
        mail = None if missing else _oldest_waiting_mail()
        beat = None if missing else _last_beat()
    except Error:
        return _not_ready("the database does not answer")
    if missing:
        return _not_ready(f"{len(missing)} migrations have not been applied")
    now = timezone.now()
    late = []
    if mail is not None and now - mail > MAIL_IS_LATE:
        late.append("mail")
    if beat is None or now - beat > WORKER_IS_LATE:
        late.append("worker")
    return JsonResponse(
        {"ready": True, "late": late, "oldest_waiting_mail": mail, "last_beat": beat}
    )


def _not_ready(reason: str) -> JsonResponse:
    answer = JsonResponse({"ready": False, "reason": reason}, status=503)
    answer.headers["Retry-After"] = "10"
    return answer


@cache
def _migrations_written() -> frozenset[tuple[str, str]]:
    """(app, name) of every migration in the code; read once per process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _migrations_missing() -> frozenset[tuple[str, str]]:
    applied = MigrationRecorder(connection).applied_migrations()
    return _migrations_written() - applied.keys()


def _oldest_waiting_mail():
    waiting = OutgoingMail.objects.filter(sent_at=None, gave_up_at=None)
    return waiting.aggregate(at=Min("created_at"))["at"]


def _last_beat():
    return WorkerBeat.objects.aggregate(at=Max("beat_at"))["at"]
