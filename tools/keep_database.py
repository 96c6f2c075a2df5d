"""A database as the first landed schema had it, written to tests/kept/ anew.

    .venv/bin/python tools/keep_database.py

checks that commit out into a folder of its own and lets its own code fill a database
there (tests/kept/fill.py), once on SQLite and once on a throw-away PostgreSQL. Both are
kept as SQL, compressed; tests/test_kept_databases.py migrates them. Every moment in
them follows from the commit's. What is drawn by lot is different each time: codes of
activities, keys, salts of passwords.
"""

import io
import lzma
import os
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

import postgres
from environment import ROOT, step

COMMIT = "5439cc950da48b2f03dc1ddce27fa517d2bc13f2"
FOLDER = ROOT / "tests" / "kept"


def main() -> int:
    if not postgres.programs():
        sys.exit("PostgreSQL is not installed (no initdb was found).")
    postgres.end_on_sigterm()
    with tempfile.TemporaryDirectory(prefix="keep-") as folder:
        folder = Path(folder)
        code = check_out(folder / "code")
        with step("SQLite"):
            path = folder / "portal.sqlite3"
            fill(code, f"sqlite:///{path}")
            keep("sqlite", dump_of_sqlite(path))
        with step("PostgreSQL"), postgres.throw_away() as url:
            fill(code, url)
            keep("postgresql", dump_of_postgresql(url))
    return 0


def check_out(folder: Path) -> Path:
    with tarfile.open(fileobj=io.BytesIO(git("archive", COMMIT))) as files:
        files.extractall(folder, filter="data")
    return folder


def git(*words: str) -> bytes:
    command = ["git", *words]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def fill(code: Path, url: str):
    moment = git("show", "--no-patch", "--format=%cI", COMMIT).decode().strip()
    env = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "oneplanet.settings",
        "MAIL_FROM": "portal@example.org",
        "MEDIA_ROOT": str(code / "var" / "files"),
        "PYTHONPATH": str(code),
        "SAMPLE": "1",
        "SECRET_KEY": "only-to-keep-a-database-" * 3,
        "SITE_URL": "https://portal.example.org",
    }
    command = [sys.executable, FOLDER / "fill.py", moment]
    done = subprocess.run(command, cwd=code, env=env, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)


def dump_of_sqlite(path: Path) -> str:
    """Its triggers come last, so that they do not refuse the rows."""
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()) + "\n"


def dump_of_postgresql(url: str) -> str:
    """Without what psql alone understands, and which machine's programs wrote it."""
    options = ("--no-owner", "--no-privileges", "--rows-per-insert=500")
    command = [postgres.programs() / "pg_dump", *options, url]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    of_psql = r"^(\\(un)?restrict|-- Dumped (from|by)) .*\n"
    return re.sub(of_psql, "", done.stdout, flags=re.MULTILINE)


def keep(name: str, dump: str):
    path = FOLDER / f"{name}.sql.xz"
    path.write_bytes(lzma.compress(dump.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"  {path.name}: {path.stat().st_size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
