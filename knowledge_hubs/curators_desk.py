"""What needs an editor, by hub and language: the sections of the curator's desk.

Each is a question of its own, so that a new kind of work is one function and one line
in SECTIONS.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from knowledge_hubs.completeness import RULES
from knowledge_hubs.evidence import OUR_ADDRESSES, links_to_mend, uses_of
from knowledge_hubs.kinds import BY_MODEL
from knowledge_hubs.models import (
    RECORDS,
    AskedQuery,
    BlockItem,
    Event,
    Feedback,
    Hub,
    Proposal,
)
from knowledge_hubs.translating.board import translation_counts
from oneplanet.completing import percent, points
from oneplanet.desk import lacks
from oneplanet.text import dates, numbers
from oneplanet.text.dates import date_words, moment_words
from oneplanet.text.languages import name_of
from oneplanet.text.numbers import number
from programmes.completeness import OF_ORGANISATIONS
from programmes.models import Organisation
from reporting.completeness import OF_POLICIES
from reporting.models import PolicyInstrument

SHOWN = 8  # lines of a section
DEAD_READ = 200  # dead links looked through for a hub
LATELY = timedelta(days=730)
COMPLETED = RULES | {Organisation: OF_ORGANISATIONS, PolicyInstrument: OF_POLICIES}
NAMES = {model: BY_MODEL[model].name for model in RULES if model is not Hub}


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    more: str = ""


@dataclass(frozen=True)
class Section:
    """``url`` leads to all of it, where there is such a list."""

    id: str
    title: str
    count: int
    lines: list[Line]
    url: str = ""


@dataclass(frozen=True)
class Narrowed:
    """What the desk is narrowed to: a hub, a language, both or nothing."""

    hub: Hub | None = None
    language: str = ""

    @cached_property
    def named(self) -> dict[str, set]:
        """Keys of the records that stand in the hub, by the column that names them."""
        rows = BlockItem.objects.filter(block__hub=self.hub).values(*RECORDS)
        found = {name: set() for name in RECORDS}
        for row in rows:
            for name, key in row.items():
                found[name] |= {key} - {None}
        return found

    def of_hub(self, rows: QuerySet, name: str) -> QuerySet:
        return rows.filter(pk__in=self.named[name]) if self.hub else rows


def sections(narrowed: Narrowed) -> list[Section]:
    """Those with something to do, in the order of the page."""
    found = (find(narrowed) for find in SECTIONS)
    return [section for section in found if section and section.count]


def _changed(row) -> str:
    page = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    return reverse(page, args=[row.pk])


def _listed(model, query="") -> str:
    page = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    return reverse(page) + (f"?{query}" if query else "")


# --- What others say ------------------------------------------------------------------


def _proposals(at):
    rows = Proposal.objects.waiting().select_related("organisation")
    rows = rows.filter(hub=at.hub) if at.hub else rows
    rows = rows.filter(language=at.language) if at.language else rows
    lines = [
        Line(row.title, _changed(row), f"{row.organisation} · {_day(row.sent_at)}")
        for row in rows[:SHOWN]
    ]
    url = _listed(Proposal, "work=waiting")
    return Section("proposals", _("What partners propose"), rows.count(), lines, url)


def _feedback(at):
    rows = Feedback.objects.waiting()
    if at.hub:
        rows = rows.filter(page__endswith=f"/hubs/{at.hub.code}/")
    rows = rows.filter(language=at.language) if at.language else rows
    lines = [
        Line(str(row), _changed(row), f"{row.get_kind_display()} · {_day(row.sent_at)}")
        for row in rows.order_by("sent_at", "pk")[:SHOWN]
    ]
    url = _listed(Feedback, "work=waiting")
    title = _("What readers say of pages")
    return Section("feedback", title, rows.count(), lines, url)


def _day(moment) -> str:
    return moment_words(moment)


def others_say() -> dict[str, int]:
    """How many wait, by the name of the model. One query."""
    first, second = (_count(model) for model in (Proposal, Feedback))
    return Counter(dict(first.union(second, all=True).order_by()))


def _count(model):
    rows = model.objects.waiting().order_by()
    label = Value(model._meta.model_name, output_field=CharField())
    counted = rows.annotate(label=label).values("label").annotate(n=Count("pk"))
    return counted.values_list("label", "n")


# --- What is broken -------------------------------------------------------------------


def _dead_links(at):
    """The same as on the work list; in a hub, those of its records. A language has no
    links of its own."""
    dead = links_to_mend()
    rows = dead[:DEAD_READ] if at.hub else dead[:SHOWN]
    uses = uses_of([check.address for check in rows], OUR_ADDRESSES)
    if at.hub:
        own = _pages_of(at)
        uses = {a: [u for u in found if u.mend_url in own] for a, found in uses.items()}
    pairs = [(address, found[0]) for address, found in uses.items() if found]
    count = len(pairs) if at.hub else dead.count()
    lines = [Line(use.title, use.mend_url, address) for address, use in pairs[:SHOWN]]
    url = reverse("admin:reporting_linkcheck_changelist")
    return Section("links", _("Links that are dead"), count, lines, url)


def _pages_of(at) -> set[str]:
    """Where the records of the hub are mended."""
    found = set()
    for name, keys in at.named.items():
        opts = BlockItem._meta.get_field(name).related_model._meta
        page = f"admin:{opts.app_label}_{opts.model_name}_change"
        found |= {reverse(page, args=[key]) for key in keys}
    return found


def _searches(at):
    """Hubs have none of their own."""
    if at.hub:
        return None
    rows = AskedQuery.objects.waiting().needing()
    rows = rows.filter(language=at.language) if at.language else rows
    found = rows.order_by("-searches", "-last_on", "pk")[:SHOWN]
    lines = [
        Line(row.query, _changed(row), f"{name_of(row.language)} · {_asked(row)}")
        for row in found
    ]
    url = _listed(AskedQuery, "state=waiting")
    title = _("Searches that need other words")
    return Section("searches", title, rows.count(), lines, url)


def _asked(row) -> str:
    return number(row.searches or 0)


# --- What is lacking ------------------------------------------------------------------


def _least_complete(at):
    """Of all kinds with rules; in a language, those that lack a text in it."""
    found, count = [], 0
    for model, rules in COMPLETED.items():
        rows = _narrowed_to(at, model)
        if rows is None:
            continue
        rows = rows.annotate(points=points(rules, model)).order_by("points", "pk")
        for row in rows.filter(points__lt=sum(r.weight for r in rules))[:SHOWN]:
            found.append((percent(row.points, rules), row))
    found.sort(key=lambda pair: pair[0])
    lines = [
        Line(str(row), _changed(row), f"{_kind(row)} · {numbers.percent(share)}")
        for share, row in found[:SHOWN]
    ]
    count = len(lines)
    return Section("complete", _("Least complete"), count, lines)


def _narrowed_to(at, model):
    rows = model.objects.all()
    if at.language:
        rows = rows.filter(lacks(model, at.language)) if at.language != "en" else None
    if rows is None or not at.hub:
        return rows
    if model is Hub:
        return rows.filter(pk=at.hub.pk)
    name = "policy" if model is PolicyInstrument else NAMES.get(model)
    return at.of_hub(rows, name) if name else None


def _kind(row) -> str:
    return capfirst(row._meta.verbose_name)


def _translations(at):
    """Texts without a translation, or with one older than its source, by language."""
    counted = translation_counts(hub=at.hub)
    board, lines, total = reverse("admin:translation_board"), [], 0
    for code in [at.language] if at.language in counted else counted:
        waiting = counted[code].missing + counted[code].outdated
        chosen = {"language": code} | ({"hub": at.hub.pk} if at.hub else {})
        if waiting:
            url = f"{board}?{urlencode(chosen)}"
            lines.append(Line(capfirst(name_of(code)), url, number(waiting)))
            total += waiting
    title = _("Texts without a translation, or with an older one")
    return Section("translations", title, total, lines, board)


def _past_events(at):
    """Over, and nothing of them can be read or seen."""
    today = dates.today()
    rows = Event.objects.published().annotate(over=Coalesce("ends_on", "starts_on"))
    rows = at.of_hub(rows.filter(over__lt=today, over__gt=today - LATELY), "event")
    rows = rows.filter(nothing_to_see()).order_by("over", "pk")
    lines = [Line(str(r), _changed(r), date_words(r.over)) for r in rows[:SHOWN]]
    title = _("Past events of which nothing can be read or seen")
    return Section("events", title, rows.count(), lines)


def nothing_to_see() -> Q:
    """No text and no website; of an event with recordings these count too."""
    return (Q(body_en="") | Q(body_en=None)) & Q(website="", recordings=None)


SECTIONS: tuple[Callable[[Narrowed], Section | None], ...] = (
    _proposals,
    _feedback,
    _dead_links,
    _searches,
    _least_complete,
    _past_events,
    _translations,
)
