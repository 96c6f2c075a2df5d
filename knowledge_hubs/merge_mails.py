"""Tell the admins of two organisations that they were merged, or are two again."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from oneplanet import outbox
from programmes.models import Membership, User


def tell(merge, what, *, by):
    """One message to each admin of either, but for who did it; ``what`` is "merged" or
    "undone"."""
    admins = Membership.objects.current().filter(
        organisation__in=[merge.kept, merge.gone], role=Membership.Role.ADMIN
    )
    readers = User.objects.active().filter(pk__in=admins.values("user"))
    for reader in readers.exclude(pk=by.pk).order_by("pk"):
        with translation.override(reader.language):
            link = settings.SITE_URL + _path(merge, reader)
        outbox.post(
            key=f"organisationmerge-{merge.pk}-{what}-{reader.pk}",
            to=reader.email,
            language=reader.language,
            time_zone=reader.time_zone,
            template=f"knowledge_hubs/mail/organisations_{what}.txt",
            context={"merge": merge, "person": by, "reader": reader, "link": link},
        )


def _path(merge, reader) -> str:
    """To what the person looks after now."""
    administered = reader.roles.administered
    body = merge.gone if merge.gone_id in administered else merge.kept
    return reverse("reporting:my_organisation", args=[body.code])
