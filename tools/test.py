"""Every test: on SQLite and in a browser, and beside them, if it asks the database, on
PostgreSQL; what could not run, by name.

Each run has a throw-away PostgreSQL of its own; what those beside printed comes last.
`--strict` turns whatever could not run into a failure. Anything else is handed on to
pytest: `make test ARGS="-k outbox"`.

Where no more than three tests of a browser fail, they run once more, alone: a machine
with much else to do may starve a browser until a wait of its test runs out. What passes
only then is no failure; its name stands in the summary, so that it is looked at.
"""

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from xml.etree import ElementTree

import postgres
from environment import ROOT, VAR, words

PYTEST = [sys.executable, "-m", "pytest"]
IN_POSTGRES = [sys.executable, "tools/postgres.py"]
BEFORE = ("compile_translations", "join_css")
SOME_FAILED, NOTHING_CHOSEN = 1, 5  # pytest's exit codes; the second: ARGS left no test
FEW = 3
AGAIN = ["--lf", "--lfnf=none"]  # what failed last; nothing, if that is not known
STOPPING = ("-x", "--exitfirst", "--maxfail")  # by them the others have not run


@dataclass
class Pass:
    """One run of pytest. ``missed`` are lines: a test's name and why it did not run;
    ``again`` are names of ``passed``: what passed only when run again."""

    name: str
    code: int = 0
    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    seconds: float = 0


def main() -> int:
    strict = "--strict" in sys.argv[1:]
    extra = [word for word in sys.argv[1:] if word != "--strict"]
    postgres.end_on_sigterm()
    # Or each pass would compile every test anew: five seconds of a processor.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
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
            with words_of(name).open("w") as file:
                run = partial(self._run_beside, file)
                self.passes.append(carry_out(name, marks, self.extra, run))

    def _run_beside(self, file, command: list) -> int:
        self.child = subprocess.Popen(
            [*IN_POSTGRES, *command],
            cwd=ROOT,
            stdout=file,
            stderr=file,
            start_new_session=True,
        )
        return self.child.wait()


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
    how = []
    if is_browser(marks):
        how = ["--nomigrations", "-o", f"cache_dir={report.with_suffix('')}"]
    return [*PYTEST, "-m", marks, f"--junitxml={report}", *how, *extra]


def is_browser(marks: str) -> bool:
    return marks.startswith("browser")


def run_pass(name: str, marks: str, extra: list, url: str = "") -> Pass:
    print(f"\nTests {place(name)}", flush=True)
    env = os.environ | ({"DATABASE_URL": url} if url else {})
    return carry_out(name, marks, extra, partial(postgres.run, env=env))


def carry_out(name: str, marks: str, extra: list, run) -> Pass:
    """``run`` takes pytest's command and returns its exit code."""
    report, began = report_of(name), time.monotonic()
    command = pytest(marks, report, extra)
    done = read(report, Pass(name, run(command)))
    if is_browser(marks) and may_run_again(done, extra):
        report.unlink()
        settle(done, read(report, Pass(name, run([*command, *AGAIN]))))
    done.seconds = time.monotonic() - began
    return done


def may_run_again(done: Pass, extra: list) -> bool:
    stopped = any(word.startswith(STOPPING) for word in extra)
    few = 0 < len(set(done.failed)) <= FEW
    return done.code == SOME_FAILED and few and not stopped


def settle(first: Pass, second: Pass):
    """What passed alone has passed, and is remembered."""
    first.again = [name for name in second.passed if name in first.failed]
    first.passed += first.again
    first.failed = [name for name in first.failed if name not in first.again]
    if not first.failed:
        first.code = second.code


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
            result.passed.append(name)
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
            f"{each.name:<12}{len(each.passed)} passed, {len(each.failed)} failed, "
            f"{len(each.missed)} could not run, {words(each.seconds)}"
        )
    missed = [f"{each.name}: {line}" for each in done for line in each.missed]
    if missed:
        print(f"\nCould not run ({len(missed)}):")
        for line in missed:
            print(f"  {line}")
    for each in done:
        for name in each.again:
            print(f"Passed only when run again, on {each.name}: {name}")
        for name in each.failed:
            print(f"Failed on {each.name}: {name}")
    bad = any(each.code for each in done) or not any(each.passed for each in done)
    if missed and strict:
        print("\nNot running a test counts as a failure here.")
    return 1 if bad or (missed and strict) else 0


if __name__ == "__main__":
    sys.exit(main())
