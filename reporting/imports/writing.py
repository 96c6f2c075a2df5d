"""Many drafts at once, in the way :func:`reporting.drafts.save_draft` leaves one.

Contents are those of contents.py, cleaned by the form's own rules. The caller holds the
transaction and the locks, and has checked that each draft may be written.
"""

from datetime import date
from decimal import Decimal
from itertools import batched

from django.db import connection
from django.utils import timezone

from oneplanet.text.folding import fold
from reporting.choices import Choices
from reporting.imports.columns import DAYS, ROWS, TEXTS
from reporting.imports.typed import is_typed, read_only, refused_in
from reporting.models import (
    Activity,
    ActivityVersion,
    Quantity,
    QuestionSet,
    RefusedField,
    VersionLink,
    VersionPartner,
)
from reporting.models.codes import draw
from reporting.models.version import LISTS

BATCH = 500
VALUES = 2_000  # in one statement
CODED = ("initiative", "type", "scope")
PLAIN = (*TEXTS, "language", *CODED, *DAYS)
FOLDED = ("title_folded", "summary_folded")
WRITTEN = (*PLAIN, *FOLDED, "question_set", "entered_by", "edit_count", "saved_at")
ROW_MODELS = {
    "partners": (VersionPartner, ("role", "organisation", "name")),
    "quantities": (Quantity, ("what", "status", "value", "unit", "reason")),
    "links": (VersionLink, ("url", "label")),
}


class Writer:
    """Writes contents; ``organisations`` are those partners are called by, by name."""

    def __init__(self, *, by, words: Choices, organisations: dict):
        self.by, self.rows, self.organisations = by, words.rows, organisations

    def add(self, organisation, contents: list[dict]) -> list[int]:
        """A new activity with its first draft of each content; their keys, in order."""
        codes = _new_codes(len(contents))
        given = {"organisation": organisation.pk, "created_by": self.by.pk}
        given["is_sample"] = organisation.is_sample
        programmes = [self._key("programme", c["programme"]) for c in contents]
        rows = list(zip(codes, programmes, strict=True))
        _insert(Activity, ("code", "programme"), rows, **given)
        activities = _found(Activity, "code", codes)
        given = {"number": 1, "reported_by": organisation.pk, "entered_by": self.by.pk}
        editions, asked = (
            _editions(),
            zip(activities, programmes, contents, strict=True),
        )
        rows = [
            (activity, editions.get(programme), *self._columns(content))
            for activity, programme, content in asked
        ]
        columns = ("activity", "question_set", *PLAIN, *FOLDED)
        _insert(ActivityVersion, columns, rows, **given)
        drafts = _found(ActivityVersion, "activity", activities)
        pairs = list(zip(drafts, contents, strict=True))
        self._add_lists(pairs, LISTS)
        self._add_rows(pairs, ROWS)
        return activities

    def change(self, drafts: list[ActivityVersion], contents: list[dict]) -> None:
        """Each draft says what its content says; a field the content lacks stays, and
        so does what was refused of it."""
        refused = [
            RefusedField(version=draft, field=field, text=text)
            for draft, content in zip(drafts, contents, strict=True)
            for field, text in refused_in(content)
        ]
        contents = [{n: read_only(v) for n, v in c.items()} for c in contents]
        pairs = list(zip(drafts, contents, strict=True))
        for draft, content in pairs:
            for name, value in self._plain(content).items():
                setattr(draft, name, value)
            draft.title_folded, draft.summary_folded = (
                fold(text) for text in (draft.title, draft.summary)
            )
            draft.entered_by, draft.saved_at = self.by, timezone.now()
            draft.edit_count += 1
        self._move(pairs)
        ActivityVersion.objects.bulk_update(drafts, WRITTEN, batch_size=100)
        for name in LISTS:
            self._set_list(name, [pair for pair in pairs if name in pair[1]])
        for name in ROWS:
            self._set_rows(name, [pair for pair in pairs if name in pair[1]])
        _forget_refused(pairs)
        RefusedField.objects.bulk_create(refused, batch_size=BATCH)

    # --- Columns ----------------------------------------------------------------------

    def _plain(self, content) -> dict:
        """The columns of a version, of what the content says."""
        values = {name: content[name] for name in PLAIN if name in content}
        for name in values.keys() & set(CODED):
            values[name] = self.rows[name].get(values[name])
        for name in DAYS:
            if name in values:
                day = values[name]
                values[name] = date.fromisoformat(day) if day else None
        return values

    def _columns(self, content) -> list:
        """All columns of a new version that hold content, as the table keeps them."""
        day = ActivityVersion._meta.get_field("started_on")
        values = self._plain(content)
        for name in CODED:
            values[name] = self._key(name, content[name])
        for name in DAYS:
            values[name] = day.get_db_prep_save(values[name], connection)
        folded = (fold(content["title"]), fold(content["summary"]))
        return [*(values[name] for name in PLAIN), *folded]

    def _key(self, field, code) -> int | None:
        word = self.rows[field].get(code)
        return word.pk if word else None

    def _move(self, pairs):
        """To the programmes named, and to their questions."""
        editions, activities = _editions(), []
        for draft, content in pairs:
            if "programme" not in content:
                continue
            programme = self.rows["programme"].get(content["programme"])
            if programme != draft.activity.programme:
                draft.activity.programme = programme
                draft.question_set_id = editions.get(programme and programme.pk)
                activities.append(draft.activity)
        Activity.objects.bulk_update(activities, ["programme"], batch_size=BATCH)

    # --- Lists ------------------------------------------------------------------------

    def _add_lists(self, pairs, names):
        """``pairs`` are keys of drafts with their contents."""
        for name in names:
            keys = {code: row.pk for code, row in self.rows[name].items()}
            through, target = _through(name), _target(name)
            _insert(
                through,
                ("activityversion", target),
                [
                    (draft, keys[code])
                    for draft, content in pairs
                    for code in content[name]
                ],
            )

    def _set_list(self, name, pairs):
        through = _through(name).objects
        for few in batched((draft.pk for draft, _content in pairs), BATCH):
            through.filter(activityversion__in=few).delete()
        self._add_lists([(d.pk, content) for d, content in pairs], [name])

    # --- Rows -------------------------------------------------------------------------

    def _add_rows(self, pairs, names):
        for name in names:
            model, columns = ROW_MODELS[name]
            _insert(
                model,
                ("version", "order", *columns),
                [
                    (draft, order, *self._row(name, row))
                    for draft, content in pairs
                    for order, row in enumerate(content[name])
                    if not is_typed(row)
                ],
            )

    def _row(self, name, row) -> tuple:
        """The columns of a row, in the order of ROW_MODELS."""
        if name == "partners":
            body = self.organisations.get(row[0])
            return (row[1], body.pk, "") if body else (row[1], None, row[0])
        if name == "quantities":
            what, status, value, unit, reason = row
            return what, status, _number(value) if value else None, unit, reason
        return tuple(row)

    def _set_rows(self, name, pairs):
        rows = ROW_MODELS[name][0].objects
        for few in batched((draft.pk for draft, _content in pairs), BATCH):
            rows.filter(version__in=few).delete()
        self._add_rows([(d.pk, content) for d, content in pairs], [name])


