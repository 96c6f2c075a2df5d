"""A public activity or initiative as its page shows it, drawn once a minute at most.

Approved versions never change, so what is drawn holds until the next publication (which
is part of the key) or until an editor rewords a term.
"""

from django.template.loader import render_to_string

from oneplanet.context import Reader
from oneplanet.remember import for_a_minute
from reporting.joining import part_of, with_initiative
from reporting.models import (
    ActivityMerge,
    ActivityVersion,
    InitiativeVersion,
    Participation,
    Publication,
)
from reporting.reading import changed_fields, read
from reporting.structured import activity_data, initiative_data
from reporting.united import united


@for_a_minute
def public_record(activity_id, publication_ids, joined_ids=(), merge_ids=()) -> dict:
    """Its head and body: ``version``, ``body`` as HTML, ``structured`` for machines.

    Publications newest first; ``joined_ids`` are the participations that stand with it,
    ``merge_ids`` the merges of records into it.
    """
    published = list(
        Publication.objects.filter(pk__in=publication_ids)
        .select_related(
            "version__type",
            "version__scope",
            "version__activity__organisation",
            "version__reported_by",
            "version__activity__programme",
        )
        .order_by("-from_at")
    )
    contents = _contents([row.version for row in published])
    version = published[0].version
    participations, came = _joined(joined_ids), _united(merge_ids)
    context = {
        "page": Reader(),
        "content": contents[0],
        "editions": _editions(published, contents),
        "activity": version.activity,
        "part_of": _part_of(version),
        "participations": participations,
        "united": came,
    }
    body = render_to_string("reporting/public_record.html", context)
    data = activity_data(
        contents[0],
        first_at=published[-1].from_at,
        last_at=published[0].from_at,
        joined=participations,
        came=[row for one in came for row in one.partners],
    )
    return {"version": version, "body": body, "structured": data}


@for_a_minute
def public_initiative(version_id) -> dict:
    """Its approved version, without its activities: ``body`` as HTML, ``structured``
    for machines."""
    version = InitiativeVersion.objects.select_related(
        "type", "initiative__organisation", "initiative__programme"
    ).get(pk=version_id)
    content = read([version])[0]
    context = {"page": Reader(), "content": content, "initiative": version.initiative}
    body = render_to_string("reporting/public_initiative.html", context)
    return {"body": body, "structured": initiative_data(content)}


def as_if_public(activity, version) -> dict | None:
    """What the template of a public activity takes, of a version that may become so;
    None where it is public already. Six queries."""
    rows = activity.publications.select_related("version").order_by("-from_at")
    published = list(rows)
    if version.pk in {row.version_id for row in published}:
        return None
    contents = _contents([version, *(row.version for row in published)])
    return {
        "activity": activity,
        "content": contents[0],
        "editions": _editions([None, *published], contents),
        "part_of": _part_of(version),
        "united": [],
    }


def _contents(versions) -> list:
    """Of each its content; one that was public twice is read once."""
    known = {content.version.pk: content for content in read(versions)}
    return [known[version.pk] for version in versions]


def _joined(ids):
    rows = Participation.objects.filter(pk__in=ids)
    return list(rows.select_related("organisation")) if ids else []


def _united(merge_ids) -> list:
    """What the public is told of merges."""
    if not merge_ids:
        return []
    rows = united(ActivityMerge.objects.filter(pk__in=merge_ids))
    return [one for one in rows if one.is_told]


def _part_of(version):
    """The public initiative it is part of. One query, where it is part of any."""
    if version.initiative_id is None:
        return None
    rows = with_initiative(ActivityVersion.objects.filter(pk=version.pk))
    return part_of(rows.select_related("initiative").get())


def _editions(published, contents) -> list[dict]:
    """Newest first, each with what changed in it; without a publication where it may
    become public yet. One that was public twice has one number."""
    before = [*contents[1:], None]
    numbers = _numbers(contents)
    return [
        {
            "publication": row,
            "number": number,
            "changed": changed_fields(earlier, after) if earlier else None,
        }
        for number, row, after, earlier in zip(
            numbers, published, contents, before, strict=True
        )
    ]


def _numbers(contents) -> list[int]:
    """How many different versions had been public by then, newest first."""
    known, numbers = set(), []
    for content in reversed(contents):
        known.add(content.version.pk)
        numbers.append(len(known))
    return numbers[::-1]
