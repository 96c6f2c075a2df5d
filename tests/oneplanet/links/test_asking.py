"""Addresses followed to their end, on a small web of the tests."""

import socket
import ssl
import time
from threading import Thread

import pytest
from django.core.cache import cache

from oneplanet.links import asking, connecting
from oneplanet.links.asking import Answer, Found, ask
from tests.oneplanet.links.sites import HERE, sites

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(asking, "HOP_PAUSE", 0)
    cache.clear()


def sent_on(where, status=301):
    return status, {"Location": where}, b""


def test_what_answers_is_fine_and_was_asked_politely():
    with sites() as web:
        assert ask(web.url("/a?b=c"), web.network()) == Answer(Found.FINE, "HTTP 200")
    assert [(m, p) for m, p, _h in web.asked] == [
        ("GET", "/robots.txt"),
        ("HEAD", "/a?b=c"),
    ]
    headers = web.asked[1][2]
    assert headers["Host"] == f"good.example:{web.port}"
    assert headers["User-Agent"].startswith("OnePlanetLinkCheck/1.0 (+http")
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


@pytest.mark.parametrize(
    ("status", "found"),
    [
        *[(n, Found.FINE) for n in (200, 204, 206, 304, 416)],
        *[(n, Found.GONE) for n in (404, 410)],
        *[(n, Found.REFUSED) for n in (400, 401, 403, 405, 429, 451)],
        *[(n, Found.UNREACHABLE) for n in (500, 502, 503)],
    ],
)
def test_each_answer_has_its_class(status, found):
    with sites(page=(status, {}, b"")) as web:
        answer = ask(web.url("/page"), web.network())
    assert answer == Answer(found, f"HTTP {status}")


def test_where_head_is_not_understood_the_first_bytes_are_asked_for():
    page = {"HEAD": (405, {}, b""), "GET": (206, {}, b"x" * 100_000)}
    with sites(page=page) as web:
        assert ask(web.url("/page"), web.network()).found == Found.FINE
    assert web.lines == [("HEAD", "/page"), ("GET", "/page")]
    assert web.asked[-1][2]["Range"] == "bytes=0-1023"


def test_what_moved_for_good_says_where_to():
    with sites(old=sent_on("/newer"), newer=sent_on("/new#part", 308)) as web:
        answer = ask(web.url("/old"), web.network())
    assert answer == Answer(Found.MOVED, "HTTP 200", web.url("/new"))


def test_what_is_elsewhere_for_now_has_not_moved():
    with sites(old=sent_on("/now", 302), now=sent_on("/then", 301)) as web:
        assert ask(web.url("/old"), web.network()) == Answer(Found.FINE, "HTTP 200")


def test_what_moved_to_nowhere_is_gone():
    with sites(old=sent_on("/new"), new=(404, {}, b"")) as web:
        assert ask(web.url("/old"), web.network()) == Answer(Found.GONE, "HTTP 404")


def test_no_more_than_five_hops_are_followed():
    with sites(round=sent_on("/round", 302)) as web:
        answer = ask(web.url("/round"), web.network())
    assert answer == Answer(Found.REFUSED, "sent on without end")
    assert web.lines == [("HEAD", "/round")] * 6


@pytest.mark.parametrize(
    "where",
    [
        *("http://inside.example:{port}/canary", "http://meta.example/canary"),
        *("file:///etc/passwd", "http://good.example:22/canary"),
        *("//me@good.example:{port}/canary", "http://[::1]:{port}/canary"),
    ],
)
def test_every_hop_is_judged_anew(where):
    with sites() as web:
        web.answers["/page"] = sent_on(where.format(port=web.port), 302)
        network = web.network(
            inside="10.0.0.1", meta="169.254.169.254", **{"::1": "::1"}
        )
        assert ask(web.url("/page"), network).found == Found.NOT_ALLOWED
    assert web.lines == [("HEAD", "/page")]


def test_a_name_that_turns_inward_after_the_judgement_leads_nowhere():
    """Rebinding: the connection goes to what was judged; nobody asks it by name."""
    with sites() as web:
        network, named = web.network(), []

        def look_up(host, port):
            named.append(host)
            return [HERE] if len(named) % 2 else ["10.0.0.1"]

        turning = type(network)(look_up, network.allows, network.more_doors)
        asked = "socket.getaddrinfo"
        with pytest.MonkeyPatch.context() as patch:
            real = socket.getaddrinfo
            patch.setattr(asked, lambda host, *a, **k: _only_here(real, host, a, k))
            assert ask(web.url("/a"), turning).found == Found.NOT_ALLOWED
    assert named == ["good.example"] * 2  # once for each connection


def _only_here(real, host, args, kwargs):
    assert host == HERE, "a name was looked up behind the judge's back"
    return real(host, *args, **kwargs)


def test_a_site_that_minds_is_left_alone():
    text = b"User-agent: *\nDisallow: /private\n\nUser-agent: other\nDisallow: /"
    with sites(robots_txt=(200, {}, text)) as web:
        assert ask(web.url("/private/a"), web.network()) == Answer(
            Found.NOT_ALLOWED, "robots.txt"
        )
        assert web.lines == []
        assert ask(web.url("/public"), web.network()).found == Found.FINE
    assert [p for _m, p, _h in web.asked].count("/robots.txt") == 1


def test_a_robots_file_with_a_lure_inside_is_not_followed():
    with sites(robots_txt=sent_on("http://inside.example/x")) as web:
        network = web.network(inside="192.168.0.1")
        assert ask(web.url("/a"), network).found == Found.FINE


def test_nobody_there_is_unreachable():
    with sites() as web:
        pass
    assert ask(web.url(), web.network()) == Answer(
        Found.UNREACHABLE, "connection refused"
    )


@pytest.fixture
def drip():
    """Accepts, and sends one letter now and then, for ever."""
    server = socket.create_server((HERE, 0))

    def serve():
        try:
            while True:
                line, _peer = server.accept()
                Thread(target=_drip, args=[line], daemon=True).start()
        except OSError:
            pass

    Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


def _drip(line):
    try:
        while True:
            line.sendall(b"a")
            time.sleep(0.02)
    except OSError:
        line.close()


def test_whoever_answers_letter_by_letter_holds_nobody(drip, monkeypatch):
    monkeypatch.setattr(connecting, "WHOLE_SECONDS", 0.15)
    begun = time.monotonic()
    with sites() as web:
        web.port = drip
        answer = ask(web.url("/"), web.network())
    assert answer.found == Found.UNREACHABLE
    assert time.monotonic() - begun < 3


def test_a_certificate_nobody_vouches_for_is_not_trusted(self_signed):
    with sites() as web:
        web.port = self_signed
        address = web.url("/").replace("http:", "https:")
        answer = ask(address, web.network())
    assert answer.found == Found.UNREACHABLE
    assert answer.said.startswith("certificate: self-signed")


@pytest.fixture
def self_signed(tmp_path):
    certificate, key = _made(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = socket.create_server((HERE, 0))

    def serve():
        while True:
            try:
                line, _peer = server.accept()
            except OSError:
                return
            try:
                context.wrap_socket(line, server_side=True).close()
            except OSError:
                line.close()

    Thread(target=serve, daemon=True).start()
    yield server.getsockname()[1]
    server.close()


def _made(folder):
    """A certificate of our own, and its key."""
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "good.example")])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("good.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    encoded = serialization.Encoding.PEM
    (folder / "cert.pem").write_bytes(made.public_bytes(encoded))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            encoded,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder / "cert.pem", folder / "key.pem"
