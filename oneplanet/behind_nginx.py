"""nginx with the lines docs/operating.md prints, on ports and in a folder of its own:
for tests and benchmarks.
"""

import grp
import os
import pwd
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

# Around the lines of the document, as Debian's own nginx.conf: no daemon, and nothing
# outside the folder.
FRAME = """
user {user} {group};
daemon off;
worker_processes {workers};
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    tcp_nopush on;
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{lines}
}}
"""


@dataclass(frozen=True)
class Place:
    """Where an nginx is, beside its ``folder``: the https port, and what it serves."""

    folder: Path
    port: int
    static: Path

    @property
    def socket(self) -> Path:
        return self.folder / "web.sock"

    @property
    def cache(self) -> Path:
        return self.folder / "cache"

    @property
    def certificate(self) -> Path:
        return self.folder / "fullchain.pem"


def missing() -> str:
    """The Debian package that would have to be installed first; "" if all is there."""
    packages = {"nginx": "nginx-light", "openssl": "openssl"}
    return ", ".join(packages[name] for name in packages if not _program(name))


def _program(name):
    """Debian keeps servers where only root looks."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")


def written_lines() -> str:
    """The lines for nginx as docs/operating.md prints them."""
    text = (settings.BASE_DIR / "docs/operating.md").read_text(encoding="utf-8")
    return re.search(r"\n```nginx\n(.*?)\n```\n", text, re.DOTALL)[1]


def fitted_lines(place: Place) -> str:
    """The same with this place's ports and paths, and nothing else changed."""
    lines = written_lines()
    for printed, ours in {
        "listen [::]:80;": "",
        "listen [::]:443 ssl;": "",
        "listen 80;": f"listen unix:{place.folder}/http.sock;",
        "listen 443 ssl;": f"listen 127.0.0.1:{place.port} ssl;",
        "unix:/run/oneplanet/web.sock": f"unix:{place.socket}",
        "/var/cache/nginx-oneplanet": str(place.cache),
        "/etc/ssl/portal/fullchain.pem": str(place.certificate),
        "/etc/ssl/portal/key.pem": f"{place.folder}/key.pem",
        "/srv/oneplanet/var/static/": f"{place.static}/",
    }.items():
        if lines.count(printed) != 1:
            raise RuntimeError(f"docs/operating.md does not print {printed!r} once.")
        lines = lines.replace(printed, ours)
    return lines


@contextmanager
def started(folder: Path, static: Path, *, workers=1):
    """Run it; its Place. What it said is the error if it does not start."""
    place = Place(folder, _free_port(), static)
    _make_certificate(place)
    person = pwd.getpwuid(os.geteuid())
    frame = FRAME.format(
        user=person.pw_name,
        group=grp.getgrgid(person.pw_gid).gr_name,
        workers=workers,
        folder=folder,
        lines=fitted_lines(place),
    )
    (folder / "nginx.conf").write_text(frame, encoding="utf-8")
    command = [_program("nginx"), "-p", folder, "-c", folder / "nginx.conf"]
    with (folder / "said.txt").open("w") as said:
        server = subprocess.Popen(  # noqa: S603, ours
            command, stdout=said, stderr=said
        )
    try:
        _wait_for(server, place)
        yield place
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _make_certificate(place):
    command = "openssl req -x509 -nodes -days 2 -newkey ec -pkeyopt".split()
    command += ["ec_paramgen_curve:prime256v1", "-subj", "/CN=portal.example.org"]
    command += ["-addext", "subjectAltName=DNS:portal.example.org"]
    command += ["-out", place.certificate, "-keyout", place.folder / "key.pem"]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603, ours


def _wait_for(server, place):
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", place.port), timeout=1).close()
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    server.kill()
    raise RuntimeError((place.folder / "said.txt").read_text())
