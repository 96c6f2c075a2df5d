"""Knowledge hubs with their blocks in order: what their pages show, by codes."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import RecordFilter
from knowledge_hubs.hub_changes import with_changes
from knowledge_hubs.kinds import KINDS as LIBRARY
from knowledge_hubs.models import BlockItem, Hub, HubBlock, HubFigure, ValueChain
from knowledge_hubs.models.block_kinds import LISTED
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import Labels
from knowledge_hubs.shelves import BY_NAME
from oneplanet.desk import column
from oneplanet.open_data.changes import taken_off
from oneplanet.open_data.columns import Choice, Column, Rows, Text, listed_words
from oneplanet.open_data.kinds import Kind
from oneplanet.open_data.pages import Page
from oneplanet.text import languages
from programmes.models import FigureText, Programme, Term
from reporting.models import ActivityVersion

NAMES = {  # of what blocks list and items name: the kind of open data
    "resource": "resources",
    "coalition": "coalitions",
    "working_group": "working-groups",
    "campaign": "campaigns",
    "case_study": "case-studies",
    "recommendation": "recommendations",
    "label": "labels",
    "event": "events",
    "article": "articles",
    "policy": "policies",
    "activity": "activities",
}
HOLDING_ITEMS = {
    HubBlock.Kind.FIGURES,
    HubBlock.Kind.COUNTED,
    HubBlock.Kind.RECORDS,
    HubBlock.Kind.TIMELINE,
    HubBlock.Kind.MESSAGES,
    HubBlock.Kind.LESSONS,
}


def _figures():
    """Keys of the figures that are shown: worded, and not replaced."""
    texts = FigureText.objects.filter(figure__replaced_by=None)
    return texts.values("figure")


def _public():
    """What items may name → a condition that readers see it."""
    seen = {
        kind.name: Q(
            **{f"{kind.name}__in": kind.model.objects.published().values("pk")}
        )
        for kind in LIBRARY
    }
    current = ActivityVersion.objects.current()
    seen["policy"] = Q(policy__isnull=False)
    seen["activity"] = Q(activity__in=current.values("activity"))
    return seen


def _items():
    """Items that show something, with the kind and the code of what they name."""
    seen = _public()
    kinds = [When(seen[name], then=Value(NAMES[name])) for name in seen]
    codes = [When(seen[name], then=F(f"{name}__code")) for name in seen]
    names_none = Q(**{f"{name}__isnull": True for name in (*seen, "figure")})
    rows = BlockItem.objects.annotate(
        named_kind=Case(*kinds, output_field=shared.LONGEST),
        named_code=Case(*codes, output_field=shared.LONGEST),
        its_document=shared.document_of("block__hub"),
    )
    shown = Q(named_code__isnull=False) | Q(figure__in=_figures()) | names_none
    return rows.filter(shown | _lessons()).order_by("order", "pk")


def _lessons():
    """Lessons as editors sum them up: they stand without what shows them."""
    titles = (Q(**{f"{column('title', code)}__gt": ""}) for code in languages.NAMES)
    return Q(block__kind=HubBlock.Kind.LESSONS) & reduce(or_, titles)


@dataclass(frozen=True)
class Quote(Text):
    """A record's own words, while readers see the record."""

    def paths(self, language):
        return (*super().paths(language), "named_code")

    def write(self, record, row, known):
        super().write(record, row, known if row["named_code"] else ())


@dataclass(frozen=True)
class Blocks(Rows):
    """Rows of blocks, without those that have nothing to show."""

    def prepare(self, keys, language, once):
        found = super().prepare(keys, language, once)
        return {
            hub: [block for block in blocks if _has_something(block)]
            for hub, blocks in found.items()
        }


def _has_something(block) -> bool:
    if block["kind"] in HOLDING_ITEMS:
        return bool(block["items"])
    names = ("text", "list", "chain", "search", "chart")
    is_of_people = block["kind"] == HubBlock.Kind.PARTNERS
    return is_of_people or any(block[name] for name in names)


def _public_chain():
    chains = ValueChain.objects.published().filter(pk=OuterRef("chain"))
    return Subquery(chains.values("code")[:1])


