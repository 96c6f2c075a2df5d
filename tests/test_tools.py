"""The small programs behind `make`, where nothing else shows them work."""

import importlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FIND = ["/bin/sh", str(ROOT / "tools/find_python.sh")]

pytestmark = pytest.mark.sqlite_only  # one pass shows it


def fake_python(folder: Path, *, version: str, whole: bool = True):
    """A program that answers find_python's questions as such a Python would."""
    new = "0" if version >= "3.12" else "1"
    path = folder / "python3"
    path.write_text(
        "#!/bin/sh\ncase $2 in\n"
        f"*version_info*) exit {new} ;;\n"
        f"*ensurepip*) exit {0 if whole else 1} ;;\n"
        f"*) echo {path} ;;\nesac\n"
    )
    path.chmod(0o755)


def find_python(folder: Path, **extra: str):
    env = {"PATH": str(folder), "HOME": str(folder)} | extra
    return subprocess.run(FIND, env=env, capture_output=True, text=True)


@pytest.fixture
def cat(tmp_path):
    """The only program find_python needs besides the shell."""
    (tmp_path / "cat").symlink_to("/bin/cat")


def test_a_new_enough_python_is_found(tmp_path, cat):
    fake_python(tmp_path, version="3.12")
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout) == (0, f"{tmp_path}/python3\n")


def test_an_old_python_is_refused_with_what_to_do(tmp_path, cat):
    fake_python(tmp_path, version="3.11")
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout) == (1, "")
    assert "needs Python 3.12 or later, and none was found" in found.stderr


def test_a_python_without_venv_is_refused_with_what_to_install(tmp_path, cat):
    fake_python(tmp_path, version="3.13", whole=False)
    found = find_python(tmp_path)
    assert (found.returncode, found.stdout) == (1, "")
    assert "apt-get install python3-venv" in found.stderr


def test_a_named_python_is_the_one_that_counts(tmp_path, cat):
    fake_python(tmp_path, version="3.13")
    found = find_python(tmp_path, PYTHON="/nowhere/python")
    assert found.returncode == 1
    assert "none was found at PYTHON=/nowhere/python" in found.stderr


def test_the_pins_name_no_server_and_carry_hashes():
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        assert "://" not in text
        assert text.count("==") <= text.count("--hash=sha256:")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_throw_away_postgresql_is_gone_after_a_signal(number, tmp_path):
    sys.path.insert(0, str(ROOT / "tools"))
    import postgres

    if not postgres.programs():
        pytest.skip("PostgreSQL is not installed")
    started = tmp_path / "started"
    command = f"echo $DATABASE_URL > {started}.part; mv {started}.part {started}"
    program = subprocess.Popen(
        [sys.executable, "tools/postgres.py", "sh", "-c", f"{command}; sleep 60"],
        cwd=ROOT,
        start_new_session=True,
    )
    while not started.exists():
        assert program.poll() is None
        time.sleep(0.05)
    folder = Path(started.read_text().strip().partition("host=")[2])
    server = int((folder / "data/postmaster.pid").read_text().split()[0])
    if os.geteuid() == 0:
        assert os.stat(folder).st_uid != 0
    program.send_signal(number)
    program.wait(30)
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


REPORT = """<testsuites><testsuite>
<testcase classname="tests.a" name="test_good"/>
<testcase classname="tests.a" name="test_bad"><failure message="no"/></testcase>
<testcase classname="tests.a" name="test_broken"><error message="no"/></testcase>
<testcase classname="tests.a" name="test_not_here"><skipped message="no Chromium"/>
</testcase></testsuite></testsuites>"""


@pytest.fixture
def runner(monkeypatch):
    """tools/test.py, which gathers what the runs of pytest report."""
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    monkeypatch.delitem(sys.modules, "test", raising=False)  # Python's own
    return importlib.import_module("test")


