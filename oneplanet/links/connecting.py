"""Speaks HTTP to a machine by its IP address, in the name of the host that was asked.

No cookies, no passwords, no proxies of the environment; certificates are verified for
the host's name. Whatever the other side does, it is over after some seconds.
"""

import http.client
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer

from django.conf import settings

from oneplanet.links.rules import Network, Target, Unreachable

CONNECT_SECONDS = 5  # and for each silence
WHOLE_SECONDS = 10  # one question from beginning to end
AGENT = "OnePlanetLinkCheck"
MOST_MACHINES = 2  # of one name that are tried


@dataclass(frozen=True)
class Reply:
    """What one machine said: its number, where it sends us, how its text begins."""

    status: int
    location: str = ""
    body: bytes = b""


def headers(target: Target) -> dict[str, str]:
    """Who asks, and that nothing else is wanted."""
    return {
        "Host": target.in_header,
        "User-Agent": f"{AGENT}/1.0 (+{settings.SITE_URL}; checks links)",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }


def say(method: str, target: Target, network: Network, *, most=0) -> Reply:
    """Ask one question; at most so many bytes of the answer are read. Raises
    Unreachable and NotAllowed."""
    refused = "nobody answers"
    for machine in network.machines(target)[:MOST_MACHINES]:
        try:
            return _said(method, target, machine, network, most)
        except ssl.SSLCertVerificationError as error:
            raise Unreachable(f"certificate: {error.verify_message}"[:120]) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            refused = _in_words(error)
    raise Unreachable(refused)


def _said(method, target, machine, network, most) -> Reply:
    connection = http.client.HTTPConnection(target.host, target.port)
    connection.sock = line = _line(target, machine, network)
    ending = Timer(WHOLE_SECONDS, _hang_up, [line])
    ending.daemon = True
    ending.start()
    try:
        if target.scheme == "https":
            line.do_handshake()
        more = {"Range": f"bytes=0-{most - 1}"} if most else {}
        connection.request(method, target.path, headers=headers(target) | more)
        answer = connection.getresponse()
        body = answer.read(most) if most else b""
        return Reply(answer.status, answer.getheader("Location") or "", body)
    finally:
        ending.cancel()
        connection.close()
        line.close()


def _line(target, machine, network):
    """To the machine that was judged; the name is not looked up again."""
    line = socket.create_connection((machine, target.port), timeout=CONNECT_SECONDS)
    if target.scheme != "https":
        return line
    context = network.context or ssl.create_default_context()
    given = {"server_hostname": target.host, "do_handshake_on_connect": False}
    return context.wrap_socket(line, **given)


def _hang_up(line):
    """Whoever sends a letter every four seconds would hold us for hours."""
    with suppress(OSError):
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _in_words(error) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, ssl.SSLError):
        return "no safe connection"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    if isinstance(error, OSError):
        return "connection lost"
    return "not an answer of the web"
