"""Writes a style sheet or an ES module in one piece with all that it imports.

In the repository each idea has a file of its own, and browsers follow the imports. A
visitor far away waits for each of them, so production joins them when it collects its
files (docs/decisions/0130). What counts as an import is narrow, and what looks like one
but is not understood is refused.
"""

import posixpath
import re
from collections.abc import Callable

# @import "components/forms.css";
STYLE_IMPORT = re.compile(r'^@import "(?P<path>[^"]+)";$', re.M)
STYLE_URL = re.compile(r'url\("(?P<path>\.[^"]+)"\)')
# import { Tiles, within as inside } from "./tiles.js";  import "./near-me.js";
MODULE_IMPORT = re.compile(
    r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>\.[^"]+)";$', re.M
)
MODULE_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const)\b)", re.M)
EXPORTED = re.compile(r"^export (?:async )?(?:function\*?|class|const) (\w+)", re.M)
REST = re.compile(r"^(?:import|export|@import)\b.*$", re.M)


class NotUnderstoodError(Exception):
    """An import or export in a form that cannot be joined."""


def joined(name: str, read: Callable[[str], str]) -> str:
    """Return the file of this name with what it imports, `read` by name.

    Raises:
        NotUnderstoodError: for another form of import or export, and for a circle.
    """
    join = _joined_style if name.endswith(".css") else _joined_module
    return join(name, read)


def imports(name: str, text: str) -> bool:
    """Say whether a file imports another of ours."""
    found = STYLE_IMPORT if name.endswith(".css") else MODULE_IMPORT
    return bool(found.search(text))


def _beside(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


def _joined_style(name: str, read: Callable[[str], str]) -> str:
    folder = posixpath.dirname(name)

    def imported(match: re.Match) -> str:
        target = _beside(name, match["path"])

        def from_here(match: re.Match) -> str:
            path = posixpath.relpath(_beside(target, match["path"]), folder)
            return f'url("{path}")'

        return STYLE_URL.sub(from_here, _joined_style(target, read))

    text = STYLE_IMPORT.sub(imported, read(name))
    _refuse_rest(name, text)
    return text


def _joined_module(name: str, read: Callable[[str], str]) -> str:
    parts: dict[str, str] = {}

    def add(module: str, above: tuple[str, ...]) -> None:
        if module in above:
            raise NotUnderstoodError(f"{module} imports itself")
        if module in parts:
            return
        text = read(module)
        for match in MODULE_IMPORT.finditer(text):
            add(_beside(module, match["path"]), (*above, module))
        parts[module] = text

    add(name, ())
    return "".join(
        _part(module, text, is_last=module == name) for module, text in parts.items()
    )


def _part(name: str, text: str, *, is_last: bool) -> str:
    """Return a module as a function of its own, whose value is what it exports."""

    def from_above(match: re.Match) -> str:
        if match["names"] is None:
            return ""
        names = match["names"].replace(" as ", ": ")
        return f"const {{{names}}} = {_variable(_beside(name, match['path']))};"

    exported = ", ".join(EXPORTED.findall(text))
    body = MODULE_EXPORT.sub("", MODULE_IMPORT.sub(from_above, text))
    _refuse_rest(name, body)
    if is_last:
        # Whoever imports this file itself finds what it exports.
        return MODULE_IMPORT.sub(from_above, text)
    return (
        f"const {_variable(name)} = (() => {{\n{body}return {{ {exported} }};\n}})();\n"
    )


def _variable(name: str) -> str:
    return "_" + re.sub(r"\W", "_", name.removesuffix(".js"))


def _refuse_rest(name: str, text: str) -> None:
    if rest := REST.search(text):
        raise NotUnderstoodError(f"{name}: {rest[0]}")
