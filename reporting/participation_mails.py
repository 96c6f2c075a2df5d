"""Tell people that an organisation asks to take part in a record, what was answered,
and that it takes part no more; remind who does not answer.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from oneplanet import outbox
from programmes.models import User
from reporting.models import ActivityVersion, Participation
from reporting.models.participation import SILENCE
from reporting.queue_filter import WEEK

TEMPLATES = {
    "asked": "asked",
    "waits": "asked",
    "accepted": "answered",
    "declined": "answered",
    "ended": "ended",
    "unanswered": "unanswered",
}


def tell(row, what, *, by, **more) -> None:
    """One message to each of the other side; ``what`` is "asked", "accepted",
    "declined" or "ended". Who did it has just read it on the page."""
    readers = _readers(row, what).exclude(pk=by.pk)
    _post(row, what, readers, **more)


def remind_of_participations(*, now=None) -> int:
    """Of what waits a week the owner's people are reminded; of what waits a fortnight
    who decides on the record is told, and may answer. Each once; how many rows."""
    now, told = now or timezone.now(), 0
    waiting = Participation.objects.waiting().filter(asked_at__lte=now - WEEK)
    for row in waiting.select_related("activity__organisation", "organisation"):
        told += _remind(row, "waits", row.activity.authors())
        if row.asked_at <= now - SILENCE:
            told += _remind(row, "unanswered", row.activity.reviewers())
    return told


@transaction.atomic
def _remind(row, what, readers) -> int:
    if outbox.written(f"{_key(row, what)}-"):
        return 0
    _post(row, what, readers)
    return 1


def _key(row, what) -> str:
    return f"{Participation.MAIL}-{row.pk}-{what}"


def _readers(row, what):
    """To the owner's people what is asked; what is answered to who asked while they
    work there, then to all members; an end to both sides."""
    owners, members = row.activity.authors(), User.objects.members_of(row.organisation)
    if what == "asked":
        return owners
    if what == "ended":
        told = [*owners.values_list("pk", flat=True)]
        told += members.values_list("pk", flat=True)
        return User.objects.filter(pk__in=told)
    asker = members.filter(pk=row.asked_by_id)
    return asker if asker.exists() else members


def _post(row, what, readers, **more):
    version = ActivityVersion.objects.current().filter(activity=row.activity_id).first()
    for reader in readers.order_by("pk"):
        with translation.override(reader.language):
            link = settings.SITE_URL + row.get_absolute_url()
        outbox.post(
            key=f"{_key(row, what)}-{reader.pk}",
            to=reader.email,
            language=reader.language,
            time_zone=reader.time_zone,
            template=f"reporting/mail/participation_{TEMPLATES[what]}.txt",
            context={
                "participation": row,
                "activity": row.activity,
                "title": version.title if version else row.activity.code,
                "is_reminder": what == "waits",
                "reader": reader,
                "link": link,
                **more,
            },
        )
