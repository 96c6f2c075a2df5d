"""What must hold before a change lands, beside the tests. All of it runs each time."""

import os
import re
import secrets
import subprocess
import sys
import time

from environment import ROOT, words

PYTHON = [sys.executable, "-m"]
MANAGE = [sys.executable, "manage.py"]
CHECKS = (
    ("Python style (ruff)", [*PYTHON, "ruff", "check", "."]),
    ("Python layout (ruff)", [*PYTHON, "ruff", "format", "--check", "."]),
    ("Templates (djlint)", [*PYTHON, "djlint", "--lint", "--quiet", "templates"]),
    (
        "Production settings (check --deploy)",
        [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    ),
    ("Missing migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
    ("Languages", [*PYTHON, "pytest", "tests/test_languages.py"]),
)


def production() -> dict[str, str]:
    """The environment of a production portal, with a database that stays empty."""
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return env | {
        "SAMPLE": "0",
        "DEBUG": "0",
        "SITE_URL": "https://portal.example.org",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DATABASE_URL": "sqlite://:memory:",
        "MAIL_HOST": "mail.example.org",
    }


def main() -> int:
    failed = []
    for name, command in CHECKS:
        env = os.environ if "pytest" in command else production()
        began = time.monotonic()
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        took = words(time.monotonic() - began)
        verdict = "no" if done.returncode else "good"
        if skipped := re.search(r"\d+ skipped", done.stdout):
            verdict += f" as far as it could be looked at ({skipped.group()})"
        print(f"  {name}: {verdict}, {took}", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, flush=True)
    if failed:
        print(f"To mend: {', '.join(failed)}.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