@dataclass(frozen=True)
class WholeList(Column):
    """Where the API answers all that an automatic list takes from, as it narrows."""

    NARROWING = {
        "programme": "programme__code",
        "tag": "tag__code",
        "sector": "sector__code",
        "of_kind": "of_kind",
    }

    def paths(self, language):
        return ("of", "kind", *self.NARROWING.values())

    def write(self, record, row, known):
        record[self.name] = None
        if of := row["of"] or LISTED.get(row["kind"]):
            keys = BY_NAME[of].keys
            pairs = ((keys.get(n), row[path]) for n, path in self.NARROWING.items())
            query = urlencode({key: code for key, code in pairs if key and code})
            path = reverse(f"api:{NAMES[of]}") + (f"?{query}" if query else "")
            record[self.name] = settings.SITE_URL + path


FIGURE = {"words": "published-figures", "source": "figure__code"}
SOURCE = (
    shared.document("its_document"),
    shared.paragraph(),
    shared.other_source(),
)
OPENING = Rows(
    "figures",
    _("Published figures it opens with, in their order."),
    rows=lambda: HubFigure.objects.filter(figure__in=_figures()),
    owner="hub_id",
    columns=(Column("figure", _("The figure."), is_empty=False, **FIGURE),),
    in_a_cell="{figure}",
)
ITEMS = Rows(
    "items",
    _("What stands in it, in order: figures, records, moments, messages or lessons."),
    rows=_items,
    owner="block_id",
    columns=(
        Column("when", _("The time, as printed.")),
        Text("title", _("The title.")),
        Text("text", _("The whole text; empty lines part its paragraphs.")),
        Quote(
            "quote",
            _(
                "Of a lesson: its record’s own words, while the record is public. A "
                "row without a title shows the lesson above it."
            ),
        ),
        Column("figure", _("The figure."), **FIGURE),
        Choice("counts", _("Of what is counted: the kind."), choices=HubBlock.Of),
        Column("record_kind", _("The list its record stands in."), "named_kind"),
        Column("record", _("The code of its record."), "named_code"),
        *SOURCE,
    ),
)
BLOCKS = Blocks(
    "blocks",
    _("Its blocks in the order of the page, those that have something to show."),
    rows=lambda: HubBlock.objects.annotate(
        its_document=shared.document_of("hub"), its_chain=_public_chain()
    ).order_by("order", "pk"),
    owner="hub_id",
    columns=(
        Choice("kind", _("What kind of thing it is."), choices=HubBlock.Kind),
        Text("title", _("The title.")),
        Text("text", _("The whole text; empty lines part its paragraphs.")),
        WholeList(
            "list",
            _("Of an automatic list: the address of all it takes its records from."),
            type="uri",
        ),
        Column("chain", _("Of stages: the code of the value chain."), "its_chain"),
        Column("search", _("Of a search: what its address asks for."), "query"),
        Choice("chart", _("Of a chart: what it draws."), choices=HubBlock.Chart),
        ITEMS,
        *SOURCE,
    ),
    in_a_cell="{kind_label}: {title}",
)


def _many(name, means, words, target, label="label"):
    labels = Labels(target, label)
    return listed_words(name, means, Hub, words=words, labels=labels)


HUBS = Kind(
    "hubs",
    "hub",
    _("Knowledge hubs"),
    _("What the network knows of one theme, block by block, each with its source."),
    shared.FROM_DOCUMENTS,
    lambda: with_changes(Hub.objects.published(), "changed"),
    lambda: taken_off(Hub),
    (
        shared.code(),
        Page("knowledge_hubs:hub_detail"),
        Text("title", _("The title, in the languages in which it is official.")),
        Text("lead", _("What is at stake.")),
        Choice("kind", _("What kind of thing it is."), choices=Hub.Kind),
        _many(
            "programmes",
            _("Programmes it belongs to; none: the whole network."),
            "programmes",
            Programme,
            "name",
        ),
        _many("sectors", _("Sectors."), "terms", Term),
        _many("tags", _("Themes."), "terms", Term),
        OPENING,
        BLOCKS,
        shared.document(),
        shared.paragraph(),
        shared.other_source(),
        shared.basis(),
        shared.to_check(),
        shared.is_sample(),
        shared.updated(),
    ),
    RecordFilter,
    without=frozenset({"country", "organisation"}),
    list_page="knowledge_hubs:hub_list",
    is_download=True,
)
