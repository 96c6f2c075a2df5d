"""A portal with sample data moves from SQLite to PostgreSQL as operating.md says."""

import json
import re
import subprocess
import sys

import psycopg
import pytest

from tests import migrated
from tests.servers import KEY, ROOT, clean_environment

SETTINGS_FILE = "/etc/oneplanet/portal.env"


def written_lines(settings_file) -> str:
    """The commands of the section, as they are printed there, with this file."""
    text = (ROOT / "docs/operating.md").read_text(encoding="utf-8")
    section = text.partition("## Moving from SQLite to PostgreSQL")[2]
    lines = re.search(r"```sh\n(.*?)```", section, re.DOTALL)[1]
    assert SETTINGS_FILE in lines
    return lines.replace(SETTINGS_FILE, str(settings_file))


@pytest.fixture
def settings_file(tmp_path):
    """As production has it."""
    path = tmp_path / "portal.env"
    path.write_text(f"SITE_URL='https://portal.example.org'\nSECRET_KEY='{KEY}'\n")
    return path


def environment(**settings: str) -> dict[str, str]:
    return clean_environment(SAMPLE="1", SECRET_KEY=KEY, **settings)


def manage(url: str, *command: str, check: bool = True):
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment(DATABASE_URL=url),
        check=check,
        capture_output=True,
        text=True,
    )


def contents(url: str) -> dict:
    """Every row by its model and key, whichever database it is in."""
    done = manage(url, "dumpdata", "--format=jsonl", "--exclude=sessions")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {(row["model"], row["pk"]): row["fields"] for row in rows}


@pytest.mark.postgres_only
def test_everything_arrives_and_is_sealed_again(
    tmp_path, fresh_database_url, settings_file
):
    migrated.copy_to(tmp_path / "portal.sqlite3")
    sqlite = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    for command in ("migrate", "createcachetable", "load_reference", "load_sample"):
        manage(sqlite, command)

    done = subprocess.run(
        ["/bin/sh", "-e", "-c", written_lines(settings_file)],
        cwd=ROOT,
        env=clean_environment(SQLITE=sqlite, POSTGRES=fresh_database_url),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The seals are in place." in done.stdout

    arrived = contents(fresh_database_url)
    assert arrived == contents(sqlite)
    models = {model for model, _key in arrived}
    assert {"reporting.activityversion", "programmes.publishedfigure"} <= models

    with psycopg.connect(fresh_database_url) as database:
        with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="sealed"):
            database.execute("UPDATE programmes_publishedfigure SET paragraph = 'x'")
    # The next row gets a key of its own.
    add = (
        "from programmes.models import User; User.objects.create(email='a@example.org')"
    )
    manage(fresh_database_url, "shell", "-v0", "-c", add)

    again = manage(fresh_database_url, "copy_database", sqlite, check=False)
    assert again.returncode != 0
    assert "This database is not empty: it holds" in again.stderr


@pytest.mark.sqlite_only  # one pass shows it
def test_a_database_that_was_not_migrated_is_left_alone(tmp_path):
    here, there = (f"sqlite:///{tmp_path / name}.sqlite3" for name in ("a", "b"))
    done = manage(here, "copy_database", there, check=False)
    assert done.returncode != 0
    assert "not at the same version" in done.stderr