def _new_codes(count) -> list[str]:
    """Codes nobody has yet, all different."""
    codes = set()
    while len(codes) < count:
        codes |= {draw("OP-", 7) for _n in range(count - len(codes))}
        for few in batched(list(codes), BATCH):
            taken = Activity.objects.filter(code__in=few)
            codes -= set(taken.values_list("code", flat=True))
    return list(codes)


def _through(name):
    return getattr(ActivityVersion, name).through


def _target(name) -> str:
    """The column of the word in the rows of a list."""
    fields = _through(name)._meta.fields
    return next(f.name for f in fields if f.is_relation and f.name != "activityversion")


def _insert(model, names, rows, **same):
    """Many rows in few statements, their values as the columns hold them: making each
    of them a model first costs as much as all else. ``same`` are columns alike in all
    of them; what neither names has its default."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    rest = {field: same[field.name] for field in fields if field.name in same}
    for field in fields:
        if field.name not in names and field not in rest:
            rest[field] = field.pre_save(model(), add=True)
    constant = [
        field.get_db_prep_save(value, connection) for field, value in rest.items()
    ]
    columns = [model._meta.get_field(name) for name in names] + list(rest)
    quote = connection.ops.quote_name
    start = (
        f"INSERT INTO {quote(model._meta.db_table)} "  # noqa: S608, names of ours
        f"({', '.join(quote(field.column) for field in columns)}) VALUES "
    )
    with connection.cursor() as cursor:
        for few in batched(rows, max(1, VALUES // len(columns))):
            texts, values = [], []
            for row in few:
                texts.append(", ".join([_place(v, values) for v in (*row, *constant)]))
            cursor.execute(f"{start}({'), ('.join(texts)})", values)


def _place(value, values) -> str:
    """How a value stands in a statement: a key as it is, for handing each of them over
    takes the driver longer than all else; a text never."""
    if value is None:
        return "NULL"
    if type(value) is int:
        return str(value)
    values.append(value)
    return "%s"


def _found(model, name, keys) -> list[int]:
    """The keys of rows just written, by a column that tells them apart, in order."""
    found, column = {}, model._meta.get_field(name).attname
    for few in batched(keys, BATCH):
        rows = model.objects.filter(**{f"{name}__in": few}).order_by()
        found |= dict(rows.values_list(column, "pk"))
    return [found[key] for key in keys]


def _number(text):
    field = Quantity._meta.get_field("value")
    return field.get_db_prep_save(Decimal(text), connection)


def _forget_refused(pairs):
    """What could not be read of a field is mended by what is written there now."""
    drafts = {draft.pk: content for draft, content in pairs}
    gone = []
    for few in batched(drafts, BATCH):
        refused = RefusedField.objects.filter(version__in=few)
        gone += [
            pk
            for pk, draft, name in refused.values_list("pk", "version_id", "field")
            if name.partition("-")[0] in drafts[draft]
        ]
    for few in batched(gone, BATCH):
        RefusedField.objects.filter(pk__in=few).delete()


def _editions() -> dict[int, int]:
    """What each programme asks now, by their keys."""
    open_now = QuestionSet.objects.published().filter(closed_at=None)
    return dict(open_now.values_list("programme", "pk"))
