"""A line on which documents come in small pieces, and styles and scripts at once.

What a browser paints between two pieces shows what would jump.
"""

import time
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

PIECE = 700  # bytes
PAUSE = 0.02  # seconds
OF_ONE_HOP = {"connection", "content-length", "date", "server", "transfer-encoding"}


@contextmanager
def slow_line(url: str):
    """The address at which the portal at ``url`` is reached through such a line."""
    handler = type("Handler", (_Handler,), {"portal": urlsplit(url)})
    server = ThreadingHTTPServer(("localhost", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    portal = None

    def do_GET(self):
        answer, body = self._ask_the_portal()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in OF_ONE_HOP:
                self.send_header(name, value)
        self.end_headers()
        is_page = answer.headers.get_content_type() == "text/html"
        with suppress(ConnectionError):  # the browser has gone elsewhere
            self._send(body, PIECE if is_page else max(1, len(body)))

    def _ask_the_portal(self):
        connection = HTTPConnection(self.portal.hostname, self.portal.port)
        headers = {k: v for k, v in self.headers.items() if k != "Accept-Encoding"}
        connection.request("GET", self.path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def _send(self, body: bytes, size: int):
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            self.wfile.flush()
            time.sleep(PAUSE)

    def log_message(self, *args):
        """Say nothing."""
