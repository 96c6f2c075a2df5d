"""Reading versions whole, for pages: plain rows, few queries however many lists."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, prefetch_related_objects

from reporting.conditions import unasked_of
from reporting.list_words import Word, words_of
from reporting.models import ActivityVersion, Question, dead_since
from reporting.models.answers import unasked_answers
from reporting.models.versioned import Version


@dataclass(slots=True)
class Content:
    """One version with its lists (words in the reader's language) and typed rows.

    ``left_out`` are the lists of a draft that will be left out when it is submitted,
    because they are not asked, and ``left_out_answers`` such answers; neither is among
    its lists and rows.
    """

    version: Version
    lists: dict[str, list[Word]] = field(default_factory=dict)
    rows: dict[str, list] = field(default_factory=dict)
    left_out: dict[str, list[Word]] = field(default_factory=dict)
    left_out_answers: list = field(default_factory=list)

    @property
    def all_lists(self) -> dict[str, list[Word]]:
        return self.lists | self.left_out

    @property
    def all_answers(self) -> list:
        return [*self.rows.get("answers", ()), *self.left_out_answers]

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
        if name == "links":
            rows = rows.annotate(dead_since=dead_since())
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
    for version_id, name, word in words_of(model, list(contents)):
        contents[version_id].lists.setdefault(name, []).append(word)
    if "owners" in model.lists:
        for version_id, word in _owners(model, list(contents)):
            contents[version_id].lists.setdefault("owners", []).append(word)
    return list(contents.values())


def read_draft(activity) -> Content:
    """An activity's draft with all its form shows: what was refused, the questions it
    is asked, and whether another activity has its title."""
    rows = ActivityVersion.objects.with_twin().filter(activity=activity, sealed_at=None)
    rows = rows.select_related("type", "scope", "question_set")
    asked = Question.objects.select_related("asked_after").prefetch_related("choices")
    questions = Prefetch("question_set__questions", asked)
    version = rows.prefetch_related("refused_fields", questions).get()
    version.activity = activity
    content = read([version])[0]
    if version.question_set is None:
        content.left_out_answers = list(version.answers.with_words())
    return content


def _leave_out(content):
    lists = content.lists
    unasked = [name for name in sorted(unasked_of(content.version)) if name in lists]
    content.left_out = {name: lists.pop(name) for name in unasked}
    answers = content.rows.get("answers", [])
    if left_out := unasked_answers(content.version, answers):
        content.left_out_answers = left_out
        content.rows["answers"] = [row for row in answers if row not in left_out]


def _owners(model, ids):
    """(version id, organisation), by their names."""
    through, version = model.owners.through.objects, model._meta.model_name
    rows = through.filter(**{f"{version}__in": ids}).select_related("organisation")
    for row in rows.order_by("organisation__name_folded", "organisation"):
        yield getattr(row, f"{version}_id"), row.organisation


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
