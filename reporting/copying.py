"""A new activity begun from another: what comes back each year is not typed again."""

from django.db import transaction
from django.utils.translation import gettext as _

from reporting.joining import still_open
from reporting.models import Activity
from reporting.models.version import LISTS
from reporting.workflow import StepRefused

TEXTS = ("language", "title", "summary")
WORDS = ("type", "scope")
_NEVER_RETIRED = {"countries", "targets"}


@transaction.atomic
def begin_from(other, *, by, title="") -> Activity:
    """Begin an activity of the same organisation with what another one says.

    Its text, kind, reach, lists, partners and, while that is open to it, its initiative
    come along, as its newest version has them; what belongs to one year alone stays
    behind: days, results, numbers, links and files. So do words no longer used, see
    left_out(). Raises StepRefused.
    """
    if not Activity.objects.written_by(by).filter(pk=other.pk).exists():
        raise StepRefused(_("Only its own organisation can copy an activity."))
    source = newest(other)
    retired = set(left_out(source))
    words = {name: getattr(source, name) for name in WORDS}
    content = {name: getattr(source, name) for name in TEXTS}
    content |= {name: word for name, word in words.items() if word not in retired}
    content["initiative"] = still_open(source.initiative, other.organisation)
    activity = Activity.begin(
        by=by,
        organisation=other.organisation,
        programme=other.programme,
        copied_from=other,
        **content | ({"title": title} if title else {}),
    )
    draft = activity.draft()
    for name in LISTS:
        kept = [word for word in getattr(source, name).all() if word not in retired]
        getattr(draft, name).set(kept)
    for row in source.partners.all():
        row.pk, row.version, row._state.adding = None, draft, True
        row.save()
    return activity


def newest(activity):
    """The version its authors read: the draft, or the last that stands."""
    words = ("type", "scope", "initiative")
    versions = activity.versions.standing().select_related(*words)
    return versions.order_by("-number").first()


def left_out(version) -> list:
    """The words of a version that are no longer used, each once, in their order."""
    words = [getattr(version, name) for name in WORDS]
    words = [word for word in words if word and word.retired_on]
    for name in LISTS:
        if name not in _NEVER_RETIRED:
            words += getattr(version, name).exclude(retired_on=None)
    return list(dict.fromkeys(words))