def test_what_ran_what_failed_and_what_could_not_run_is_read(runner, tmp_path):
    (tmp_path / "report.xml").write_text(REPORT)
    seen = runner.read(tmp_path / "report.xml", runner.Pass("SQLite", code=1))
    assert seen == runner.Pass(
        "SQLite",
        code=1,
        passed=["tests.a::test_good"],
        failed=["tests.a::test_bad", "tests.a::test_broken"],
        missed=["tests.a::test_not_here: no Chromium"],
    )


@pytest.mark.parametrize(
    ("given", "strict", "code"),
    [
        ({"passed": ["tests.a::a"]}, True, 0),
        ({"passed": ["tests.a::a"], "again": ["tests.a::a"]}, True, 0),
        ({"passed": ["tests.a::a"], "missed": ["tests.a::b: no Chromium"]}, False, 0),
        ({"passed": ["tests.a::a"], "missed": ["tests.a::b: no Chromium"]}, True, 1),
        ({"passed": ["tests.a::a"], "code": 1, "failed": ["tests.a::b"]}, False, 1),
        ({}, False, 1),
    ],
)
def test_what_could_not_run_is_named_and_fails_where_all_must(
    runner, capsys, given, strict, code
):
    result = runner.Pass("SQLite", **given)
    assert runner.summary([result], strict) == code
    said = capsys.readouterr().out
    for line in [*result.missed, *result.failed]:
        assert line in said
    for name in result.again:
        assert f"Passed only when run again, on SQLite: {name}\n" in said
    assert f"{len(result.passed)} passed" in said
    assert f"{len(result.missed)} could not run" in said


SHAKY = """
import pytest
pytestmark = pytest.mark.browser
def once_more(name):
    from pathlib import Path
    with Path(__file__).with_name(name).open("a") as file:
        return file.write("ran") and file.tell()
def test_good(): assert once_more("good") == 3
def test_starved(): assert once_more("starved") == 6
@pytest.mark.parametrize("number", range({bad}))
def test_bad(number): raise AssertionError
"""


def carried_out(runner, monkeypatch, folder, bad, *extra):
    """A pass of pytest over a module in which one test fails the first time only, and
    ``bad`` fail always."""
    monkeypatch.setattr(runner, "VAR", folder)
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    (folder / "test_shaky.py").write_text(SHAKY.format(bad=bad))
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = browser\n")
    extra = ["-c", str(folder / "pytest.ini"), str(folder / "test_shaky.py"), *extra]

    def run(command):
        return subprocess.run(command, cwd=folder, capture_output=True).returncode

    return runner.carry_out("Browser", "browser", extra, run)


def told(done):
    """Without the modules' names."""
    lists = (done.passed, done.again, done.failed)
    return done.code, *([name.partition("::")[2] for name in each] for each in lists)


BAD = ["test_bad[0]", "test_bad[1]", "test_bad[2]"]


@pytest.mark.parametrize(
    ("bad", "extra", "expected"),
    [
        (0, [], (0, ["test_good", "test_starved"], ["test_starved"], [])),
        (2, [], (1, ["test_good", "test_starved"], ["test_starved"], BAD[:2])),
        (3, [], (1, ["test_good"], [], ["test_starved", *BAD])),
        (0, ["-x"], (1, ["test_good"], [], ["test_starved"])),
    ],
)
def test_few_failures_of_a_browser_run_again_and_are_named(
    runner, monkeypatch, tmp_path, bad, extra, expected
):
    done = carried_out(runner, monkeypatch, tmp_path, bad, *extra)
    assert told(done) == expected


def test_a_failure_without_a_browser_is_final(runner, monkeypatch, tmp_path):
    monkeypatch.setattr(runner, "is_browser", lambda marks: False)
    done = carried_out(runner, monkeypatch, tmp_path, 0)
    assert told(done) == (1, ["test_good"], [], ["test_starved"])


def test_ci_installs_what_the_tests_need_and_lets_nothing_be_left_out():
    text = (ROOT / ".ci/run").read_text()
    for package in ("postgresql", "chromium", "gettext", "fonts-noto-core"):
        assert package in text
    assert "STRICT=1 make test" in text
