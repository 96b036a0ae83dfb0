"""The only HTTP that leaves this server: one guarded function (SECURITY-CASES 34-37).

An address of a stranger's choice must not reach what only this server can reach. So a
host is a public name, it is looked up once, every address that it has must be public,
and the connection goes to the very address that was looked at. Redirects start anew.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna
from django.utils.translation import gettext_lazy as _

MAX_OCTETS = 1_000_000  # unpacked
MAX_SECONDS = 10.0  # from the first look-up to the last octet, redirects included
MAX_REDIRECTS = 3
MAX_ADDRESSES = 3  # of a host, tried one after the other
MAX_URL_LENGTH = 2_000
USER_AGENT = "objectwar-calendar-import/1"

SCHEMES = {"http": 80, "https": 443, "webcal": 443, "webcals": 443}
PORTS = {80, 443}
# Names that no public name server answers for, or only to somebody's own network.
PRIVATE_SUFFIXES = (
    "localhost local localdomain internal intranet private corp home lan onion arpa alt"
).split()
CALENDAR_TYPES = frozenset(
    """
    text/calendar text/x-vcalendar application/ics application/calendar text/plain
    text/csv application/csv text/tab-separated-values application/octet-stream
    binary/octet-stream application/vnd.ms-excel
    application/vnd.openxmlformats-officedocument.spreadsheetml.sheet
    """.split()
)

NOT_PUBLIC_V4 = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598)
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
    )
]
PUBLIC_V6 = ipaddress.ip_network("2000::/3")
NAT64 = ipaddress.ip_network("64:ff9b::/96")
NOT_PUBLIC_V6 = [
    ipaddress.ip_network(network)
    for network in (
        "2001::/23",  # Teredo, ORCHID and other protocols (RFC 2928)
        "2001:db8::/32",
        "2002::/16",  # 6to4: an IPv4 address in disguise
        "3fff::/20",
    )
]

LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")

# (host, port) -> addresses, as strings.
Resolver = Callable[[str, int], Iterable[str]]
# (address, port, seconds) -> a connected socket.
Opener = Callable[[str, int, float], socket.socket]


class FetchError(Exception):
    """Why nothing was fetched. Its text is for readers.

    `code` is `refused` for everything about the address, so that nobody learns from
    the answer what is in this server's network.
    """

    TEXTS = {
        "refused": _("This address cannot be fetched."),
        "unreachable": _("There was no answer."),
        "too_slow": _("It took more than 10 seconds."),
        "too_big": _("It is bigger than 1 MB."),
        "wrong_type": _("It is no calendar and no table."),
        "status": _("The server says that it is not there."),
        "broken": _("The answer breaks off or is damaged."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(self.TEXTS[self.code])


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What an address gave. `is_unchanged`: a 304, without a body."""

    body: bytes
    content_type: str  # in lower case, without parameters; "" if not said
    final_url: str
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


@dataclass(frozen=True, kw_only=True)
class Target:
    """A web address, taken apart and found harmless so far."""

    is_secure: bool
    host: str  # ASCII
    port: int
    path: str  # with the query

    @property
    def url(self) -> str:
        scheme = "https" if self.is_secure else "http"
        port = "" if self.port == (443 if self.is_secure else 80) else f":{self.port}"
        return f"{scheme}://{self.host}{port}{self.path}"


