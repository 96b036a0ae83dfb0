"""Calendar octets as components and their lines, however badly they were written.

RFC 5545 §3.1 and vCalendar 1.0, read with patience: any encoding, any line ends, folds
inside a character, lines that are no lines, components that nobody closed. Meaning is
left to `ics.py`.
"""

from __future__ import annotations

import codecs
import quopri
import re
from dataclasses import dataclass, field
from functools import cached_property

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NAME = re.compile(r"(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9_-]+)\s*([;:])")
# Outlook has written zone names with colons and without quotes before the time.
BEFORE_A_TIME = re.compile(r":\s*(?=\d{4}-?\d\d-?\d\d)")
DATE_NAMES = frozenset(
    "DTSTART DTEND DUE RECURRENCE-ID EXDATE RDATE DTSTAMP CREATED LAST-MODIFIED".split()
)
TEXT_NAMES = frozenset(["DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT"])
# RFC 5545 §8.3.2, RFC 7986 and RFC 9073, and what vCalendar 1.0 has besides. A line
# that begins otherwise is a text's next line that somebody forgot to fold.
KNOWN_NAMES = DATE_NAMES | frozenset(
    """
    BEGIN END CALSCALE METHOD PRODID VERSION ATTACH CATEGORIES CLASS COMMENT DESCRIPTION
    GEO LOCATION PERCENT-COMPLETE PRIORITY RESOURCES STATUS SUMMARY COMPLETED DURATION
    FREEBUSY TRANSP TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL TZID-ALIAS-OF TZUNTIL
    ATTENDEE CONTACT ORGANIZER RELATED-TO URL UID EXRULE RRULE ACTION REPEAT TRIGGER
    SEQUENCE REQUEST-STATUS NAME REFRESH-INTERVAL SOURCE COLOR IMAGE CONFERENCE
    CALENDAR-ADDRESS LOCATION-TYPE PARTICIPANT-TYPE RESOURCE-TYPE STRUCTURED-DATA
    STYLED-DESCRIPTION ACKNOWLEDGED PROXIMITY CONCEPT LINK REFID DAYLIGHT TZ AALARM
    DALARM MALARM PALARM RNUM
    """.split()
)
# A line with that encoding, and those that its own kind of fold adds to it.
QUOTED_PRINTABLE = re.compile(
    rb"^[^:\n]{0,200}QUOTED-PRINTABLE[^:\n]{0,200}:(?:.*=\n)*.*", re.I | re.M
)
LONGEST_TEXT = 100_000  # characters of one line
DEEPEST = 8  # components inside components


