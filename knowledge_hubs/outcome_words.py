"""What became of a report, in words: the same on the page and on paper.

Facts are pairs of a name and what there is to say.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from knowledge_hubs.outcomes import CLASSES, Decision, Entry, Outcome
from oneplanet.text import dates, languages, numbers
from reporting.documents import LISTS, counting_words, listed
from reporting.documents import about as listed_facts
from reporting.workflow import HISTORY, Action, State, label_for_authors

NAMES = {"type": gettext_lazy("Kind")} | {name: LISTS[name] for name in CLASSES}


@dataclass(frozen=True, slots=True)
class Place:
    """A page on which something shows. ``language`` is that of its name, where it is
    not the reader's."""

    text: str
    url: str
    language: str = ""


# --- Of a whole report ----------------------------------------------------------------


def title(outcome: Outcome) -> str:
    year = dates.year(outcome.period.year)
    return _("What became of the report for %(year)s") % {"year": year}


def totals(outcome: Outcome) -> list[tuple]:
    """Where the period stands, and how many activities count, do not, came late."""
    period, number = outcome.period, numbers.number
    here = outcome.how_many("counts_here")
    parts = {
        _("public"): outcome.how_many("counts_here", "is_public"),
        _("under review"): here - outcome.how_many("counts_here", "is_public"),
    }
    told = listed(f"{number(n)} {name}" for name, n in parts.items())
    year = {"year": dates.year(period.year)}
    counted = f"{number(here)} ({told})" if here else number(here)
    rows = [
        (_("Reporting period"), period.get_state_display()),
        (_("Deadline"), dates.date_words(period.deadline_on)),
        (_("Activities submitted"), number(len(outcome.entries))),
        (_("Count in %(year)s") % year, counted),
        (_("Count in another year"), number(outcome.how_many("counts_elsewhere"))),
        (_("Count nowhere now"), number(outcome.how_many("counts_nowhere"))),
        (_("Came in after the deadline"), number(outcome.how_many("is_late"))),
    ]
    if outcome.median_days is not None:
        rows.append((_("Half were decided within"), days_words(outcome.median_days)))
    return rows


def classes(outcome: Outcome) -> list[tuple]:
    """How what counts was classified: each kind, sector … and of how many."""
    return [
        (str(NAMES[name]), listed(_counted(name, *row) for row in rows))
        for name, rows in outcome.classes.items()
    ]


def _counted(name, code, label, count) -> str:
    words = f"{code} {label}" if name == "targets" else label
    gap = numbers.NO_BREAK
    return f"{languages.set_apart(words)}{gap}({numbers.number(count)})"


def days_words(days: int) -> str:
    """A number of whole days; of none that it was less than one."""
    if not days:
        return _("less than a day")
    text = ngettext("%(shown)s day", "%(shown)s days", days)
    return text % {"shown": numbers.number(days)}


# --- Of one activity ------------------------------------------------------------------


def state_label(entry: Entry, is_member) -> str:
    """What was submitted and is a draft again, its authors have taken back."""
    if entry.state == State.DRAFT:
        return str(HISTORY[Action.RECALL])
    label = label_for_authors(entry.state) if is_member else entry.state.label
    return str(label)


def counting(entry: Entry) -> str:
    """Where it counts and why, or why it does not; and that it came late."""
    if entry.placement is None or entry.is_counted:
        words = [counting_words(entry.placement)]
        is_late = entry.placement is not None and entry.placement.is_late
        is_said = entry.counts_here or is_late
    else:
        words = [str(NOWHERE.get(entry.state, NOWHERE[State.WITHDRAWN]))]
        is_said = False
    if entry.is_late and not is_said:
        late = _("It came in after the deadline for %(year)s.")
        words.append(late % {"year": dates.year(entry.period.year)})
    return " ".join(words)


NOWHERE = {
    State.RETURNED: gettext_lazy(
        "It counts nowhere now: it was returned and has not been submitted again."
    ),
    State.DRAFT: gettext_lazy(
        "It counts nowhere now: it was taken back and has not been submitted again."
    ),
    State.WITHDRAWN: gettext_lazy("It counts nowhere now: it was withdrawn."),
}


def beside(entry: Entry, is_member) -> str:
    """What waits beside the text told of; of drafts, its members alone are told."""
    if not entry.beside or not (is_member or entry.beside == State.SUBMITTED):
        return ""
    if not entry.is_public:
        return _(
            "Here stands the text as it was submitted. The one you can change waits "
            "beside it, as a draft."
        )
    return str(NEWER[entry.beside])


NEWER = {
    State.SUBMITTED: gettext_lazy(
        "A newer text is under review. Until it is approved, the public one stands and "
        "counts."
    ),
    State.RETURNED: gettext_lazy(
        "A newer text was returned to you. Until it is approved, the public one stands "
        "and counts."
    ),
    State.DRAFT: gettext_lazy(
        "A newer text waits as a draft. Until it is approved, the public one stands "
        "and counts."
    ),
}


def about(entry: Entry) -> list[tuple]:
    """How it was classified."""
    kind = (str(NAMES["type"]), entry.version.type.label)
    return [kind, *listed_facts(entry.content, CLASSES)]


def decided(decision: Decision) -> str:
    """What, on which day, by whom, and how long after it was submitted."""
    entry = decision.entry
    parts = [entry.what, dates.date_words(entry.at), entry.who]
    if decision.days is not None:
        after = pgettext("a number of days", "%(days)s after it was submitted")
        parts.append(after % {"days": days_words(decision.days)})
    return " · ".join(map(str, parts))


def places(entry: Entry) -> list[Place]:
    """Pages of the public site that name it, its own first."""
    activity, content = entry.activity, entry.content
    found = [Place(_("Its own page"), activity.get_absolute_url())]
    if programme := activity.programme:
        found.append(Place(str(programme.name), programme.get_absolute_url()))
    for word in content.countries:
        url = reverse("knowledge_hubs:country_detail", args=[word.code])
        found.append(Place(word.label, url))
    for word in content.targets:
        url = reverse("knowledge_hubs:sdg_target", args=[word.code])
        found.append(Place(f"{languages.set_apart(word.code)} {word.label}", url))
    return found + [_hub(hub) for hub in entry.hubs]


def _hub(hub) -> Place:
    title, language = languages.shown(hub, "title")
    return Place(title, hub.get_absolute_url(), language)
