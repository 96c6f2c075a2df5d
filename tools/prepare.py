"""Bring the portal's files and database up to date, as `make run` needs them.

Safe to repeat: what is there is kept. `--dev` prepares for the developers' server.
"""

import hashlib
import io
import os
import sys
import time

from environment import ROOT, VAR, sample_environment, words

STEPS = (
    ("Translations", "compile_translations", {}),
    ("Stylesheet", "join_css", {}),
    ("Database", "migrate", {"interactive": False, "verbosity": 0}),
    ("Cache table", "createcachetable", {"verbosity": 0}),
    ("Reference data", "load_reference", {}),
    ("Sample data", "load_sample", {}),
    ("Search index", "rebuild_search", {"if_due": True}),
    ("Static files", "collectstatic", {"interactive": False, "verbosity": 0}),
)


def main():
    dev = "--dev" in sys.argv[1:]
    VAR.mkdir(exist_ok=True)
    os.environ.update(sample_environment(debug=dev))
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    for name, command, options in STEPS:
        if command == "collectstatic":
            if not dev:
                collect_static(name, options)
        else:
            run(name, command, options)


def run(name: str, command: str, options: dict):
    """One step, its time, and the last thing the command had to say."""
    from django.core.management import call_command

    print(f"  {name}: ", end="", flush=True)
    began, said = time.monotonic(), io.StringIO()
    try:
        call_command(command, stdout=said, **options)
    except BaseException:
        print(f"\n{said.getvalue()}", flush=True)
        raise
    took, lines = words(time.monotonic() - began), said.getvalue().splitlines()
    last = lines[-1].removeprefix(f"{name}: ") if lines else "done"
    print(f"{last}, {took}", flush=True)


def collect_static(name: str, options: dict):
    """Collect and compress only after a change: compressing takes a while."""
    stamp, now = VAR / "static.sha256", static_digest()
    collected = (VAR / "static" / "staticfiles.json").exists()
    if collected and stamp.exists() and stamp.read_text() == now:
        return
    run(name, "collectstatic", options)
    stamp.write_text(now)


def static_digest() -> str:
    """Of every file of ours with its time, and of the pins of the packages' files."""
    digest = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for path in sorted((ROOT / "static").rglob("*")):
        seen = path.stat()
        digest.update(f"{path}|{seen.st_mtime_ns}|{seen.st_size}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
