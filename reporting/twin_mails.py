"""The authors of a record hear what the desk says of its likely twin."""

from django.conf import settings
from django.utils import translation

from oneplanet import outbox


def tell_replied(reply) -> None:
    """One message to each, in their own language, with the words of the desk. Of the
    other record nothing is said: whoever may read it finds it on their page."""
    activity = reply.answer.activity
    for reader in activity.authors().order_by("pk"):
        with translation.override(reader.language):
            link = settings.SITE_URL + activity.page("record") + "#twins"
        outbox.post(
            key=f"{reply.MAIL}-{reply.pk}-{reader.pk}",
            to=reader.email,
            language=reader.language,
            time_zone=reader.time_zone,
            kind="decisions",
            template="reporting/mail/twin_answered.txt",
            context={
                "activity": activity,
                "version": activity.latest_sealed(),
                "reply": reply,
                "reader": reader,
                "link": link,
            },
        )
