"""How each kind of what is reported is written: one row for activities, one for
initiatives. What saves, compares and brings texts together takes the row of its kind.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reporting import initiative_drafts, posted
from reporting.checks import Finding, Severity, findings
from reporting.drafts import save_draft
from reporting.models import Activity, ActivityVersion, Initiative
from reporting.reading import read


@dataclass(frozen=True, slots=True)
class Writing:
    """``whole`` completes what was posted by what the draft holds; ``normal`` gives
    posted data one comparable shape; ``bind`` gives the forms bound to it.
    """

    model: type
    mine: str  # what the list of one's own is called
    list_name: str  # and the name of its address
    save: Callable  # (reported, by=, data=, counter=) → the version
    data_of: Callable  # version → posted data
    whole: Callable  # (data, version) → posted data
    normal: Callable  # (data, may_move=) → field → texts
    bind: Callable  # (data, may_move=) → reporting.posted.DraftForms
    found: Callable  # version → reporting.checks.Finding of all there is to look at


def of(reported) -> Writing:
    return BY_KIND[reported.kind]


def _save_activity(activity, *, by, data, counter):
    return save_draft(activity, by=by, data=data, uploads=None, counter=counter)


def _found_in_activity(version):
    rows = ActivityVersion.objects.filter(pk=version.pk)
    rows = rows.select_related("type", "scope", "question_set")
    return findings(read(rows.with_twin())[0])


def _found_in_initiative(version):
    return [
        Finding(Severity.BLOCKER, problem.field, problem.message)
        for problem in version.problems()
    ]


BY_KIND = {
    "activity": Writing(
        Activity,
        _("My activities"),
        "reporting:my_activities",
        _save_activity,
        posted.data_of,
        posted.whole,
        posted.normal,
        posted.bind,
        _found_in_activity,
    ),
    "initiative": Writing(
        Initiative,
        _("My initiatives"),
        "reporting:my_initiatives",
        initiative_drafts.save_initiative,
        initiative_drafts.data_of,
        lambda data, version: data,  # its form has no steps
        initiative_drafts.normal,
        initiative_drafts.bind,
        _found_in_initiative,
    ),
}
