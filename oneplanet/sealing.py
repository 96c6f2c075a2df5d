"""Seals: rows the database itself lets nobody change, whatever asks.

One list, SEALS: which tables are sealed, when, and how their rows lead to the sealed
row. Triggers are made from it after every ``migrate`` and on SQLite dropped before it,
because a table rebuild there drops triggers silently or breaks on them.

Rows of sample activities may be deleted (``clear_sample``), never changed.
"""

from dataclasses import dataclass

from django.db import connections

MESSAGE = "sealed: this row may no longer be changed"


@dataclass(frozen=True, slots=True)
class Seal:
    """One sealed table.

    ``sealed`` is an SQL condition on ``{row}`` (NEW or OLD): the row is sealed.
    ``sample`` is one on ``{row}``: it may be deleted. ``inserts`` says whether adding
    rows is refused too; ``versions`` is a condition on the versions ``v`` a row of
    another table leads to, read FOR SHARE on PostgreSQL so that nothing slips in while
    one of them is sealed.
    """

    table: str
    sealed: str
    sample: str = "1=0"
    inserts: bool = False
    versions: str = ""
    of: str = ""  # the table of those versions
    columns: str = ""  # of a sealed row, updates of these columns alone are refused


@dataclass(frozen=True, slots=True)
class Versions:
    """A table of versions and the identities it hangs on by ``of``."""

    table: str
    of: str
    identities: str

    @property
    def is_sample(self):
        """On {row}, a version or another row of its identity."""
        return (
            f"EXISTS (SELECT 1 FROM {self.identities} a "
            f"WHERE a.id = {{row}}.{self.of} AND a.is_sample)"
        )

    def any(self, condition: str) -> str:
        return f"EXISTS (SELECT 1 FROM {self.table} v WHERE {condition})"

    def sample_of(self, condition: str) -> str:
        return self.any(f"{condition} AND {self.is_sample.format(row='v')}")

    def row(self, table: str, column: str = "version_id") -> Seal:
        """A table whose rows hang on a version by ``column``."""
        mine = f"v.id = {{row}}.{column}"
        return Seal(
            table,
            sealed=self.any(f"{mine} AND v.sealed_at IS NOT NULL"),
            sample=self.sample_of(mine),
            inserts=True,
            versions=mine,
            of=self.table,
        )

    def seals(self, *, lists, rows, entries, receipts):
        """The versions, their lists and rows, and what is written beside them once."""
        column = f"{self.table.removeprefix('reporting_')}_id"
        yield Seal(
            self.table, sealed="{row}.sealed_at IS NOT NULL", sample=self.is_sample
        )
        yield from (self.row(f"{self.table}_{name}", column) for name in lists)
        yield from (self.row(f"reporting_{name}") for name in rows)
        yield Seal(entries, sealed="1=1", sample=self.is_sample)
        sample = self.sample_of("v.id = {row}.version_id")
        yield Seal(receipts, sealed="1=1", sample=sample)
        yield Seal(self.identities, sealed="1=1", columns="is_sample", sample="1=1")


_ACTIVITIES = Versions("reporting_activityversion", "activity_id", "reporting_activity")
_INITIATIVES = Versions(
    "reporting_initiativeversion", "initiative_id", "reporting_initiative"
)
_ATTACHED = (
    "v.id IN (SELECT f.version_id FROM reporting_versionfile f "
    "WHERE f.stored_id = {row}.id)"
)
_FACETS = ("countries", "regions", "sectors")

_SET_OF_QUESTION = "{edition}.id = {{row}}.question_set_id"
_SET_OF_CHOICE = (
    "{edition}.id IN (SELECT q.question_set_id FROM reporting_question q "
    "WHERE q.id = {{row}}.question_id)"
)


def _asked(condition: str, more: str = "s.opened_at IS NOT NULL") -> str:
    """Whether a row belongs to a published edition of questions."""
    found = f"SELECT 1 FROM reporting_questionset s WHERE {condition} AND {more}"
    return f"EXISTS ({found})"


def _question_seal(table: str, edition: str) -> Seal:
    """A table whose rows lead to an edition, which may be published meanwhile."""
    mine = edition.format(edition="s")
    return Seal(
        table,
        sealed=_asked(mine),
        sample=_asked(mine, "s.is_sample"),
        inserts=True,
        versions=edition.format(edition="v"),
        of="reporting_questionset",
    )


