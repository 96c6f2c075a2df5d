"""Every test: on SQLite and in a browser, and beside them, if it asks the database, on
PostgreSQL; what could not run, by name.

Each run has a throw-away PostgreSQL of its own; what those beside printed comes last.
`--strict` turns whatever could not run into a failure. Anything else is handed on to
pytest: `make test ARGS="-k outbox"`.
"""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from xml.etree import ElementTree

import postgres
from environment import ROOT, VAR, words

PYTEST = [sys.executable, "-m", "pytest"]
IN_POSTGRES = [sys.executable, "tools/postgres.py"]
BEFORE = ("compile_translations", "join_css")
NOTHING_CHOSEN = 5  # pytest's exit code where ARGS leave no test


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
    VAR.mkdir(exist_ok=True)
    for command in BEFORE:
        env = os.environ | {"SAMPLE": "1", "DEBUG": "1"}
        subprocess.run([sys.executable, "manage.py", command], env=env, check=True)
    given = os.environ.pop("DATABASE_URL", "")
    if not given.startswith("postgres"):
        given = ""
    if given:
        done = one_after_another(given, extra)
    elif postgres.programs():
        done = side_by_side(extra)
    else:
        done = [
            run_pass("SQLite", "not postgres_only", extra),
            missed_pass(extra),
        ]
    return summary(done, strict)


ON_SQLITE = "not postgres_only and not browser"
# A test the database is closed to (tests/conftest.py) cannot differ on another.
ON_POSTGRES = "database and not sqlite_only and not browser"


def one_after_another(url: str, extra: list) -> list[Pass]:
    """All on the server that was named: two runs would meet in its test database."""
    return [
        run_pass("SQLite", ON_SQLITE, extra),
        run_pass("PostgreSQL", ON_POSTGRES, extra, url),
        run_pass("Browser", "browser", extra, url),
    ]


def side_by_side(extra: list) -> list[Pass]:
    """Two at a time, so shared out that both sides take about as long."""
    beside = {"PostgreSQL": ON_POSTGRES, "Pages": "browser and every_page"}
    with Aside(beside, extra) as aside:
        done = [run_pass("SQLite", ON_SQLITE, extra)]
        with postgres.throw_away() as url:
            browser = "browser and not every_page"
            done.append(run_pass("Browser", browser, extra, url))
        return [*done, *aside.done()]


class Aside:
    """Passes one after the other, each on a PostgreSQL of its own, while others run
    here. Their words are kept until ``done``."""

    def __init__(self, marks: dict[str, str], extra: list):
        self.marks, self.extra = marks, extra
        self.passes, self.child, self.is_over = [], None, False
        self.thread = threading.Thread(target=self._run)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *error):
        self.is_over = True
        if self.child and self.child.poll() is None:
            self.child.terminate()
        self.thread.join()

    def done(self) -> list[Pass]:
        self.thread.join()
        for each in self.passes:
            print(f"\nTests {place(each.name)}\n{words_of(each.name).read_text()}")
        sys.stdout.flush()
        return self.passes

    def _run(self):
        for name, marks in self.marks.items():
            if self.is_over:
                return
            report, began = report_of(name), time.monotonic()
            command = [*IN_POSTGRES, *pytest(marks, report, self.extra)]
            with words_of(name).open("w") as file:
                self.child = subprocess.Popen(
                    command, cwd=ROOT, stdout=file, stderr=file, start_new_session=True
                )
                code = self.child.wait()
            result = Pass(name, code, seconds=time.monotonic() - began)
            self.passes.append(read(report, result))


def words_of(name: str):
    return VAR / f"tests-{name.lower()}.txt"


def place(name: str) -> str:
    return {"Browser": "in a browser", "Pages": "of every page in a browser"}.get(
        name, f"on {name}"
    )


def report_of(name: str):
    report = VAR / f"tests-{name.lower()}.xml"
    report.unlink(missing_ok=True)
    return report


def pytest(marks: str, report, extra: list) -> list:
    """Browsers find tables made from the models: that the migrations make the same,
    the other passes have shown."""
    how = ["--nomigrations"] if marks.startswith("browser") else []
    return [*PYTEST, "-m", marks, f"--junitxml={report}", *how, *extra]


def run_pass(name: str, marks: str, extra: list, url: str = "") -> Pass:
    print(f"\nTests {place(name)}", flush=True)
    report = report_of(name)
    env = os.environ | ({"DATABASE_URL": url} if url else {})
    began = time.monotonic()
    code = postgres.run(pytest(marks, report, extra), env)
    return read(report, Pass(name, code, seconds=time.monotonic() - began))


def read(report, result: Pass) -> Pass:
    """Fill in what pytest's own report says of each test."""
    if result.code == NOTHING_CHOSEN:
        result.code = 0
    if not report.exists():
        return result
    for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314, our own file
        name = f"{case.get('classname')}::{case.get('name')}"
        skipped = case.find("skipped")
        if skipped is not None:
            result.missed.append(f"{name}: {skipped.get('message')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            result.failed.append(name)
        else:
            result.ran += 1
    return result


def missed_pass(extra: list) -> Pass:
    """The PostgreSQL pass where there is no PostgreSQL: all its tests, counted."""
    command = [*PYTEST, "--collect-only", "-q", "-m", ON_POSTGRES, *extra]
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
    bad = any(each.code for each in done) or not any(each.ran for each in done)
    if missed and strict:
        print("\nNot running a test counts as a failure here.")
    return 1 if bad or (missed and strict) else 0


if __name__ == "__main__":
    sys.exit(main())
