"""Every test: on SQLite, then on PostgreSQL, and what could not run, by name.

`--strict` turns whatever could not run into a failure. Anything else is handed on to
pytest: `make test ARGS="-k outbox"`.
"""

import os
import subprocess
import sys
import time
from contextlib import nullcontext
from dataclasses import dataclass, field
from xml.etree import ElementTree

import postgres
from environment import ROOT, VAR, words

PYTEST = [sys.executable, "-m", "pytest"]
BEFORE = ("compile_translations", "join_css")


@dataclass
class Pass:
    """One run of pytest. ``missed`` are lines: a test's name and why it did not run."""

    name: str
    code: int = 0
    ran: int = 0
    failed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    seconds: float = 0


def main() -> int:
    strict = "--strict" in sys.argv[1:]
    extra = [word for word in sys.argv[1:] if word != "--strict"]
    postgres.end_on_sigterm()
    for command in BEFORE:
        env = os.environ | {"SAMPLE": "1", "DEBUG": "1"}
        subprocess.run([sys.executable, "manage.py", command], env=env, check=True)
    given = os.environ.pop("DATABASE_URL", "")
    if not given.startswith("postgres"):
        given = ""
    can = bool(given or postgres.programs())
    # Browser tests run once: on PostgreSQL, or on SQLite where there is no other.
    once = "not postgres_only and not browser" if can else "not postgres_only"
    done = [run_pass("SQLite", once, extra)]
    if can:
        with nullcontext(given) if given else postgres.throw_away() as url:
            done.append(run_pass("PostgreSQL", "not sqlite_only", extra, url))
    else:
        done.append(missed_pass(extra))
    return summary(done, strict)


def run_pass(name: str, marks: str, extra: list, url: str = "") -> Pass:
    print(f"\nTests on {name}", flush=True)
    report = VAR / f"tests-{name.lower()}.xml"
    report.unlink(missing_ok=True)
    VAR.mkdir(exist_ok=True)
    env = os.environ | ({"DATABASE_URL": url} if url else {})
    began = time.monotonic()
    code = postgres.run([*PYTEST, "-m", marks, f"--junitxml={report}", *extra], env)
    result = Pass(name, code, seconds=time.monotonic() - began)
    if report.exists():
        read(report, result)
    return result


def read(report, result: Pass):
    """Fill in what pytest's own report says of each test."""
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314, our own file
        name = f"{case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        if skipped is not None:
            result.missed.append(f"{name}: {skipped.get('message')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failed.append(name)
        else:
            result.ran += 1


def missed_pass(extra: list) -> Pass:
    """The PostgreSQL pass where there is no PostgreSQL: all its tests, counted."""
    command = [*PYTEST, "--collect-only", "-q", "-m", "not sqlite_only", *extra]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    names = [line for line in listed.stdout.splitlines() if "::" in line]
    why = "PostgreSQL is not installed and DATABASE_URL names no server"
    return Pass("PostgreSQL", missed=[f"{name}: {why}" for name in names])


def summary(done: list[Pass], strict: bool) -> int:
    """Print what happened; the exit code."""
    print()
    for each in done:
        print(
            f"{each.name:<12}{each.ran} passed, {len(each.failed)} failed, "
            f"{len(each.missed)} could not run, {words(each.seconds)}"
        )
    missed = [f"{each.name}: {line}" for each in done for line in each.missed]
    if missed:
        print(f"\nCould not run ({len(missed)}):")
        for line in missed:
            print(f"  {line}")
    for each in done:
        for name in each.failed:
            print(f"Failed on {each.name}: {name}")
    bad = any(each.code for each in done)
    if missed and strict:
        print("\nNot running a test counts as a failure here.")
    return 1 if bad or (missed and strict) else 0


if __name__ == "__main__":
    sys.exit(main())
