"""Reading versions whole, for pages: plain rows, few queries however many lists."""

from dataclasses import dataclass, field

from django.db.models import CharField, F, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from reporting.conditions import unasked_of
from reporting.models.answers import unasked_answers
from reporting.models.versioned import Version

_NAMED = {"countries": "name", "targets": "short_label"}  # the others have a label


@dataclass(frozen=True, slots=True)
class Word:
    code: str
    label: str


@dataclass(slots=True)
class Content:
    """One version with its lists (words in the reader's language) and typed rows.

    ``left_out`` names the lists of a draft that will be left out when it is submitted,
    because they are not asked; they are not among its lists.
    """

    version: Version
    lists: dict[str, list[Word]] = field(default_factory=dict)
    rows: dict[str, list] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def __getattr__(self, name):
        if name in self.version.lists:
            return self.lists.get(name, [])
        if name in self.version.rows:
            return self.rows.get(name, [])
        raise AttributeError(name)


def read(versions) -> list[Content]:
    """The content of these versions of one kind in their order. One query for all lists
    of words, one for owners, one for each kind of row; for answers where a programme
    asked anything."""
    contents = {content.version.pk: content for content in read_lists(versions)}
    if not contents:
        return []
    model = type(versions[0])
    for name in model.rows:
        if name == "answers" and not any(v.question_set_id for v in versions):
            continue
        rows = getattr(model, name).rel.related_model.objects.filter(
            version__in=contents
        )
        if name == "answers":
            rows = rows.with_words()
        if name == "partners":
            rows = rows.select_related("organisation")
        if name == "files":
            rows = rows.select_related("stored")
        for row in rows:
            contents[row.version_id].rows.setdefault(name, []).append(row)
    if "answers" in model.rows:
        drafts = [c for c in contents.values() if c.version.is_draft]
        answered = [c.version for c in drafts if c.rows.get("answers")]
        prefetch_related_objects(answered, "question_set__questions")
        for content in drafts:
            _leave_out(content)
    return list(contents.values())


def read_lists(versions) -> list[Content]:
    """The same without their typed rows. One query, and one for owners."""
    contents = {version.pk: Content(version) for version in versions}
    if not contents:
        return []
    model = type(versions[0])
    for version_id, name, code, label in _words(model, list(contents)):
        contents[version_id].lists.setdefault(name, []).append(Word(code, label))
    if "owners" in model.lists:
        for version_id, word in _owners(model, list(contents)):
            contents[version_id].lists.setdefault("owners", []).append(word)
    return list(contents.values())


def _leave_out(content):
    unasked = sorted(unasked_of(content.version))
    content.left_out = [name for name in unasked if content.lists.pop(name, None)]
    answers = content.rows.get("answers", [])
    if left_out := unasked_answers(content.version, answers):
        content.rows["answers"] = [row for row in answers if row not in left_out]


def _owners(model, ids):
    """(version id, organisation), by their names."""
    through, version = model.owners.through.objects, model._meta.model_name
    rows = through.filter(**{f"{version}__in": ids}).select_related("organisation")
    for row in rows.order_by("organisation__name_folded", "organisation"):
        yield getattr(row, f"{version}_id"), row.organisation


def _words(model, ids):
    """(version id, list, code, label) of every list of words, in order."""
    parts, version = [], model._meta.model_name
    for name in model.lists:
        if name == "owners":
            continue
        through = getattr(model, name).through
        target = next(
            f.name for f in through._meta.fields if f.is_relation and f.name != version
        )
        label = _NAMED.get(name, "label")
        parts.append(
            through.objects.filter(**{f"{version}__in": ids})
            .annotate(
                in_list=Value(name),
                word_code=F(f"{target}__code"),
                word_label=in_reader_language(target, label),
                word_order=Value(0) if name == "countries" else F(f"{target}__order"),
            )
            .values_list(
                f"{version}_id",
                "in_list",
                "word_code",
                "word_label",
                "word_order",
            )
        )
    rows = list(parts[0].union(*parts[1:], all=True))
    rows.sort(key=lambda row: (row[1], row[4], row[3]))
    return [row[:4] for row in rows]


def in_reader_language(target, name):
    """A translated column of a related row, in English where it has no other."""
    wanted = (get_language() or "en").replace("-", "_")
    return Coalesce(
        NullIf(F(f"{target}__{name}_{wanted}"), Value("")),
        F(f"{target}__{name}_en"),
        output_field=CharField(),  # each language's column has a class of its own
    )


PLAIN = {
    "activity": (
        "title",
        "summary",
        "results",
        "language",
        "initiative_id",
        "type_id",
        "started_on",
        "ended_on",
        "scope_id",
    ),
    "initiative": (
        "title",
        "objectives",
        "language",
        "type_id",
        "started_on",
        "ended_on",
    ),
}


def changed_fields(before: Content, after: Content) -> list[str]:
    """Names of the fields in which two versions differ, in the order of the form."""
    version = after.version
    changed = [
        name.removesuffix("_id")
        for name in PLAIN[version.OF]
        if getattr(before.version, name) != getattr(version, name)
    ]
    changed += [
        name
        for name in version.lists
        if [word.code for word in getattr(before, name)]
        != [word.code for word in getattr(after, name)]
    ]
    changed += [
        name
        for name in version.rows
        if [_comparable(row) for row in getattr(before, name)]
        != [_comparable(row) for row in getattr(after, name)]
    ]
    return changed


def _comparable(row):
    if hasattr(row, "says"):
        return row.says
    return tuple(
        getattr(row, f.attname)
        for f in row._meta.concrete_fields
        if f.name not in ("id", "version", "order")
    )
