"""One link of the sample that nobody reaches any more, as a newcomer should see it."""

from datetime import timedelta

from django.utils import timezone

from oneplanet.links.rules import host_of
from reporting.models import ActivityVersion, LinkCheck, VersionLink

SINCE = timedelta(days=40)


def add_dead_link() -> None:
    """The first link of the newest public activity of the sample that has any."""
    public = ActivityVersion.objects.current().filter(activity__is_sample=True)
    links = VersionLink.objects.filter(version__in=public.order_by().values("pk"))
    link = links.order_by("-version", "order").first()
    if link is not None:
        now = timezone.now()
        gone = {"state": LinkCheck.State.GONE, "said": "HTTP 404", "failures": 5}
        gone |= {"failing_since": now - SINCE, "since": now - SINCE}
        gone |= {"host": host_of(link.url), "checked_at": now, "answered_at": now}
        LinkCheck.objects.get_or_create(address=link.url, defaults=gone)


def remove_checks(links) -> None:
    """Of what only the sample points to, as far as anybody can tell here: the next
    look at what is used finds the rest again."""
    addresses = list(links.values_list("url", flat=True))
    LinkCheck.objects.filter(address__in=addresses).delete()