def look_up(host: str, port: int) -> list[str]:
    """Return all addresses of a host, as the system resolves it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [entry[4][0] for entry in found]


def connect(address: str, port: int, seconds: float) -> socket.socket:
    """Connect to an address, which is no name any more."""
    return socket.create_connection((address, port), timeout=seconds)


def fetch(
    url: str,
    *,
    resolver: Resolver = look_up,
    opener: Opener = connect,
    tls: ssl.SSLContext | None = None,
    types: frozenset[str] = CALENDAR_TYPES,
    max_octets: int = MAX_OCTETS,
    max_seconds: float = MAX_SECONDS,
    etag: str = "",
    last_modified: str = "",
) -> Fetched:
    """Fetch a calendar or table from a public web address.

    `etag` and `last_modified` are those of the last answer, to be told if nothing has
    changed. Sends no cookie, no referrer, and asks no proxy.

    Raises:
        FetchError: with nothing sent where the address is refused.
    """
    deadline = time.monotonic() + max_seconds
    tls = tls or ssl.create_default_context()
    validators = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    target = parse_url(url)
    for _hop in range(MAX_REDIRECTS + 1):
        addresses = _checked_addresses(target, resolver, deadline)
        with _Connection(target, addresses, opener, tls, deadline) as connection:
            response = connection.ask(validators)
            if response.status in {301, 302, 303, 307, 308}:
                target = _redirected(target, response.getheader("Location", ""))
                continue
            return _answer(response, connection, target, types, max_octets)
    raise FetchError("refused")


def parse_url(url: str) -> Target:
    """Take a web address apart, strictly: what two readers could read in two ways, no.

    Raises:
        FetchError: if it is not one of a public host on port 80 or 443.
    """
    if len(url) > MAX_URL_LENGTH or re.search(r"[\x00-\x20\x7f\\]", url):
        raise FetchError("refused")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise FetchError("refused") from error
    if parts.scheme not in SCHEMES or not url.lower().startswith(f"{parts.scheme}://"):
        raise FetchError("refused")
    # Neither user names nor IPv6 literals, nor escapes that hide them.
    if re.search(r"[@%\[\]]", parts.netloc) or parts.netloc.endswith(":"):
        raise FetchError("refused")
    port = SCHEMES[parts.scheme] if port is None else port
    if port not in PORTS:
        raise FetchError("refused")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(
        is_secure=parts.scheme != "http",
        host=_public_name(parts.hostname or ""),
        port=port,
        path=f"{path}?{query}" if query else path,
    )


def _public_name(host: str) -> str:
    """Return a host's name in ASCII; no address in any notation, no private name."""
    host = host.removesuffix(".")
    if not host.isascii():
        try:
            # Maps full-width and circled digits to plain ones before we look.
            host = idna.encode(host, uts46=True).decode()
        except (idna.IDNAError, UnicodeError, ValueError) as error:
            raise FetchError("refused") from error
    host = host.lower()
    labels = host.split(".")
    if (
        len(host) > 253
        or len(labels) < 2
        or not all(map(LABEL.fullmatch, labels))
        or labels[-1] in PRIVATE_SUFFIXES
        # 127.1, 0x7f.1 and 017700000001 are addresses to the C library.
        or labels[-1].isdigit()
        or labels[-1].startswith("0x")
    ):
        raise FetchError("refused")
    return host


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in NOT_PUBLIC_V4)
    if ip in NAT64:  # how an IPv6-only network reaches IPv4
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    if ip.scope_id or ip not in PUBLIC_V6:  # mapped, local and the like are outside
        return False
    return not any(ip in network for network in NOT_PUBLIC_V6)


def _checked_addresses(
    target: Target, resolver: Resolver, deadline: float
) -> Sequence[str]:
    """Look a host up, once; return the addresses to connect to, if all are public."""
    pool = ThreadPoolExecutor(max_workers=1)
    try:
        # The system's resolver knows no deadline: it is left behind if it is late.
        waiting = pool.submit(lambda: list(resolver(target.host, target.port)))
        addresses: Sequence[str] = waiting.result(_left(deadline))
    except FutureTimeoutError as error:
        raise FetchError("too_slow") from error
    except (OSError, UnicodeError) as error:
        raise FetchError("refused") from error
    finally:
        pool.shutdown(wait=False)
    if not addresses or not all(map(is_public, addresses)):
        raise FetchError("refused")
    return list(dict.fromkeys(addresses))[:MAX_ADDRESSES]


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError("too_slow")
    return left


def _redirected(target: Target, location: str) -> Target:
    """Return where an answer sends us, checked as the first address was."""
    try:
        following = parse_url(urljoin(target.url, location.strip()))
    except ValueError as error:
        raise FetchError("refused") from error
    if not location.strip() or (target.is_secure and not following.is_secure):
        raise FetchError("refused")
    return following


