"""What the portal asks, and what it never asks."""

import time

import pytest

from oneplanet.links import rules
from oneplanet.links.asking import Answer, Found, ask
from oneplanet.links.rules import Network, NotAllowed, is_public, target_of

pytestmark = pytest.mark.django_db

INSIDE = """
    127.0.0.1 127.255.0.3 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1
    169.254.169.254 169.254.0.1 100.64.0.1 100.127.255.254 192.0.0.8 192.0.2.1
    198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1
    255.255.255.255 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1
    ::ffff:169.254.169.254 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
    2002:7f00:1:: 2002:a00:1::1 2001:0:7f00:1::1 fe80::1 fe80::1%eth0 fc00::1
    fd00:ec2::254 fec0::1 ff02::1 2001:db8::1 100::1 localhost 2130706433
""".split()
OUTSIDE = "93.184.215.14 8.8.8.8 2606:2800:21f:cb07::1 ::ffff:8.8.8.8 64:ff9b::808:808"


@pytest.mark.parametrize("ip", INSIDE)
def test_a_machine_that_is_not_of_the_open_internet_is_refused(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", OUTSIDE.split())
def test_a_public_machine_is_asked(ip):
    assert is_public(ip)


@pytest.mark.parametrize(
    "address",
    [
        *("ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "x"),
        *("http://example.org:22/", "http://example.org:8000/", "http:///none"),
        *("http://me:secret@example.org/", "http://@example.org/", "http://[::1"),
        *("http://example.org:99999/", "http://a b.example/", "javascript:alert(1)"),
        *("http://[fe80::1%25eth0]/", f"http://example.org/{'a' * 2000}"),
    ],
)
def test_no_other_address_is_asked(address):
    with pytest.raises(NotAllowed):
        target_of(address)


def test_an_address_is_written_as_machines_write_it():
    target = target_of("HTTPS://Bücher.example/straße?q=né à&x=1#part")
    assert (target.scheme, target.host, target.port) == (
        *("https", "xn--bcher-kva.example"),
        443,
    )
    assert target.path == "/stra%C3%9Fe?q=n%C3%A9%20%C3%A0&x=1"


def test_what_would_end_a_line_ends_none():
    target = target_of("http://example.org/a%0d%0aHost:%20b")
    assert target.path == "/a%0d%0aHost:%20b"
    assert "\r" not in target_of("http://example.org/a\r\nHost: b").path


@pytest.mark.parametrize(
    "address",
    [
        *("http://127.0.0.1/", "http://localhost/", "http://2130706433/"),
        *("http://0x7f.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/"),
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_the_portal_itself_asks_nobody_inside(address, monkeypatch):
    """With the network it has, not one of the tests."""
    monkeypatch.setattr("socket.create_connection", pytest.fail)
    assert ask(address) == Answer(Found.NOT_ALLOWED, "not a public machine")


def test_a_name_with_one_foot_inside_is_refused_whole():
    network = Network(lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(NotAllowed):
        network.machines(target_of("http://both.example/"))


def test_a_name_that_is_never_found_is_given_up(monkeypatch):
    monkeypatch.setattr(rules, "NAMING_SECONDS", 0.05)
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: time.sleep(0.3) or [])
    assert ask("http://slow.example/") == Answer(Found.UNREACHABLE, "no such name")
