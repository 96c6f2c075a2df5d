"""How the tables are emptied after a test that really committed.

Only those with rows in them: PostgreSQL makes new files for every table and index it
truncates, hundreds of them, for the few rows a test has written. What Django writes
after migrating (kinds of content, permissions) stays instead of being written anew, and
so do the seals, which are switched off meanwhile: by the session's role on PostgreSQL,
by the connection on SQLite.

A `flush` that also begins its numbers anew empties every table, as Django does.
"""

import sqlite3

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.commands import flush
from django.db.backends.sqlite3.base import DatabaseWrapper

STAY = {ContentType._meta.db_table, Permission._meta.db_table}
WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"


def patch(monkeypatch):
    """Django's own command is what empties, in this way."""
    every, after = flush.sql_flush, flush.emit_post_migrate_signal
    on_sqlite = DatabaseWrapper.ops_class.execute_sql_flush

    def statements(style, connection, *, reset_sequences, allow_cascade):
        if reset_sequences or allow_cascade or not _may_pass_triggers(connection):
            return every(style, connection, reset_sequences, allow_cascade)
        return _deletions(connection)

    def tell(*args):
        if not ContentType.objects.exists():
            after(*args)

    monkeypatch.setattr(flush, "sql_flush", statements)
    monkeypatch.setattr(flush, "emit_post_migrate_signal", tell)
    monkeypatch.setattr(
        DatabaseWrapper.ops_class,
        "execute_sql_flush",
        lambda self, sql_list: _unsealed(on_sqlite, self, sql_list),
    )


def _may_pass_triggers(connection) -> bool:
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser')")
        return cursor.fetchone() == ("on",)


def _deletions(connection) -> list[str]:
    names = connection.introspection.django_table_names(
        only_existing=True, include_views=False
    )
    quoted = [connection.ops.quote_name(name) for name in set(names) - STAY]
    asked = (
        f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})"  # noqa: S608
        for name in quoted
    )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        filled = [f"DELETE FROM {name}" for (name,) in cursor]  # noqa: S608
    return filled if connection.vendor == "sqlite" else [WITHOUT_TRIGGERS, *filled]


def _unsealed(flush, operations, sql_list):
    """With triggers off: the seals would refuse it."""
    operations.connection.ensure_connection()
    raw = operations.connection.connection
    raw.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, False)
    try:
        flush(operations, sql_list)
    finally:
        raw.setconfig(sqlite3.SQLITE_DBCONFIG_ENABLE_TRIGGER, True)
