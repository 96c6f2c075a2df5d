"""What may be asked: public machines, by http or https, at their usual doors.

Anybody who can write an address into a report could have the portal knock at machines
behind its own walls. So a name is looked up here, every address it has is judged, and
the connection goes to an address that was judged, never to the name again.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_address
from threading import Thread
from urllib.parse import quote, urljoin, urlsplit

DOORS = {"http": 80, "https": 443}
NAMING_SECONDS = 5
LONGEST = 2000  # letters of an address, which a redirect may give
_SAFE = "/%:@!$&'()*+,;=-._~"  # letters of a path that stay as they are
_NAT64 = IPv6Network("64:ff9b::/96")


class NotAllowed(Exception):
    """This is not asked; the text says why, for the log of the check."""


class Unreachable(Exception):
    """There is nobody there; the text says what was met."""


@dataclass(frozen=True)
class Target:
    """One address, taken apart: what is asked, of whom."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def site(self) -> str:
        return f"{self.scheme}://{self.in_header}"

    @property
    def in_header(self) -> str:
        """As it stands in the line ``Host:``."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if DOORS[self.scheme] == self.port else f"{host}:{self.port}"

    @property
    def address(self) -> str:
        return f"{self.site}{self.path}"

    def leads_to(self, location: str) -> "Target":
        """Where a redirect sends us, judged like any address."""
        return target_of(urljoin(self.address, location.strip()), {self.port})


def host_of(address: str) -> str:
    """Whose address it is, in small letters; nothing if it is none."""
    try:
        return (urlsplit(address).hostname or "")[:253]
    except ValueError:
        return ""


def target_of(address: str, more_doors=frozenset()) -> Target:
    """The address as it may be asked. Raises NotAllowed."""
    try:
        parts = urlsplit(address)
        port = parts.port
        host = _in_letters(parts.hostname or "")
    except (ValueError, UnicodeError):
        raise NotAllowed("not an address") from None
    if parts.scheme not in DOORS or not host:
        raise NotAllowed("neither http nor https")
    if parts.username is not None or parts.password is not None:
        raise NotAllowed("a name or password in the address")
    if len(address) > LONGEST:
        raise NotAllowed("too long")
    door = port if port is not None else DOORS[parts.scheme]
    if door not in {*DOORS.values(), *more_doors}:
        raise NotAllowed(f"port {door}")
    path = quote(parts.path or "/", safe=_SAFE)
    query = quote(parts.query, safe=f"{_SAFE}?")
    return Target(parts.scheme, host, door, f"{path}?{query}" if query else path)


def _in_letters(host: str) -> str:
    """As machines write it: letters of other scripts have a form in ASCII."""
    host = host if ":" in host else host.rstrip(".").encode("idna").decode("ascii")
    if "%" in host or any(char.isspace() or ord(char) < 33 for char in host):
        raise ValueError("not a name")
    return host


# --- Machines -------------------------------------------------------------------------


def is_public(written: str) -> bool:
    """Whether an IP address is one of the open Internet, whatever form it is hidden in:
    IPv4 within IPv6, 6to4, Teredo or NAT64 are judged by what they carry."""
    try:
        ip = ip_address(written)
    except ValueError:
        return False
    if ip.version == 6:
        carried = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            carried.append(ip_address(int(ip) & 0xFFFFFFFF))
        if any(inner and not is_public(str(inner)) for inner in carried):
            return False
        if ip.ipv4_mapped or ip in _NAT64:
            return True  # and what it carries is public
        if ip.is_site_local or ip.scope_id:
            return False
    return ip.is_global and not (
        ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    )


def looked_up(host: str, port: int) -> list[str]:
    """Every IP address of a name; within some seconds. Raises Unreachable."""
    found = []

    def look():
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(row[4][0] for row in rows))
        except (OSError, UnicodeError):
            pass

    thread = Thread(target=look, daemon=True)
    thread.start()
    thread.join(NAMING_SECONDS)
    if not found:
        raise Unreachable("no such name")
    return list(found)


@dataclass(frozen=True)
class Network:
    """How the world is reached. Tests have one of their own; the portal has this."""

    look_up: Callable[[str, int], list[str]] = looked_up
    allows: Callable[[str], bool] = is_public
    more_doors: frozenset = frozenset()
    context: object = None  # of TLS; without one, the system's, which verifies

    def machines(self, target: Target) -> list[str]:
        """The judged addresses of a target. A name with one foot inside is refused
        whole. Raises NotAllowed and Unreachable."""
        found = self.look_up(target.host, target.port)
        if not all(self.allows(ip) for ip in found):
            raise NotAllowed("not a public machine")
        return found
