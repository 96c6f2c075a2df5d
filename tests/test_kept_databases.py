"""A database kept from the first landed schema, full of rows, migrates to today's.

tools/keep_database.py made the two in tests/kept/, one for each kind of database.
"""

import json
import lzma
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass

import psycopg
import pytest
from django.db import connection

from oneplanet.sealing import SEALS
from oneplanet.text.folding import fold
from tests.our_code import APPS
from tests.servers import KEY, ROOT, clean_environment

pytestmark = pytest.mark.django_db

KEPT = ROOT / "tests" / "kept"

# What a migration since then was meant to change, and why: "table" where rows or all of
# it went or came, "table.column" where the column went or its values changed. A new
# table or column needs no line.
MEANT: dict[str, str] = {}

# `migrate` itself adds to these.
GROWING = {"auth_permission", "django_content_type", "django_migrations"}

# Of ours, without a row in the kept databases.
EMPTY = {"oneplanet_cache": "holds what may be forgotten"}

# What is tried on a sealed table where writing the same again is not refused.
CHANGES = {
    "reporting_activity": "is_sample = NOT is_sample",
    "reporting_refusedfield": "version_id = (SELECT min(id) "
    "FROM reporting_activityversion WHERE sealed_at IS NOT NULL)",
}

# A table with folded words: a column of what it is found by.
FOUND_BY = {
    "programmes_country": "name_ru",
    "reporting_policyinstrument": "name",
}

# Whatever the database can say of itself, as (table, name, what it is). PostgreSQL
# writes a condition otherwise once it was dumped, so there it counts by its name.
SHAPE = {
    # Without what ANALYZE writes, as a search index made anew asks for.
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master "
    "WHERE name NOT LIKE 'sqlite_stat%'",
    "postgresql": """
        SELECT table_name, column_name, concat_ws(' ', data_type,
            character_maximum_length, is_nullable, is_identity, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'
        UNION SELECT conrelid::regclass::text, conname, contype::text
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace
        UNION SELECT tablename, indexname, '' FROM pg_indexes
        WHERE schemaname = 'public'
        UNION SELECT tgrelid::regclass::text, tgname, prosrc
        FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal
    """,
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master "
    "WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


@dataclass(frozen=True)
class Kept:
    """The kept database, by now migrated. ``before`` and ``after`` are its rows:
    table → key → column → value."""

    url: str
    before: dict
    after: dict


@pytest.fixture(scope="module")
def kept(fresh_database_url, tmp_path_factory) -> Kept:
    url = fresh_database_url
    if not url:
        url = f"sqlite:///{tmp_path_factory.mktemp('kept') / 'portal.sqlite3'}"
    load(url)
    before = contents(url)
    manage(url, "migrate", "--verbosity=0")
    return Kept(url, before, contents(url))


def load(url: str):
    packed = KEPT / f"{connection.vendor}.sql.xz"
    statements = lzma.decompress(packed.read_bytes()).decode()
    with opened(url) as database:
        if connection.vendor == "sqlite":
            database.executescript(statements)
        else:
            database.execute(statements)
        database.commit()


def opened(url: str):
    """A connection of the driver's own: past the models, which are today's."""
    if url.startswith("sqlite"):
        return closing(sqlite3.connect(url.removeprefix("sqlite:///")))
    return closing(psycopg.connect(url))


def contents(url: str) -> dict:
    with opened(url) as database:
        tables = database.execute(TABLES[connection.vendor]).fetchall()
        return {table: rows(database, table) for (table,) in tables}


def rows(database, table: str) -> dict:
    found = database.execute(f'SELECT * FROM "{table}"')  # noqa: S608
    names = [column[0] for column in found.description]
    # In a history "id" is the key of the row it is about.
    key = next((name for name in ("history_id", "id") if name in names), names[0])
    listed = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    keyed = {row[key]: row for row in listed}
    assert len(keyed) == len(listed)
    return keyed


def manage(url: str, *command: str, stdin: str = "") -> str:
    """What one Django command said, on this database."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=clean_environment(
            DATABASE_URL=url, SAMPLE="1", SECRET_KEY=KEY, TESTING="1"
        ),
        input=stdin,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_is_kept_has_a_row_in_every_table_of_ours(kept):
    ours = {table: found for table, found in kept.before.items() if is_ours(table)}
    assert len(ours) > 60
    assert {table for table, found in ours.items() if not found} == set(EMPTY)


def is_ours(table: str) -> bool:
    return table.startswith(tuple(f"{app}_" for app in APPS))


def test_every_row_and_value_of_before_is_still_there(kept):
    assert set(differences(kept.before, kept.after)) == set(MEANT)


def differences(before: dict, after: dict):
    """Each as MEANT writes it."""
    for table, old in before.items():
        new = after.get(table, {})
        lost, added = old.keys() - new.keys(), new.keys() - old.keys()
        if table not in after or lost or (added and table not in GROWING):
            yield table
        for key in old.keys() & new.keys():
            for column, value in old[key].items():
                if column not in new[key] or new[key][column] != value:
                    yield f"{table}.{column}"


def test_it_is_the_database_a_new_portal_gets(kept):
    """Every migration was taken, and none was rewritten after it had been taken."""
    with connection.cursor() as cursor:
        new = shape(cursor)
    with opened(kept.url) as database:
        here = shape(database.cursor())
    assert (here - new, new - here) == (set(), set())


def shape(cursor) -> set:
    """What the database says of itself, and which migrations it took."""
    questions = (SHAPE[connection.vendor], "SELECT app, name FROM django_migrations")
    return {row for each in questions for row in cursor.execute(each).fetchall()}


def test_what_was_there_is_found_by_its_words(kept):
    """The columns that lists are searched by were written for rows of before too."""
    for table, text in FOUND_BY.items():
        found = kept.after[table].values()
        assert found and not [
            row[text] for row in found if fold(row[text]) not in row["words_folded"]
        ]


def test_the_database_still_refuses_to_change_what_is_sealed(kept):
    sealed = {seal.table for seal in SEALS} & kept.before.keys()
    with opened(kept.url) as database:
        assert {table for table in sealed if not refuses(database, table)} == set()


def refuses(database, table: str) -> bool:
    change = CHANGES.get(table, "id = id")
    try:
        database.execute(f"UPDATE {table} SET {change}")  # noqa: S608
    except (sqlite3.IntegrityError, psycopg.IntegrityError) as error:
        return "sealed" in str(error)
    else:
        return False
    finally:
        database.rollback()


def test_what_was_submitted_before_there_were_receipts_has_one(kept):
    versions = kept.before["reporting_activityversion"].values()
    sealed = [row["id"] for row in versions if row["sealed_at"] is not None]
    receipts = kept.after["reporting_submissionreceipt"].values()
    assert [row["version_id"] for row in receipts] == sorted(sealed) != []
    assert len({row["code"] for row in receipts}) == len(sealed)


def test_visitors_and_partners_find_what_they_had(kept):
    publications = kept.before["reporting_publication"].values()
    ever = {row["activity_id"] for row in publications}
    now = {row["activity_id"] for row in publications if row["until_at"] is None}
    expected = {
        row["code"]: 200 if key in now else 410 if key in ever else 404
        for key, row in kept.before["reporting_activity"].items()
    }
    visited = (KEPT / "visit.py").read_text(encoding="utf-8")
    said = json.loads(manage(kept.url, "shell", "-v0", stdin=visited))
    assert said == {"activities": expected, "signed in": 302, "mine": 200}


def test_todays_reference_data_load_over_it(kept):
    said = manage(kept.url, "load_reference").splitlines()[-1]
    assert said.startswith("Reference data: ")
