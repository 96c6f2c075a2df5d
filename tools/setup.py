"""Make the virtual environment .venv with the pinned packages; quick when it is there.

Run by the Python that `find_python.sh` found, so it needs nothing but the standard
library. `--dev` adds what tests and checks need.
"""

import hashlib
import json
import subprocess
import sys

from environment import ROOT, step

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
LISTS = {"run": "requirements.txt", "dev": "requirements-dev.txt"}


def main():
    wanted = ["run", "dev"] if "--dev" in sys.argv[1:] else ["run"]
    if not works():
        with step(f"Virtual environment with Python {sys.version.split()[0]}"):
            call(sys.executable, "-m", "venv", "--clear", str(VENV))
    hashes = {name: digest(LISTS[name]) for name in LISTS}
    installed = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    if all(installed.get(name) == hashes[name] for name in wanted):
        return
    # Packages installed for development stay so, at the new pins.
    names = [name for name in LISTS if name in wanted or name in installed]
    with step("Packages, as pinned in " + " and ".join(LISTS[name] for name in names)):
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--require-hashes"]
        pip += ["--disable-pip-version-check", "--no-input"]
        for name in names:
            pip += ["-r", LISTS[name]]
        call(*pip)
    STAMP.write_text(json.dumps({name: hashes[name] for name in names}))


def works() -> bool:
    """Whether .venv is there and its Python still runs and is new enough."""
    if not PYTHON.exists():
        return False
    test = "import pip, sys; sys.exit(sys.version_info < (3, 12))"
    return subprocess.run([PYTHON, "-c", test], capture_output=True).returncode == 0


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def call(*command: str):
    """Run it quietly; where it fails, say all it had to say and end."""
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}{done.stderr}\nThis did not work: {' '.join(command)}")


if __name__ == "__main__":
    main()
