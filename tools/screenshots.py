"""The pictures of the README, taken anew from the running portal.

Uses the portal at SITE_URL (http://localhost:8000) if one runs there, and otherwise
starts one for the time it takes.
"""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.request import urlopen

from environment import ROOT, sample_environment
from PIL import Image
from playwright.sync_api import sync_playwright

# Name, address, who is signed in (a word of the role as `make run` prints it), width.
PAGES = (
    ("home-en", "/en/", None, 1280),
    ("home-ar", "/ar/", None, 1280),
    ("home-zh-phone", "/zh-hans/", None, 390),
    ("hub-en", "/en/hubs/plastics/", None, 1280),
    ("goal-12-zh", "/zh-hans/sdg-12/", None, 1280),
    ("admin-en", "/en/admin/", "secretariat", 1280),
    ("programmes-fr", "/fr/programmes/", None, 1280),
    ("activities-es", "/es/activities/", None, 1280),
    ("my-activities-en", "/en/my/activities/", "partner editor", 1280),
    ("review-ru", "/ru/review/", "desk", 1280),
    ("review-record-en", "/en/review/OP-SAMPLE-43/", "secretariat", 1280),
    ("agreement-ar", "/ar/classification-agreement/", None, 1280),
)
HEIGHT = 900
FOLDER = ROOT / "docs" / "screenshots"
BROWSERS = (
    "chromium",
    "chromium-headless-shell",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def main() -> int:
    chromium = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not chromium:
        sys.exit("Chromium is not installed. On Debian: apt-get install chromium")
    env = sample_environment()
    FOLDER.mkdir(parents=True, exist_ok=True)
    args = ["--no-sandbox"] if os.geteuid() == 0 else []
    with portal(env), sync_playwright() as playwright:
        people = sample_people(env)
        browser = playwright.chromium.launch(executable_path=chromium, args=args)
        for name, address, role, width in PAGES:
            context = browser.new_context(
                base_url=env["SITE_URL"],
                viewport={"width": width, "height": HEIGHT},
                reduced_motion="reduce",
            )
            page = context.new_page()
            if role:
                sign_in(page, *people_in(people, role))
            answer = page.goto(address)
            if not answer.ok:
                sys.exit(f"{address} answered {answer.status}")
            size = keep(page.screenshot(), name)
            print(f"  {name}.png  {address}  {size / 1000:.0f} kB", flush=True)
            context.close()
        browser.close()
    return 0


@contextmanager
def portal(env: dict):
    """The portal at SITE_URL: the one that runs, or one of our own."""
    if runs(env):
        yield
        return
    subprocess.run([sys.executable, "tools/prepare.py"], cwd=ROOT, env=env, check=True)
    server = subprocess.Popen([sys.executable, "tools/serve.py"], cwd=ROOT, env=env)
    try:
        while not runs(env):
            if server.poll() is not None:
                sys.exit("The portal did not start.")
            time.sleep(0.3)
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()


def runs(env: dict) -> bool:
    try:
        with urlopen(f"{env['SITE_URL']}/healthz", timeout=5):
            return True
    except OSError:
        return False


def sample_people(env: dict) -> list[tuple[str, str, str]]:
    """(role, e-mail, password) of each person `load_sample --logins` prints."""
    command = [sys.executable, "manage.py", "load_sample", "--logins"]
    said = subprocess.run(
        command, cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return re.findall(r"^\s*(\S.*?)\s{2,}(\S+@\S+)\s{2,}(\S+)", said.stdout, re.M)


def people_in(people: list, role: str) -> tuple[str, str]:
    for name, email, password in people:
        if role in name.lower():
            return email, password
    sys.exit(f"No sample person's role names “{role}”.")


def sign_in(page, email: str, password: str):
    page.goto("/en/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda address: "/account/login/" not in address)


def keep(png: bytes, name: str) -> int:
    """Write the picture with 256 colours, a third of the size; its bytes."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(256, dither=0)
    path = FOLDER / f"{name}.png"
    picture.save(path, optimize=True)
    return path.stat().st_size


if __name__ == "__main__":
    sys.exit(main())
