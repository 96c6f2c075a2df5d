"""A SQLite database migrated from nothing once, and copied for all who begin with one.

Migrating costs half a minute of a processor. The database is kept in var/ under a
digest of what the migrations are made of, so that what changed there is migrated anew;
it is written beside and then renamed, so that nobody meets half of one.
"""

import ast
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from tests.our_code import APPS, ROOT, imports
from tests.servers import KEY, clean_environment

KEPT = Path(settings.VAR_DIR) / "migrated"


def copy_to(path: Path):
    """A database with every migration taken and nothing else in it, at ``path``."""
    shutil.copyfile(_kept(), path)


def _kept() -> Path:
    path = KEPT / f"{digest()}.sqlite3"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT) as folder:
            new = Path(folder) / "new.sqlite3"
            _migrate(new)
            packed = Path(folder) / "packed.sqlite3"
            with closing(sqlite3.connect(new)) as database:
                database.execute("VACUUM INTO ?", [str(packed)])
            packed.replace(path)
        for other in set(KEPT.glob("*.sqlite3")) - {path}:
            other.unlink(missing_ok=True)
    return path


def _migrate(path: Path):
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT,
        env=clean_environment(
            DATABASE_URL=f"sqlite:///{path}", SAMPLE="1", SECRET_KEY=KEY, TESTING="1"
        ),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def digest() -> str:
    """Of the migrations, of what they import of ours, and of the packages' versions."""
    every = sha256()
    for path in sorted(made_of()):
        every.update(str(path.relative_to(ROOT)).encode())
        every.update(path.read_bytes())
    return every.hexdigest()[:16]


def made_of() -> set[Path]:
    """The files."""
    migrations = {path for app in APPS for path in (ROOT / app).glob("migrations/*.py")}
    others = ("requirements.txt", "oneplanet/sealing.py", "oneplanet/migrating.py")
    wanted = {ROOT / name for name in others} | migrations
    for migration in migrations:
        tree = ast.parse(migration.read_text(encoding="utf-8"))
        for name in imports(tree):
            if name.partition(".")[0] in APPS:
                wanted |= _files_of(name)
    return wanted


def _files_of(name: str) -> set[Path]:
    """Of a module, or of the module that has something of this name."""
    module = ROOT.joinpath(*name.split("."))
    places = (module, module.parent)
    files = {f for p in places for f in (p.with_suffix(".py"), p / "__init__.py")}
    return {path for path in files if path.exists()}
