"""The environment the tools run the portal in, and how they print what they do."""

import os
import secrets
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


def sample_environment(*, debug: bool = False) -> dict[str, str]:
    """What `make run` starts with: what is set already holds, the rest is filled in."""
    env = dict(os.environ)
    env["SAMPLE"] = "1"
    env["DEBUG"] = "1" if debug else "0"
    env["DJANGO_SETTINGS_MODULE"] = "oneplanet.settings"
    env["PORT"] = env.get("PORT") or "8000"
    env["SITE_URL"] = env.get("SITE_URL") or f"http://localhost:{env['PORT']}"
    env["SECRET_KEY"] = env.get("SECRET_KEY") or kept_key()
    return env


def kept_key() -> str:
    """A random key made once and kept in var/, so that people stay signed in."""
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def words(seconds: float) -> str:
    """75.3 → "1 min 15 s"; short times keep a digit."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


@contextmanager
def step(name: str):
    """Print what is being done, then how long it took."""
    print(f"  {name} …", flush=True)
    began = time.monotonic()
    yield
    print(f"  {name}: done in {words(time.monotonic() - began)}", flush=True)
