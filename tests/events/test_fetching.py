"""What leaves this server, and what never does (SECURITY-CASES 34 to 37)."""

import ast
import contextlib
import datetime as dt
import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from events.fetching import FetchError, fetch, is_public, parse_url

ROOT = Path(__file__).resolve().parents[2]
PUBLIC = "93.184.215.14"
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


class Server:
    """A loopback server that answers each connection with the next of its answers.

    An answer is octets, or a function that gets the connected socket. `requests` are
    what it was asked, `opened` the addresses that somebody meant to connect to.
    """

    def __init__(self, *answers, tls=None):
        self.answers = list(answers)
        self.requests = []
        self.opened = []
        self.tls = tls
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        for answer in self.answers:
            with contextlib.suppress(OSError):
                connected, _address = self.socket.accept()
                with connected if not self.tls else self.secured(connected) as peer:
                    self.requests.append(peer.recv(65_536).decode("latin-1"))
                    if callable(answer):
                        answer(peer)
                    else:
                        peer.sendall(answer)

    def secured(self, connected):
        try:
            return self.tls.wrap_socket(connected, server_side=True)
        except OSError:
            connected.close()
            raise

    def open(self, address, port, seconds):
        """Be `opener`: note where to, and connect here instead."""
        self.opened.append((address, port))
        return socket.create_connection(self.socket.getsockname(), timeout=seconds)

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join(5)


@pytest.fixture
def serve():
    servers = []

    def start(*answers, tls=None):
        servers.append(Server(*answers, tls=tls))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def answer(body=CALENDAR, *headers, status="200 OK", content_type="text/calendar"):
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def to(location, status="302 Found"):
    return answer(b"", f"Location: {location}", status=status)


def fetch_from(server, url="http://calendar.example.org/a.ics", **options):
    options.setdefault("resolver", lambda host, port: [PUBLIC])
    return fetch(url, opener=server.open, **options)


@contextlib.contextmanager
def fails(code):
    with pytest.raises(FetchError) as caught:
        yield
    assert caught.value.code == code


def refusal(url, **options):
    """Return the code and text of a refusal; nothing may be resolved or opened."""

    def fail(*args):
        raise AssertionError(f"asked for {args}")

    options = {"resolver": fail, "opener": fail} | options
    with pytest.raises(FetchError) as caught:
        fetch(url, **options)
    return caught.value.code, str(caught.value)


# --- 34: addresses ---


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.0.0.1/",
        "http://017700000001/",
        "http://0177.0.0.1/",
        "http://0.0.0.0/",
        "http://0/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://8.8.8.8/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.０.０.１/",
        "http://127。0。0。1/",
        "http://[::1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://[2606:2800:220:1::1]/",
        "http://[::1/",
        "http://::1/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://localhost./",
        "http://a.localhost/",
        "http://printer.local/",
        "http://printer.local./",
        "http://db.internal/",
        "http://router/",
        "http://router.lan/",
        "http://x.home.arpa/",
        "http://user@example.org/",
        "http://user:pass@example.org/",
        "http://example.org@127.0.0.1/",
        "http://127.0.0.1#@example.org/",
        "http://127.0.0.1\\@example.org/",
        "http://example.org\\@127.0.0.1/",
        "http://example.org:22/",
        "http://example.org:8080/",
        "http://example.org:0/",
        "http://example.org:99999/",
        "http://example.org:/",
        "http://example.org:80a/",
        "http://%6c%6fcalhost/",
        "http://exa mple.org/",
        "http://example.org/\r\nHost: x",
        "http://example..org/",
        "http://.example.org/",
        "http://-example.org/",
        "http:///a.ics",
        "http:example.org",
        "http:/example.org",
        "//example.org/",
        "example.org",
        "",
        "file:///etc/passwd",
        "gopher://example.org/",
        "ftp://example.org/a.ics",
        "javascript:alert(1)",
        "data:text/calendar,BEGIN:VCALENDAR",
        "webcal://127.0.0.1/",
        "webcal://localhost/",
        "webcal://[::1]/",
        "http://example.org/" + "a" * 3000,
    ],
)
def test_case_34_address_is_refused_before_anything_is_asked(url):
    assert refusal(url) == ("refused", "This address cannot be fetched.")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.255.0.1",
        "0.0.0.0",  # noqa: S104 - nobody listens
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "192.0.0.8",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "2002:7f00:1::1",
        "3fff::1",
        "fc00::1",
        "fd12:3456::1",
        "fe80::1",
        "fe80::1%eth0",
        "ff02::1",
        "router",
    ],
)
def test_case_34_address_of_a_private_network_is_not_public(address):
    assert not is_public(address)
    assert refusal("http://example.org/", resolver=lambda host, port: [address]) == (
        "refused",
        "This address cannot be fetched.",
    )


