"""What editors are told of a block: what it does, and whether they fill it or it fills
itself; and of a field what it means in a block of this kind, where that differs.
"""

from django.utils.translation import gettext_lazy as _

from knowledge_hubs.models.block_kinds import Kind

DOES = {
    Kind.TEXT: _("You fill it: readers see the text as it is written here."),
    Kind.FIGURES: _(
        "You fill it with published figures, below. They stand as their documents "
        "print them; one that a corrected figure has replaced is left out."
    ),
    Kind.COUNTED: _(
        "You choose what is counted, below; the numbers are counted anew from what is "
        "public. Published figures beside them stay as they were printed."
    ),
    Kind.RECORDS: _(
        "You fill it with records, below, in your order. One that is not public is "
        "left out as long as it is not."
    ),
    Kind.LIST: _(
        "It fills itself with the first public records that fit what is chosen here, "
        "in the order of their own list."
    ),
    Kind.SEARCH: _(
        "It fills itself with the first results of the search, in the language of the "
        "reader."
    ),
    Kind.EVENTS: _(
        "It fills itself with public events: those to come, the next one first, then "
        "past ones, the last one first."
    ),
    Kind.NEWS: _(
        "It fills itself with the newest public articles that fit what is chosen here."
    ),
    Kind.TIMELINE: _(
        "You fill it with moments, below. It changes only when you change them."
    ),
    Kind.MESSAGES: _(
        "You fill it with messages, below. It changes only when you change them."
    ),
    Kind.LESSONS: _(
        "You fill it with lessons, below. The words that show a lesson are a record’s "
        "own: they are left out while the record is not public, and readers are told "
        "when it no longer says them."
    ),
    Kind.STAGES: _(
        "It fills itself: the stages of the value chain are drawn, with how much is "
        "public at each."
    ),
    Kind.BY_STAGE: _(
        "It fills itself, stage by stage, with the newest public activities and with "
        "the policies and records that documents file there."
    ),
    Kind.PARTNERS: _(
        "It fills itself with organisations that have a role in the programme, and "
        "with those behind the records the hub features."
    ),
    Kind.CHART: _(
        "It fills itself: the chart counts what is public and fits what is chosen "
        "here, and the same stands below it as a table."
    ),
}
HELPS = {
    (Kind.PARTNERS, "programme"): _("Empty: all programmes of the hub."),
    (Kind.PARTNERS, "how_many"): _(
        "So many are in sight, six at most; the others are folded below."
    ),
    (Kind.EVENTS, "how_many"): _(
        "Of those to come and of past ones each. A link leads to the whole list."
    ),
    (Kind.BY_STAGE, "how_many"): _("At each stage. A link leads to all of them."),
}
