"""The words in a version's lists, all lists in one query."""

from dataclasses import dataclass

from django.db.models import BooleanField, CharField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

_NAMED = {"countries": "name", "targets": "short_label"}  # the others have a label
_LASTING = ("countries", "targets")  # of these no word is retired


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    label: str
    is_retired: bool = False


def words_of(model, ids) -> list[tuple[int, str, Word]]:
    """(version id, list, word in the reader's language) of every list of words of
    these versions of one kind, each list in its order."""
    parts = [_of_list(model, name, ids) for name in model.lists if name != "owners"]
    rows = list(parts[0].union(*parts[1:], all=True))
    rows.sort(key=lambda row: (row[1], row[4], row[3]))
    return [
        (version_id, name, Word(code, label, bool(is_retired)))
        for version_id, name, code, label, _order, is_retired in rows
    ]


def _of_list(model, name, ids):
    through, version = getattr(model, name).through, model._meta.model_name
    target = next(
        f.name for f in through._meta.fields if f.is_relation and f.name != version
    )
    is_retired = Q(**{f"{target}__retired_on__isnull": False})
    return (
        through.objects.filter(**{f"{version}__in": ids})
        .annotate(
            in_list=Value(name),
            word_code=F(f"{target}__code"),
            word_label=in_reader_language(target, _NAMED.get(name, "label")),
            word_order=Value(0) if name == "countries" else F(f"{target}__order"),
            word_is_retired=Value(False)
            if name in _LASTING
            else ExpressionWrapper(is_retired, output_field=BooleanField()),
        )
        .values_list(
            f"{version}_id",
            "in_list",
            "word_code",
            "word_label",
            "word_order",
            "word_is_retired",
        )
    )


def in_reader_language(target, name):
    """A translated column of a related row, in English where it has no other."""
    wanted = (get_language() or "en").replace("-", "_")
    return Coalesce(
        NullIf(F(f"{target}__{name}_{wanted}"), Value("")),
        F(f"{target}__{name}_en"),
        output_field=CharField(),  # each language's column has a class of its own
    )
