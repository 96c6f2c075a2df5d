"""The words everything is classified by, and the glossary."""

from django.db.models import CharField, F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from knowledge_hubs.filters import GlossaryFilter, StageFilter, TermFilter
from knowledge_hubs.models import GlossaryTerm
from knowledge_hubs.open_data import shared
from knowledge_hubs.open_data.shared import Labels
from oneplanet.open_data.changes import changed_at, deleted_from
from oneplanet.open_data.columns import Choice, Column, Label, Text, listed_words
from oneplanet.open_data.kinds import Kind
from programmes.models import ActivityType, Stage, Term
from programmes.models.vocabulary import Vocabulary


def _word(words):
    return (
        Text("label", _("The word.")),
        Text("definition", _("What it means.")),
        Column("broader", _("The broader word."), "parent__code", words=words),
    )


WORD_ENDS = (
    shared.basis(),
    shared.other_source(),
    Column("retired_on", _("Since when it is no longer chosen."), type="date"),
    shared.updated(),
)


def _whole_code():
    return Concat(F("vocabulary"), Value("."), F("code"), output_field=CharField())


def _terms():
    whole, changed = _whole_code(), changed_at(Term)
    return Term.objects.annotate(whole_code=whole, changed=changed)


TERMS = Kind(
    "terms",
    "term",
    _("Terms"),
    _("Words of the vocabularies: sectors, impacts, themes, types and others."),
    shared.FROM_DOCUMENTS,
    _terms,
    lambda: deleted_from(Term, code=_whole_code()),
    (
        Column(
            "id",
            _("Vocabulary and code with a full stop between: the end of its address."),
            "whole_code",
            is_empty=False,
        ),
        Choice("vocabulary", _("The vocabulary it belongs to."), choices=Vocabulary),
        Column("code", _("Its code in the vocabulary."), is_empty=False),
        *_word("terms"),
        *WORD_ENDS,
    ),
    TermFilter,
    code="whole_code",
)
ACTIVITY_TYPES = Kind(
    "activity-types",
    "activity-type",
    _("Activity types"),
    _("What kinds of thing partners do, and which count as implementation."),
    shared.FROM_DOCUMENTS,
    lambda: ActivityType.objects.annotate(changed=changed_at(ActivityType)),
    lambda: deleted_from(ActivityType),
    (
        shared.code(),
        *_word("activity-types"),
        Choice("level", _("Output or outcome."), choices=ActivityType.Level),
        Column(
            "is_implementation",
            _("Whether it counts as implementation."),
            type="boolean",
            is_empty=False,
        ),
        *WORD_ENDS,
    ),
)
STAGES = Kind(
    "stages",
    "stage",
    _("Value-chain stages"),
    _("Stages of value chains, generic ones and those of one sector."),
    shared.FROM_DOCUMENTS,
    lambda: Stage.objects.annotate(changed=changed_at(Stage)),
    lambda: deleted_from(Stage),
    (
        shared.code(),
        *_word("stages"),
        Choice("chain", _("The value chain."), choices=Stage.Chain),
        listed_words(
            "generic_stages",
            _("The generic stages it belongs to."),
            Stage,
            words="stages",
            labels=Labels(Stage),
        ),
        *WORD_ENDS,
    ),
    StageFilter,
)


def _glossary():
    return GlossaryTerm.objects.annotate(changed=F("updated_at"))


GLOSSARY = Kind(
    "glossary",
    "glossary-term",
    _("Glossary"),
    _("Words of the field, explained in six languages."),
    shared.FROM_DOCUMENTS,
    _glossary,
    lambda: deleted_from(GlossaryTerm),
    (
        shared.code(),
        Text("word", _("The word.")),
        Label("abbreviation", _("How it is shortened.")),
        Text("meaning", _("What it means.")),
        listed_words(
            "see_also",
            _("Words to read next."),
            GlossaryTerm,
            words="glossary",
            labels=Labels(GlossaryTerm, "word"),
        ),
        shared.document(),
        shared.paragraph(),
        shared.basis(),
        shared.to_check(),
        shared.updated(),
    ),
    GlossaryFilter,
    list_page="knowledge_hubs:glossary",
    is_download=True,
)
