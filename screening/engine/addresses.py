"""Web and mail addresses: taken apart, unwrapped, and compared with listed ones.

A listed address is a host with an optional path; it covers the hosts below it and the
paths below its own, on the borders of labels and segments. Nothing is looked up: what
only a server could tell (short links) stays unknown.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

LONGEST_ADDRESS = 4_000
_DEPTH = 3


class Address(NamedTuple):
    """A host in small letters (Unicode, no `www.`), path segments, query pairs."""

    host: str
    path: tuple[str, ...]
    query: tuple[tuple[str, str], ...]
    is_mail: bool = False

    @property
    def shown(self) -> str:
        """The address as a person writes it."""
        return "/".join((self.host, *self.path))


_TELEGRAM_LINK = re.compile(r"\Atg:/*(?:resolve)\?(.*)", re.IGNORECASE)
_DEFANGED = re.compile(
    r"\s?(?:\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\[punkt\])\s?", re.IGNORECASE
)
_SCHEME = re.compile(r"\A\s*(?:view-source:)?(h(?:tt|xx)ps?|ftp):/*", re.IGNORECASE)
_MAIL = re.compile(r"\A(?:mailto:)?([^\s@/]{1,64})@([^\s@/:?#]{3,255})", re.IGNORECASE)
_HOST = re.compile(r"[^\W_](?:[\w-]{0,62})(?:\.[^\W_][\w-]{0,62}){1,20}\Z")
_BLOG = re.compile(r"(.+\.blogspot)\.(?:[a-z]{2,3})(?:\.[a-z]{2})?\Z")


@lru_cache(maxsize=4096)
def host_name(host: str) -> str:
    """Write a host in one form: small Unicode letters, no `www.`, no last dot."""
    host = host.strip().strip(".").lower()
    if "xn--" in host:
        try:
            host = host.encode("ascii").decode("idna").lower()
        except (UnicodeError, ValueError):
            return host
    host = re.sub(r"\Awww\d?\.(?=[^.]+\.)", "", host)
    blog = _BLOG.match(host)
    return f"{blog.group(1)}.com" if blog else host


def parse_address(text: str) -> Address | None:
    """Take an address apart; None where the text is none.

    Defanged spellings (`hxxps://`, `[.]`) are read as meant. What stands before an @ in
    a web address is a user name, not the host.
    """
    text = text.strip().strip("<>()[]\"'«»„“”.,;!\x00")[:LONGEST_ADDRESS]
    text = _DEFANGED.sub(".", text)
    telegram = _TELEGRAM_LINK.match(text)
    if telegram:
        return Address("t.me", (), tuple(parse_qsl(telegram.group(1))[:50]))
    has_scheme = _SCHEME.match(text)
    if not has_scheme:
        mail = _MAIL.match(text)
        if mail:
            host = host_name(mail.group(2).rstrip(".,;"))
            return Address(host, (), (), is_mail=True) if _HOST.match(host) else None
        text = text.removeprefix("//")
    else:
        text = text[has_scheme.end() :]
    try:
        parts = urlsplit("//" + text)
        host = parts.hostname or ""
    except ValueError:
        return None
    host = host_name(unquote(host))
    if not _HOST.match(host):
        return None
    path = tuple(
        segment
        for segment in unquote(parts.path).lower().split("/")
        if segment not in ("", ".")
    )
    try:
        query = tuple(parse_qsl(parts.query, max_num_fields=50))
    except ValueError:
        query = ()
    if not query and parts.query:
        query = (("", unquote(parts.query)),)
    return Address(host, path, query)


# Hosts that pass on to the address in one of these parameters, even written bare.
_REDIRECTORS = {
    "l.facebook.com": ("u",),
    "lm.facebook.com": ("u",),
    "l.instagram.com": ("u",),
    "l.threads.net": ("u",),
    "l.threads.com": ("u",),
    "l.messenger.com": ("u",),
    "vk.com": ("to",),
    "vk.ru": ("to",),
    "google.com": ("url", "q", "u"),
    "translate.google.com": ("u",),
    "webcache.googleusercontent.com": ("q",),
    "youtube.com": ("q",),
    "duckduckgo.com": ("uddg",),
    "t.me": ("url",),
    "out.reddit.com": ("url",),
    "steamcommunity.com": ("url", "u"),
    "slack-redir.net": ("url",),
    "linkedin.com": ("url",),
    "exit.sc": ("url",),
    "clck.yandex.ru": ("url",),
    "yandex.ru": ("url",),
    "translate.yandex.ru": ("url",),
    "translate.yandex.com": ("url",),
    "href.li": ("",),
    "anonym.to": ("",),
    "dereferer.me": ("",),
    "nullrefer.com": ("",),
}
_ARCHIVES = ("archive.org", "archive.today", "archive.ph", "archive.is", "archive.li")
_ARCHIVES += ("archive.vn", "archive.md", "archive.fo", "ghostarchive.org", "12ft.io")
_ARCHIVES += ("arquivo.pt", "webcitation.org", "perma.cc", "cachedview.nl")


def unwrap(text: str, depth: int = _DEPTH) -> Iterator[tuple[Address, bool]]:
    """Give the address and every address inside it; the flag says: from inside.

    Inside are the targets of redirectors, the archived page, the translated page.
    """
    address = parse_address(text)
    if address is None:
        return
    yield address, depth < _DEPTH
    if depth == 0 or address.is_mail:
        return
    for inner in dict.fromkeys(_inside(address, text)):
        yield from ((found, True) for found, _ in unwrap(inner, depth - 1))


def _inside(address: Address, text: str) -> Iterator[str]:
    for suffix in (".translate.goog", ".cdn.ampproject.org"):
        if address.host.endswith(suffix):
            host = address.host.removesuffix(suffix)
            host = host.replace("--", "\x00").replace("-", ".").replace("\x00", "-")
            path = [s for s in address.path if s not in ("c", "s", "v")]
            yield "/".join((host, *path))
    if address.host == "google.com" and address.path[:1] == ("amp",):
        yield "/".join(s for s in address.path[1:] if s != "s")
    rest = _SCHEME.sub("", text.strip(), count=1)[:LONGEST_ADDRESS]
    rest = unquote(rest)
    is_archive = any(
        address.host == a or address.host.endswith("." + a) for a in _ARCHIVES
    )
    path_and_query = rest.partition("/")[2]
    nested = re.search(r"h(?:tt|xx)ps?:/{1,2}", path_and_query.partition("?")[0])
    if nested:
        yield path_and_query[nested.start() :]
    elif is_archive:
        segments = path_and_query.split("/")
        for position, segment in enumerate(segments):
            if "." in segment and parse_address(segment):
                yield "/".join(segments[position:])
                break
    names = _REDIRECTORS.get(address.host, ())
    for name, value in address.query:
        value = value.strip()
        if value.lower().startswith(("http://", "https://", "//", "hxxp")):
            yield value
        elif name in names and "." in value:
            yield value.removeprefix("cache:")


def suffixes(host: str) -> Iterator[str]:
    """Give a host and the hosts above it, label by label, down to two labels."""
    labels = host.split(".")
    for start in range(len(labels) - 1):
        yield ".".join(labels[start:])


def covers(listed: Address, address: Address) -> bool:
    """Say whether the listed address is the given one, or one above it.

    A mail address says nothing of a path, so only a listed host without one covers it.
    """
    if address.host != listed.host and not address.host.endswith("." + listed.host):
        return False
    if listed.path and address.is_mail:
        return False
    if address.path[: len(listed.path)] != listed.path:
        return False
    return set(listed.query) <= set(address.query)