@dataclass
class Line:
    """A property: its name and parameters in capitals, its value as written."""

    name: str
    value: str
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The value as TEXT, without escapes (RFC 5545 §3.3.11)."""
        return unescaped(self.value)


@dataclass
class Component:
    """What stands between BEGIN and END; not `is_closed` where the file ends within."""

    name: str
    lines: list[Line] = field(default_factory=list)
    children: list[Component] = field(default_factory=list)
    is_closed: bool = False

    @cached_property
    def _by_name(self) -> dict[str, list[Line]]:
        """The lines by name; asked only once all of them are there."""
        by_name: dict[str, list[Line]] = {}
        for line in self.lines:
            by_name.setdefault(line.name, []).append(line)
        return by_name

    def first(self, name: str) -> Line | None:
        lines = self._by_name.get(name)
        return lines[0] if lines else None

    def all(self, name: str) -> list[Line]:
        return self._by_name.get(name, [])

    def text(self, name: str) -> str:
        line = self.first(name)
        return line.text.strip() if line else ""


@dataclass
class Tree:
    """The components of a file, below a nameless one, and what came in its way."""

    root: Component
    junk: list[str] = field(default_factory=list)
    encoding: str = "utf-8"  # "" where lines that are not UTF-8 were taken as Latin-1
    ends_inside: bool = False
    unclosed: int = 0


def read_tree(octets: bytes) -> Tree:
    """Return all components of a file, with as many as are there of each."""
    texts, encoding = _unfolded(octets)
    tree = Tree(root=Component("", is_closed=True), encoding=encoding)
    ends_clean = octets.rstrip(b" \t\0")[-1:] in {b"\n", b"\r"}
    if texts and not ends_clean and not texts[-1].upper().startswith("END:"):
        # Cut off in the middle of a line: half a time would be a wrong time.
        texts.pop()
    stack = [tree.root]
    for text in texts:
        line = _line(text)
        if line is None or (
            line.name not in KNOWN_NAMES and not line.name.startswith("X-")
        ):
            if not _continues_text(stack[-1], text) and line is None:
                tree.junk.append(text[:60])
        elif line.name == "BEGIN":
            _begin(tree, stack, line.value.strip().upper())
        elif line.name == "END":
            _end(tree, stack, line.value.strip().upper(), text)
        else:
            stack[-1].lines.append(line)
    tree.ends_inside = len(stack) > 1
    return tree


def _begin(tree: Tree, stack: list[Component], name: str) -> None:
    siblings = {"VCALENDAR", "VEVENT", "VTODO", "VTIMEZONE"}
    open_names = [component.name for component in stack]
    if name in siblings and name in open_names:
        # No calendar stands in a calendar and no event in an event: END is missing.
        _close(tree, stack, open_names.index(name))
    component = Component(name)
    if len(stack) <= DEEPEST:
        stack[-1].children.append(component)
    stack.append(component)
    if len(stack) > 1000:
        del stack[DEEPEST:]


def _end(tree: Tree, stack: list[Component], name: str, text: str) -> None:
    open_names = [component.name for component in stack]
    if name not in open_names[1:]:
        tree.junk.append(text[:60])
        return
    place = len(open_names) - 1 - open_names[::-1].index(name)
    stack[place].is_closed = True
    _close(tree, stack, place)


def _close(tree: Tree, stack: list[Component], place: int) -> None:
    """End all components from a place on; where more follows, nothing is cut off."""
    for component in stack[place:]:
        tree.unclosed += not component.is_closed
        component.is_closed = True
    del stack[place:]


def _continues_text(component: Component, text: str) -> bool:
    """Add a line without a name to the text before it, if there is one."""
    if not component.lines or component.lines[-1].name not in TEXT_NAMES:
        return False
    line = component.lines[-1]
    if len(line.value) + len(text) < LONGEST_TEXT:
        line.value += r"\n" + text
    return True


def _unfolded(octets: bytes) -> tuple[list[str], str]:
    """Return lines as text; unfolds octets first, for a fold may cut a character."""
    encoding = "utf-8"
    for mark, name in BYTE_ORDER_MARKS:
        if octets.startswith(mark):
            encoding = name
            break
    else:
        if octets[:2] == b"B\0":
            encoding = "utf-16-le"
        elif octets[:2] == b"\0B":
            encoding = "utf-16-be"
    if encoding != "utf-8":
        octets = octets.decode(encoding, "replace").encode("utf-8", "replace")
    octets = octets.removeprefix(codecs.BOM_UTF8).replace(b"\0", b"")
    octets = re.sub(rb"\r*\n|\r", b"\n", octets)
    is_old = re.search(rb"(?im)^VERSION:1\.0", octets) is not None
    octets = QUOTED_PRINTABLE.sub(lambda m: m[0].replace(b"=\n", b""), octets)
    # vCalendar 1.0 folds at a space and keeps it.
    octets = re.sub(rb"\n[ \t]", b" " if is_old else b"", octets)
    try:
        return [t for t in octets.decode().split("\n") if t.strip()], encoding
    except UnicodeDecodeError:
        texts = [_decoded(line) for line in octets.split(b"\n") if line.strip()]
        return texts, ""


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _line(text: str) -> Line | None:
    """Read one content line, None where it is none."""
    text = text.lstrip("\ufeff \t")[:LONGEST_TEXT]
    match = NAME.match(text)
    if match is None:
        return None
    name = match[1].upper()
    if match[2] == ":":
        return Line(name, text[match.end() :])
    parameters, value = _split(name, text[match.end() :])
    if value is None:
        return None
    line = Line(name, value, _parameters(parameters))
    if line.parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        charset = line.parameters.get("CHARSET", "utf-8")
        line.value = _from_quoted_printable(line.value, charset)
    return line


def _split(name: str, text: str) -> tuple[str, str | None]:
    """Cut parameters from the value, at the first colon outside of quotes."""
    if name in DATE_NAMES and (found := BEFORE_A_TIME.search(text)):
        return text[: found.start()], text[found.end() :]
    quoted = False
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif character == ":" and not quoted:
            return text[:place], text[place + 1 :]
    parameters, colon, value = text.partition(":")
    return parameters, value if colon else None


def _parameters(text: str) -> dict[str, str]:
    parameters = {}
    for part in re.findall(r'(?:[^;"]|"[^"]*"?)+', text):
        name, equals, value = part.partition("=")
        if not equals:  # vCalendar 1.0 leaves names out
            name, value = "ENCODING", name
        value = value.strip().strip('"').strip()
        # RFC 6868
        value = value.replace("^n", "\n").replace("^'", '"').replace("^^", "^")
        parameters.setdefault(name.strip().upper(), value)
    return parameters


def _from_quoted_printable(value: str, charset: str) -> str:
    octets = quopri.decodestring(value.encode("utf-8", "replace"))
    for name in (charset, "utf-8", "cp1252"):
        try:
            text = octets.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
        # Line breaks in it are the text's own, not the file's.
        return text.replace("\r\n", "\n").replace("\n", r"\n")
    return octets.decode("latin-1")


def unescaped(value: str) -> str:
    """Undo RFC 5545 §3.3.11; a comma or semicolon that nobody escaped stays."""
    if "\\" not in value:
        return value
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
