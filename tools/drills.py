"""Drills: processes killed with -9 at random moments, and nothing lost or doubled.

    .venv/bin/python tools/drills.py                      all, on SQLite and PostgreSQL
    .venv/bin/python tools/drills.py kill_submit --times 50

Each runs on a scratch database of its own and prints one line; the exit code says
whether all went well. What they do is in tests/drills.py.
"""

import argparse
import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import postgres
from environment import ROOT

TIMES = {"kill_submit": 50, "kill_mail": 20}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="drill", help=", ".join(TIMES))
    parser.add_argument("--times", type=int, help="how often something is killed")
    given = parser.parse_args()
    if wrong := set(given.names) - set(TIMES):
        parser.error(f"there is no drill {', '.join(sorted(wrong))}")
    postgres.end_on_sigterm()
    codes = []
    for name in given.names or TIMES:
        times = given.times or TIMES[name]
        with tempfile.TemporaryDirectory(prefix="drills-") as folder:
            codes += [one(name, times, f"sqlite:///{Path(folder) / 'portal.sqlite3'}")]
        if postgres.programs():
            with postgres.throw_away() as url:
                codes += [one(name, times, url)]
    if not postgres.programs():
        print("PostgreSQL is not installed: nothing was tried on it.", flush=True)
    return max(codes)


def one(name, times, url) -> int:
    env = os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, __file__, "--inside", name, str(times)]
    return subprocess.run(command, cwd=ROOT, env=env).returncode


def inside(name, times) -> int:
    """In a process of its own, on the database the environment names."""
    import django

    django.setup()
    logging.disable(logging.INFO)  # every word to the mail server
    from django.core.management import call_command

    from tests import drills

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    url = os.environ["DATABASE_URL"]
    if name == "kill_mail":
        tally = drills.kill_mail(url, times=times)
    else:
        with (
            tempfile.TemporaryDirectory() as folder,
            drills.Portal(url, folder) as portal,
        ):
            tally = drills.kill_submit(portal, times=times)
    print(tally, flush=True)
    return 0 if tally.is_good else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        sys.exit(inside(sys.argv[2], int(sys.argv[3])))
    sys.exit(main())