@pytest.mark.parametrize(
    "address", [PUBLIC, "8.8.8.8", "2606:2800:21f:cb07::1", "64:ff9b::808:808"]
)
def test_public_address_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "meant"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        ("webcals://example.org/a.ics", "https://example.org/a.ics"),
        ("https://example.org./a.ics?b=c d".replace(" ", "%20"),
         "https://example.org/a.ics?b=c%20d"),
        ("https://example.org:443/ä#x", "https://example.org/%C3%A4"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("https://bücher.example.org/", "https://xn--bcher-kva.example.org/"),
    ],
)  # fmt: skip
def test_address_of_a_public_name_is_understood(url, meant):
    assert parse_url(url).url == meant


def test_unknown_name_is_refused_in_the_same_words():
    def fail(host, port):
        raise socket.gaierror("no such host")

    assert refusal("http://example.org/", resolver=fail) == (
        "refused",
        "This address cannot be fetched.",
    )


# --- 35: the address that was checked is the one connected to ---


def test_case_35_one_private_address_of_several_refuses():
    code, _text = refusal(
        "http://example.org/", resolver=lambda host, port: [PUBLIC, "10.0.0.1"]
    )

    assert code == "refused"


def test_case_35_name_is_looked_up_once_and_its_address_is_connected_to(serve):
    server = serve(answer())
    answers = [[PUBLIC], ["127.0.0.1"]]
    asked = []

    def rebinding(host, port):
        asked.append((host, port))
        return answers.pop(0)

    fetched = fetch_from(server, resolver=rebinding)

    assert fetched.body == CALENDAR
    assert asked == [("calendar.example.org", 80)]
    assert server.opened == [(PUBLIC, 80)]
    assert "Host: calendar.example.org\r\n" in server.requests[0]


def test_request_says_nothing_about_anybody(serve):
    server = serve(answer())

    fetch_from(server, "http://calendar.example.org/a.ics?key=1")

    assert server.requests[0].split("\r\n") == [
        "GET /a.ics?key=1 HTTP/1.1",
        "Host: calendar.example.org",
        "User-Agent: objectwar-calendar-import/1",
        "Accept: text/calendar, text/csv, */*;q=0.5",
        "Accept-Encoding: gzip",
        "Connection: close",
        "",
        "",
    ]


# --- 36: redirects ---


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "file:///etc/passwd",
        "//user@example.org/",
        "https://example.org:8443/",
        "",
    ],
)
def test_case_36_redirect_to_a_private_place_is_refused(serve, location):
    server = serve(to(location), answer())

    with fails("refused"):
        fetch_from(server)

    assert len(server.opened) == 1


def test_case_36_redirect_to_a_name_with_a_private_address_is_refused(serve):
    server = serve(to("http://inside.example.org/"), answer())
    addresses = {"calendar.example.org": PUBLIC, "inside.example.org": "10.0.0.1"}

    with fails("refused"):
        fetch_from(server, resolver=lambda host, port: [addresses[host]])

    assert len(server.opened) == 1


def test_case_36_three_redirects_are_followed(serve):
    server = serve(to("/b"), to("c", "301 Moved"), to("?d", "308 Moved"), answer())

    fetched = fetch_from(server)

    assert fetched.final_url == "http://calendar.example.org/c?d"
    assert len(server.opened) == 4


def test_case_36_a_fourth_redirect_is_refused(serve):
    server = serve(*[to("/again")] * 20)

    with fails("refused"):
        fetch_from(server)

    assert len(server.opened) == 4


