"""What a page kept by nginx costs beside a file nginx serves, as ratios of one run."""

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from ssl import create_default_context
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import translation

from oneplanet import behind_nginx

CONNECTIONS = 16
PAGES = {
    "home": "knowledge_hubs:home",
    "list": "reporting:activity_list",
    "sdg12": "knowledge_hubs:sdg12",
}


class Command(BaseCommand):
    help = (
        "Start this portal behind nginx with the lines of docs/operating.md and print, "
        "for a few pages kept in its cache, how many requests a second they answer "
        "beside a static file of the same bytes, packed beforehand. Asked in turn, "
        "round by round; a ratio is the median of the rounds' own ratios. Changes "
        "nothing. Needs the Debian packages nginx-light, openssl and wrk."
    )

    def add_arguments(self, parser):
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--seconds", type=int, default=2, help="of one measurement")

    def handle(self, *, rounds, seconds, **options):
        missing = [behind_nginx.missing(), "" if shutil.which("wrk") else "wrk"]
        if names := " ".join(filter(None, missing)):
            raise CommandError(f"Install first: {names}")
        with tempfile.TemporaryDirectory() as name, _served(Path(name)) as place:
            pages = {page: _address(page) for page in PAGES}
            for page, path in pages.items():
                _make_twin(place, page, path)
            self._measure(place, pages, rounds, seconds)

    def _measure(self, place, pages, rounds, seconds):
        rates = {page: [] for page in pages}
        for _round in range(rounds):
            for page, path in pages.items():
                kept = _rate(place, path, seconds)
                file = _rate(place, f"/static/{page}.html", seconds)
                rates[page].append((kept, file))
        for page, pairs in rates.items():
            kept, file = (
                statistics.median(column) for column in zip(*pairs, strict=True)
            )
            size = (place.static / f"{page}.html.gz").stat().st_size
            self.stdout.write(
                f"{page:<8}{size / 1000:6.1f} kB{kept:9,.0f} kept a second"
                f"{file:9,.0f} static{_ratio(pairs):6.2f} × static"
            )
        words = " ".join(f"{page}={_ratio(pairs):.2f}" for page, pairs in rates.items())
        self.stdout.write(f"kept_by_static {words}")


def _ratio(pairs) -> float:
    return statistics.median(kept / file for kept, file in pairs)


def _address(page) -> str:
    with translation.override("en"):
        return reverse(PAGES[page])


@contextmanager
def _served(folder):
    """This portal, with its own database, behind nginx."""
    static = folder / "static"
    static.mkdir()
    with behind_nginx.started(folder, static) as place:
        command = [sys.executable, "-m", "gunicorn", "-c", "oneplanet/gunicorn.py"]
        env = os.environ | {"BIND": f"unix:{place.socket}", "LOG_LEVEL": "error"}
        server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=env)  # noqa: S603
        try:
            for _ in range(600):
                if _ask(place, "/healthz").status == 200:
                    break
                if server.poll() is not None:
                    raise CommandError("The portal did not start.")
                time.sleep(0.1)
            yield place
        finally:
            server.terminate()
            server.wait(timeout=60)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname


def _ask(place, path):
    """The answer of one packed GET, with what nginx says of it; ``content`` is read."""
    trust = create_default_context(cafile=place.certificate)
    trust.check_hostname = False  # it is reached by its address
    client: HTTPConnection = HTTPSConnection("127.0.0.1", place.port, context=trust)
    sent = {"Host": _host(), "Accept-Encoding": "gzip"}
    client.request("GET", path, headers=sent)
    answer = client.getresponse()
    answer.content = answer.read()
    client.close()
    return answer


def _make_twin(place, page, path):
    """A static file with the bytes of the page, which is kept from now on."""
    _ask(place, path)
    answer = _ask(place, path)
    if (answer.status, answer.headers["X-Cache-Status"]) != (200, "HIT"):
        raise CommandError(f"nginx does not keep {path}: {answer.headers.items()}")
    twin = place.static / f"{page}.html"
    twin.write_bytes(gzip.decompress(answer.content))
    twin.with_suffix(".html.gz").write_bytes(answer.content)


def _rate(place, path, seconds) -> float:
    """Requests a second over connections that stay open."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s"]
    command += ["-H", f"Host: {_host()}", "-H", "Accept-Encoding: gzip"]
    command += [f"https://127.0.0.1:{place.port}{path}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    if re.search(r"Non-2xx|Socket errors", said):
        raise CommandError(said)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", said)[1])
