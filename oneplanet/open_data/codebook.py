"""The codebook: what each column means, its unit, its vocabulary, its source."""

from collections.abc import Iterator

from django.conf import settings

from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.licence import licence

HEADS = ("column", "meaning", "type", "unit", "vocabulary", "values", "source")


def rows(kind: Kind) -> Iterator[list[str]]:
    """A row of HEADS for each column; of rows within a record also for their parts."""
    return _rows(kind, kind.heads)


def _rows(kind, heads, within=""):
    for head in heads:
        yield _row(kind, head, f"{within}{head.name}")
        yield from _rows(kind, head.parts, f"{within}{head.name}.")


def _row(kind, head, name):
    words = f"{settings.SITE_URL}/api/v1/{head.words}/" if head.words else ""
    return [
        name,
        str(head.meaning),
        head.type,
        str(head.unit),
        words,
        "; ".join(head.choices),
        str(kind.source),
    ]


def as_data(kind: Kind) -> dict:
    return {
        "kind": kind.name,
        "title": str(kind.title),
        "about": str(kind.about),
        "data_licence": licence(),
        "columns": [dict(zip(HEADS, row, strict=True)) for row in rows(kind)],
    }