# --- 37: size, time, kind ---


def test_case_37_too_big_an_answer_is_cut_off(serve):
    server = serve(answer(b"x" * 1_000_001))

    with fails("too_big"):
        fetch_from(server)


def test_answer_of_exactly_the_limit_is_read(serve):
    server = serve(answer(b"x" * 1_000_000))

    assert len(fetch_from(server).body) == 1_000_000


def test_case_37_endless_answer_is_cut_off(serve):
    def endless(connected):
        connected.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connected.sendall(b"x" * 65_536)

    with fails("too_big"):
        fetch_from(serve(endless))


def test_case_37_packed_answer_is_cut_off_by_what_it_unpacks_to(serve):
    bomb = gzip.compress(b"\0" * 100_000_000)
    server = serve(answer(bomb, "Content-Encoding: gzip"))

    tracemalloc.start()
    with fails("too_big"):
        fetch_from(server)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert len(bomb) < 200_000
    assert most < 8_000_000  # one packet alone unpacks to twice as much


def test_packed_answer_is_unpacked(serve):
    server = serve(answer(gzip.compress(CALENDAR), "Content-Encoding: gzip"))

    assert fetch_from(server).body == CALENDAR


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "gzip"])
def test_answer_that_cannot_be_unpacked_is_broken(serve, encoding):
    server = serve(answer(CALENDAR, f"Content-Encoding: {encoding}"))

    with fails("broken"):
        fetch_from(server)


ENOUGH = 500  # octets one by one, of which a patient reader would take ten seconds


def slowly(prefix, sent=None):
    """Answer with a prefix and single octets, noted in `sent`, until nobody listens."""

    def send(connected):
        connected.sendall(prefix)
        with contextlib.suppress(OSError):
            for number in range(ENOUGH):
                connected.sendall(b"x")
                if sent is not None:
                    sent.append(number)
                time.sleep(0.02)

    return send


@pytest.mark.parametrize(
    "prefix",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n",
    ],
)
def test_case_37_slow_answer_is_cut_off_in_all(serve, prefix):
    sent = []

    with fails("too_slow"):
        fetch_from(serve(slowly(prefix, sent)), max_seconds=0.3)

    assert len(sent) < ENOUGH / 2


def test_case_37_slow_handshake_is_cut_off(serve):
    with fails("too_slow"):
        fetch_from(
            serve(slowly(b"\x16\x03\x03\x40\x00")),
            "https://calendar.example.org/",
            max_seconds=0.3,
        )


def test_case_37_slow_name_server_is_left_behind():
    done = threading.Event()

    with fails("too_slow"):
        fetch(
            "http://example.org/",
            resolver=lambda host, port: done.wait(5) and [],
            max_seconds=0.1,
        )
    done.set()


@pytest.mark.parametrize("content_type", ["text/html", "image/png", "application/xml"])
def test_case_37_answer_of_another_kind_is_refused(serve, content_type):
    server = serve(answer(content_type=content_type))

    with fails("wrong_type"):
        fetch_from(server)


@pytest.mark.parametrize(
    "content_type", ["", "text/calendar; charset=utf-8", "TEXT/PLAIN", "text/csv"]
)
def test_answer_of_a_known_or_unnamed_kind_is_read(serve, content_type):
    assert fetch_from(serve(answer(content_type=content_type))).body == CALENDAR


@pytest.mark.parametrize("status", ["404 Not Found", "500 Error", "206 Part", "204 No"])
def test_answer_without_the_thing_is_told(serve, status):
    with fails("status"):
        fetch_from(serve(answer(status=status)))


@pytest.mark.parametrize(
    "octets",
    [
        answer(CALENDAR)[:-5],
        b"HTTP/1.1 200 OK\r\nContent-Type: text/calendar\r\n"
        b"Transfer-Encoding: chunked\r\n\r\nff\r\nhalf",
    ],
)
def test_answer_that_breaks_off_is_broken(serve, octets):
    with fails("broken"):
        fetch_from(serve(octets))


