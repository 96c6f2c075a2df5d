"""The history of what is reported, as its pages tell it."""

from django.utils import timezone

from reporting.asides import asides_of
from reporting.life import Life, life_of
from reporting.workflow import label_for_authors


def life_told(reported, *, notes) -> Life:
    """Its life until now, for reviewers and those who follow; ``notes`` are those of
    any round that they may read. One query, and those of asides_of()."""
    entries = list(reported.history.select_related("by", "version"))
    sent = [note for note in notes if note.sent_at]
    now = timezone.now()
    asides = asides_of(reported, inside=True)
    given = {"begun_at": reported.created_at, "now": now, "asides": asides}
    return life_of(entries, notes=sent, **given)


def life_for_authors(reported, entries, *, notes) -> Life:
    """The same in the words of authors, of ``entries`` that were read already."""
    return life_of(
        entries,
        begun_at=reported.created_at,
        now=timezone.now(),
        notes=notes,
        asides=asides_of(reported, inside=False),
        label=label_for_authors,
    )