class _Connection:
    """One request to an address already checked, cut off at the deadline."""

    def __init__(
        self,
        target: Target,
        addresses: Sequence[str],
        opener: Opener,
        tls: ssl.SSLContext,
        deadline: float,
    ) -> None:
        self.target = target
        self.deadline = deadline
        self.http = http.client.HTTPConnection(target.host, target.port)
        self.response: http.client.HTTPResponse | None = None
        self.http.auto_open = 0  # it must never look the name up by itself
        self.raw = raw = self.opened(addresses, opener)
        # A timeout alone starts anew with every octet of a slow server.
        self.alarm = threading.Timer(max(deadline - time.monotonic(), 0), self.cut)
        self.alarm.daemon = True
        self.alarm.start()
        try:
            raw.settimeout(_left(deadline))
            self.http.sock = raw
            if target.is_secure:
                self.raw = tls.wrap_socket(
                    raw, server_hostname=target.host, do_handshake_on_connect=False
                )
                self.http.sock = self.raw
                self.raw.do_handshake()
        except (OSError, ValueError) as error:
            self.close()
            raise self.failure(error) from error
        except FetchError:
            self.close()
            raise

    def opened(self, addresses: Sequence[str], opener: Opener) -> socket.socket:
        """Connect to the first address that answers; all have been looked at."""
        failure = FetchError("unreachable")
        for address in addresses:
            try:
                return opener(address, self.target.port, _left(self.deadline))
            except OSError as error:
                failure = self.failure(error)
        raise failure

    def __enter__(self) -> _Connection:
        return self

    def __exit__(self, *exception) -> None:
        self.close()

    def close(self) -> None:
        self.alarm.cancel()
        if self.response is not None:
            self.response.close()
        self.http.close()
        self.raw.close()

    def cut(self) -> None:
        """End the connection from another thread: whoever reads gets no more."""
        try:
            socket.socket.shutdown(self.raw, socket.SHUT_RDWR)
        except OSError:
            return  # it had ended by itself

    def failure(self, error: Exception) -> FetchError:
        is_late = time.monotonic() >= self.deadline or isinstance(error, TimeoutError)
        return FetchError("too_slow" if is_late else "unreachable")

    def ask(self, validators: dict[str, str]) -> http.client.HTTPResponse:
        target = self.target
        try:
            self.http.putrequest(
                "GET", target.path, skip_host=True, skip_accept_encoding=True
            )
            self.http.putheader("Host", urlsplit(target.url).netloc)
            self.http.putheader("User-Agent", USER_AGENT)
            self.http.putheader("Accept", "text/calendar, text/csv, */*;q=0.5")
            self.http.putheader("Accept-Encoding", "gzip")
            self.http.putheader("Connection", "close")
            for name, value in validators.items():
                if value and re.fullmatch(r"[\x20-\x7e]{1,200}", value):
                    self.http.putheader(name, value)
            self.http.endheaders()
            self.response = self.http.getresponse()
            return self.response
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise self.failure(error) from error

    def octets(self, response: http.client.HTTPResponse) -> Iterable[bytes]:
        try:
            while chunk := response.read1(16_384):
                _left(self.deadline)
                yield chunk
        except (OSError, http.client.HTTPException, ValueError) as error:
            failure = self.failure(error)
            code = "broken" if failure.code == "unreachable" else failure.code
            raise FetchError(code) from error
        _left(self.deadline)  # an answer that we cut ourselves looks like an end


def _answer(
    response: http.client.HTTPResponse,
    connection: _Connection,
    target: Target,
    types: frozenset[str],
    max_octets: int,
) -> Fetched:
    content_type = response.getheader("Content-Type", "").split(";")[0].strip().lower()
    facts = {
        "content_type": content_type,
        "final_url": target.url,
        "etag": response.getheader("ETag", "")[:200],
        "last_modified": response.getheader("Last-Modified", "")[:200],
    }
    if response.status == 304:
        return Fetched(body=b"", is_unchanged=True, **facts)
    if response.status != 200:
        raise FetchError("status")
    if content_type and content_type not in types:
        raise FetchError("wrong_type")
    body = _unpacked(
        connection.octets(response),
        response.getheader("Content-Encoding", "").strip().lower(),
        max_octets,
    )
    if response.length:  # fewer octets than were promised
        raise FetchError("broken")
    return Fetched(body=body, **facts)


def _unpacked(chunks: Iterable[bytes], encoding: str, max_octets: int) -> bytes:
    """Join and unpack octets, never more than allowed at any time."""
    if encoding in {"", "identity"}:
        return _joined(chunks, max_octets)
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError("broken")
    unpack = zlib.decompressobj(wbits=47 if encoding != "deflate" else 15)
    body = bytearray()
    packed = 0
    try:
        for chunk in chunks:
            packed += len(chunk)
            if packed > max_octets:
                raise FetchError("too_big")
            body += unpack.decompress(chunk, max_octets + 1 - len(body))
            if len(body) > max_octets:
                raise FetchError("too_big")
    except zlib.error as error:
        raise FetchError("broken") from error
    if not unpack.eof:
        raise FetchError("broken")
    return bytes(body)


def _joined(chunks: Iterable[bytes], max_octets: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > max_octets:
            raise FetchError("too_big")
    return bytes(body)