@pytest.mark.parametrize("octets", [b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_server_that_speaks_no_http_is_unreachable(serve, octets):
    with fails("unreachable"):
        fetch_from(serve(octets))


@pytest.mark.parametrize(
    "headers", [b"X: " + b"x" * 100_000, b"X: x\r\n" * 500], ids=["long", "many"]
)
def test_case_37_huge_header_is_cut_off(serve, headers):
    with fails("unreachable"):
        fetch_from(serve(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\n" + CALENDAR))


def test_server_that_does_not_listen_is_unreachable():
    def refuse(address, port, seconds):
        raise ConnectionRefusedError

    with fails("unreachable"):
        fetch(
            "http://example.org/", resolver=lambda host, port: [PUBLIC], opener=refuse
        )


def test_second_address_is_tried_where_the_first_does_not_answer(serve):
    server = serve(answer())
    tried = []

    def open_second(address, port, seconds):
        tried.append(address)
        if len(tried) == 1:
            raise OSError
        return server.open(address, port, seconds)

    fetched = fetch(
        "http://example.org/",
        resolver=lambda host, port: ["2606:2800:21f:cb07::1", PUBLIC],
        opener=open_second,
    )

    assert fetched.body == CALENDAR
    assert tried == ["2606:2800:21f:cb07::1", PUBLIC]


# --- Nothing new ---


def test_unchanged_answer_is_told_from_an_empty_one(serve):
    server = serve(
        answer(CALENDAR, 'ETag: "1"', "Last-Modified: Mon, 23 Nov 2026 00:00:00 GMT"),
        answer(b"", status="304 Not Modified"),
    )
    first = fetch_from(server)

    second = fetch_from(server, etag=first.etag, last_modified=first.last_modified)

    assert second.is_unchanged
    assert 'If-None-Match: "1"\r\n' in server.requests[1]
    assert "If-Modified-Since: Mon, 23 Nov 2026 00:00:00 GMT" in server.requests[1]


def test_validator_cannot_add_a_header(serve):
    server = serve(answer())

    fetch_from(server, etag='"1"\r\nCookie: a=b')

    assert "Cookie" not in server.requests[0]


# --- TLS ---


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the file of a key and a certificate for calendar.example.org."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "calendar.example.org")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("calendar.example.org")]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "certificate.pem"
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return path


@pytest.fixture
def serve_tls(serve, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return lambda *answers: serve(*answers, tls=context)


def test_name_and_not_the_address_is_certified(serve_tls, certificate):
    server = serve_tls(answer())

    fetched = fetch_from(
        server,
        "webcal://calendar.example.org/a.ics",
        tls=ssl.create_default_context(cafile=certificate),
    )

    assert fetched.body == CALENDAR
    assert fetched.final_url == "https://calendar.example.org/a.ics"
    assert server.opened == [(PUBLIC, 443)]
    assert "Host: calendar.example.org\r\n" in server.requests[0]


def test_certificate_of_another_name_is_refused(serve_tls, certificate):
    with fails("unreachable"):
        fetch_from(
            serve_tls(answer()),
            "https://other.example.org/",
            tls=ssl.create_default_context(cafile=certificate),
        )


def test_certificate_of_nobody_is_refused(serve_tls):
    with fails("unreachable"):
        fetch_from(serve_tls(answer()), "https://calendar.example.org/")


def test_redirect_from_https_to_http_is_refused(serve_tls, certificate):
    with fails("refused"):
        fetch_from(
            serve_tls(to("http://calendar.example.org/")),
            "https://calendar.example.org/",
            tls=ssl.create_default_context(cafile=certificate),
        )


# --- The only door ---

OUTBOUND = {
    "aiohttp",
    "ftplib",
    "http.client",
    "httpx",
    "requests",
    "socket",
    "telnetlib",
    "urllib.request",
    "urllib3",
}
APPS = ("events", "home", "objectwar", "organizations", "screening")


def imported_names(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_other_module_reaches_out():
    doors = {
        str(path.relative_to(ROOT))
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        if any(
            name == module or name.startswith(f"{module}.")
            for name in imported_names(path)
            for module in OUTBOUND
        )
    }

    assert doors == {"events/fetching.py"}
