"""A small web on this machine, reached by a network that allows nothing else."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from oneplanet.links.rules import Network, is_public

HERE = "127.0.0.1"


@dataclass
class Sites:
    """What is asked is noted; ``answers``: path → (status, headers, body)."""

    answers: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)  # (method, path, headers)
    port: int = 0

    def url(self, path="/", host="good.example"):
        return f"http://{host}:{self.port}{path}"

    def network(self, **names) -> Network:
        """Every name leads here, but for those that are given an address."""

        def look_up(host, port):
            return [names.get(host.split(".")[0], HERE)]

        def allows(ip):
            return ip == HERE or is_public(ip)

        return Network(look_up, allows, more_doors=frozenset({self.port}))

    @property
    def lines(self):
        """The questions but for robots.txt."""
        return [(m, p) for m, p, _h in self.asked if p != "/robots.txt"]


@contextmanager
def sites(**answers):
    """``sites(page=(404, {}, b""))`` answers so at /page, and 200 elsewhere."""
    web = Sites({f"/{name}": answer for name, answer in answers.items()})
    server = ThreadingHTTPServer((HERE, 0), _handler(web))
    web.port = server.server_port
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def _handler(web):
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            path = self.path.partition("?")[0]
            web.asked.append((self.command, self.path, dict(self.headers)))
            default = (404, {}, b"") if path == "/robots.txt" else (200, {}, b"here")
            found = web.answers.get(path.replace(".", "_"), default)
            if isinstance(found, dict):
                found = found[self.command]
            status, headers, body = found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_GET = do_HEAD = answer

        def log_message(self, *args):
            pass

    return Handler
