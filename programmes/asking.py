"""What forms that anybody may send have in common: a link proves the address, others
decide, and in the end who asked is forgotten.
"""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from oneplanet import outbox

MOST_LINKS = 3  # mailed to one address in a day, as long as none is confirmed


class AskingRefused(Exception):
    """The message is written for the person."""


def refuse_too_many_links(asked, email) -> None:
    """Nobody's mailbox is filled by somebody else."""
    day = timezone.now() - timedelta(days=1)
    rows = asked.filter(email=email, confirmed_at=None, asked_at__gt=day)
    if rows.count() >= MOST_LINKS:
        raise AskingRefused(
            _(
                "We have sent several links to this address today. Please open one of "
                "them, or try again tomorrow."
            )
        )


def post(asked, template, *, part, to=None, page=None) -> None:
    """Mail who asked about a row of the kind Asked; or the reader ``to``, whom the
    mail leads to a ``page``: the name of an address and what it takes."""
    language = to.language if to else asked.language
    with translation.override(language):
        path = reverse(page[0], args=page[1:]) if page else asked.get_absolute_url()
    link = settings.SITE_URL + path
    outbox.post(
        key=f"{asked._meta.model_name}-{asked.pk}-{part}",
        to=to.email if to else asked.email,
        language=language,
        time_zone=to.time_zone if to else "UTC",
        template=f"programmes/mail/{template}.txt",
        context={"asked": asked, "link": link, "reader": to},
        holds_secret=to is None,
    )


def locked(asked):
    """The row as it is now, held still."""
    return type(asked).objects.select_for_update(of=("self",)).get(pk=asked.pk)


def decide(asked, outcome, *, by) -> None:
    asked.outcome, asked.decided_by = outcome, by
    asked.decided_at = timezone.now()
    asked.save()


def forget(asked) -> int:
    """Remove what was never confirmed, and the name and address of who asked, where
    that has long been decided; how many."""
    gone, _by_kind = asked.never_confirmed().delete()
    old = asked.long_decided().exclude(email="")
    return gone + old.update(name="", email="")
