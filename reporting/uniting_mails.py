"""Who hears that two records were merged, or are two again: the authors of both."""

from django.conf import settings
from django.utils import translation

from oneplanet import outbox
from reporting.models import Initiative


def tell_of_merge(merge) -> None:
    """Mail the people of both records, each in their own language, about theirs; of the
    other only what is public."""
    name = "separated" if merge.undone_at else "merged"
    people = {reader: merge.kept for reader in merge.kept.authors()}
    people |= {reader: merge.gone for reader in merge.gone.authors()}
    for reader, mine in people.items():
        with translation.override(reader.language):
            link = settings.SITE_URL + mine.page("record")
            kept_link = settings.SITE_URL + merge.kept.get_absolute_url()
        outbox.post(
            key=f"{merge.MAIL}-{merge.pk}-{name}-{reader.pk}",
            to=reader.email,
            language=reader.language,
            time_zone=reader.time_zone,
            kind="decisions",
            template=f"reporting/mail/{name}.txt",
            context={
                "merge": merge,
                "activity": mine,
                "is_gone": mine == merge.gone,
                "version": mine.latest_sealed(),
                "reader": reader,
                "link": link,
                "kept_link": kept_link,
                "initiative": "" if mine == merge.gone else _initiative_of(merge),
            },
        )


def _initiative_of(merge) -> str:
    """The code of the initiative the merged record was part of, where the public knows
    that and the other is part of none."""
    version = merge.gone.latest_sealed()
    kept = merge.kept.open_publication()
    if not merge.was_public or kept is None or kept.version.initiative_id:
        return ""
    public = Initiative.objects.public().filter(pk=version.initiative_id).first()
    return public.code if public else ""