SEALS = (
    Seal("programmes_publishedfigure", sealed="1=1"),
    *_ACTIVITIES.seals(
        lists=(*_FACETS, "stages", "impacts", "goals", "targets", "tags"),
        rows=(
            "versionpartner",
            "quantity",
            "versionlink",
            "versionfile",
            "answer",
            "refusedfield",
        ),
        entries="reporting_historyentry",
        receipts="reporting_submissionreceipt",
    ),
    *_INITIATIVES.seals(
        lists=(*_FACETS, "owners"),
        rows=("initiativerefusedfield",),
        entries="reporting_initiativeentry",
        receipts="reporting_initiativereceipt",
    ),
    Seal(  # the bytes a sealed version names; no longer named, they may go
        "reporting_storedfile",
        sealed=_ACTIVITIES.any(f"{_ATTACHED} AND v.sealed_at IS NOT NULL"),
        versions=_ATTACHED,
        of=_ACTIVITIES.table,
    ),
    Seal(  # once published, but for the day it is closed
        "reporting_questionset",
        sealed="{row}.opened_at IS NOT NULL",
        sample="{row}.is_sample",
        columns="programme_id number opened_at opened_by_id is_sample",
    ),
    _question_seal("reporting_question", _SET_OF_QUESTION),
    _question_seal("reporting_questionchoice", _SET_OF_CHOICE),
)


def make_seals(using: str = "default") -> None:
    """Make the triggers of every sealed table that exists; safe to repeat."""
    connection = connections[using]
    drop_seals(using)
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for seal in SEALS:
            if seal.table in there and "reporting_activity" in there:
                for statement in _statements(seal, connection.vendor):
                    cursor.execute(statement)


def drop_seals(using: str = "default") -> None:
    """Drop every trigger made here; safe to repeat."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master "
                "WHERE type = 'trigger' AND name LIKE 'seal_%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            return
        cursor.execute(
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname LIKE 'seal\\_%'"
        )
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON {table}')


def before_migrate(sender, using="default", **kwargs):
    if connections[using].vendor == "sqlite":
        drop_seals(using)


def after_migrate(sender, using="default", **kwargs):
    """Django sends this once per app; the seals are made after the last."""
    from django.apps import apps

    last = [config for config in apps.get_app_configs() if config.models_module][-1]
    if sender is last:
        make_seals(using)


def _statements(seal: Seal, vendor: str):
    rules = {
        "update": _either(seal.sealed),
        "delete": f"({seal.sealed}) AND NOT ({seal.sample})".format(row="OLD"),
    }
    if seal.columns:
        rules["update"] = _changes_columns(seal, vendor)
    if seal.inserts:
        rules["insert"] = seal.sealed.format(row="NEW")
    make = _sqlite if vendor == "sqlite" else _postgresql
    for event, condition in rules.items():
        yield from make(seal, event, condition)


def _changes_columns(seal: Seal, vendor: str) -> str:
    differs = "IS NOT" if vendor == "sqlite" else "IS DISTINCT FROM"
    pairs = [f"OLD.{name} {differs} NEW.{name}" for name in seal.columns.split()]
    return f"({seal.sealed.format(row='OLD')}) AND ({' OR '.join(pairs)})"


def _either(condition: str) -> str:
    old, new = condition.format(row="OLD"), condition.format(row="NEW")
    # A version is sealed by an update from unsealed: only what was sealed refuses.
    return old if "{row}.sealed_at" in condition else f"({old}) OR ({new})"


def _sqlite(seal, event, condition):
    yield (
        f'CREATE TRIGGER "seal_{event}_{seal.table}" BEFORE {event.upper()} '
        f'ON "{seal.table}" FOR EACH ROW WHEN {condition} '
        f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def _postgresql(seal, event, condition):
    name = f"seal_{event}_{seal.table}"
    share = ""
    if seal.versions:
        rows = {"insert": ["NEW"], "delete": ["OLD"], "update": ["OLD", "NEW"]}[event]
        led_to = " OR ".join(seal.versions.format(row=row) for row in rows)
        share = f"PERFORM 1 FROM {seal.of} v WHERE {led_to} FOR SHARE OF v;"
    answer = "OLD" if event == "delete" else "NEW"
    yield (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger AS $$ BEGIN {share} '
        f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        f"RETURN {answer}; END $$ LANGUAGE plpgsql"
    )
    yield (
        f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{seal.table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()'
    )
