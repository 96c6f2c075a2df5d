"""A throw-away PostgreSQL: started for one command, gone afterwards.

    python tools/postgres.py pytest tests/reporting

runs the command with DATABASE_URL naming an empty database. It listens on a unix
socket in a folder of its own only, and never runs as root: root starts it as "nobody".
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from environment import ROOT

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    # Nothing here has to outlive a power cut.
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    # Tables are small: compiling a plan takes longer than it saves.
    "jit": "off",
}


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs; None where there is none."""
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = sorted(versions, key=lambda path: float(path.parts[-3]))
    found = newest[-1] if newest else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextmanager
def throw_away():
    """Start a server; its DATABASE_URL. Stopped and deleted at the end, whatever."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = None
    try:
        who = unprivileged(folder)
        server = start(folder, who)
        yield f"postgres://portal@/postgres?host={folder}"
    finally:
        if server:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def unprivileged(folder: Path) -> dict:
    """How to start a process that is not root, as arguments of Popen."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def start(folder: Path, who: dict) -> subprocess.Popen:
    tools, data = programs(), folder / "data"
    init = [tools / "initdb", "-D", data, "-U", "portal", "-A", "trust", "--no-sync"]
    init += ["--encoding=UTF8", "--locale=C.UTF-8"]
    made = subprocess.run(init, cwd=folder, capture_output=True, text=True, **who)
    if made.returncode:
        raise SystemExit(f"PostgreSQL could not be set up:\n{made.stderr}")
    command = [tools / "postgres", "-D", data, "-k", folder]
    for name, value in SETTINGS.items():
        command += ["-c", f"{name}={value}"]
    with (folder / "log").open("w") as log:
        # A session of its own: Ctrl-C is for the command, which may still need it.
        server = subprocess.Popen(
            command, cwd=folder, stderr=log, start_new_session=True, **who
        )
    ready = [tools / "pg_isready", "-q", "-h", folder, "-t", "1"]
    while subprocess.run(ready).returncode:
        if server.poll() is not None:
            raise SystemExit(f"PostgreSQL ended:\n{(folder / 'log').read_text()}")
        time.sleep(0.1)
    return server


def stop(server: subprocess.Popen):
    for number, patience in ((signal.SIGINT, 10), (signal.SIGQUIT, 5)):
        server.send_signal(number)  # first politely, then at once
        try:
            server.wait(patience)
            return
        except subprocess.TimeoutExpired:
            continue
    server.kill()
    server.wait()


def end_on_sigterm():
    """Let SIGTERM unwind the program as Ctrl-C does, so that it tidies up; once."""

    def unwind(number, frame):
        signal.signal(number, signal.SIG_IGN)
        sys.exit(128 + number)

    signal.signal(signal.SIGTERM, unwind)


def run(command: list, env: dict) -> int:
    """Run a command; if this program is ended, so is the command, before us."""
    child = subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
    try:
        return child.wait()
    except BaseException:
        os.killpg(child.pid, signal.SIGINT)
        try:
            child.wait(30)
        except subprocess.TimeoutExpired:
            child.kill()
        raise


def main() -> int:
    if not programs():
        sys.exit("PostgreSQL is not installed (no initdb was found).")
    end_on_sigterm()
    with throw_away() as url:
        return run(sys.argv[1:], os.environ | {"DATABASE_URL": url})


if __name__ == "__main__":
    sys.exit(main())
