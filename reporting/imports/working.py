"""What the worker does for spreadsheets: reading and taking over the long ones, and
forgetting the old.
"""

import logging

from django.utils import timezone

from reporting.imports import accepting, looking
from reporting.models import SheetDownload, SheetUpload
from reporting.models.sheet import KEPT, KNOWN
from reporting.workflow import StepRefused

log = logging.getLogger(__name__)
State = SheetUpload.State


def work_next() -> bool:
    """Read or take over the spreadsheet that waits longest; whether there was one."""
    upload = _claim()
    if upload is None:
        return False
    try:
        work(upload)
    except Exception:
        log.exception("spreadsheet %s could not be worked on", upload.pk)
    return True


def work_on(upload) -> None:
    """Work on it now, unless somebody does already."""
    if claimed := _claim(SheetUpload.objects.filter(pk=upload.pk)):
        work(claimed)


def work(upload) -> None:
    if upload.state == State.WAITING:
        looking.look(upload)
        return
    try:
        accepting.accept(upload)
    except (accepting.Overtaken, StepRefused):
        log.info("spreadsheet %s was overtaken; looked at again", upload.pk)


def _claim(among=None):
    among = SheetUpload.objects.all() if among is None else among
    for upload in among.due()[:5]:
        mine = SheetUpload.objects.due().filter(pk=upload.pk, attempts=upload.attempts)
        tries = upload.attempts + 1
        if mine.order_by().update(begun_at=timezone.now(), attempts=tries):
            upload.attempts = tries
            return upload
    return None


def forget_old() -> int:
    """Files, cells and copies nobody undoes or compares with any more; how many. That
    somebody took rows over, and which activities came of them, stays."""
    since = timezone.now() - KEPT
    SheetDownload.objects.filter(at__lt=timezone.now() - KNOWN).delete()
    old = SheetUpload.objects.filter(at__lt=since).exclude(content="")
    count = 0
    for upload in old.exclude(accepted_at__gte=since):
        upload.content.delete(save=False)
        if upload.accepted_at is None:
            upload.delete()
        else:
            upload.rows.filter(accepted_at=None).delete()
            upload.rows.update(cells={}, differences=[], before=None)
            upload.save(update_fields=["content"])
        count += 1
    return count
