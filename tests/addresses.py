"""Addresses out of URL patterns, with arguments filled in, and forms out of pages."""

import re

from bs4 import BeautifulSoup
from objectwar.patterns import all_patterns

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


def filled(pattern: str, values: dict, language="en") -> str:
    """Return the address of a pattern as `all_patterns` writes it.

    Raises:
        KeyError: if `values` has nothing for one of its arguments.
    """
    route = pattern.replace("{lang}/", f"{language}/")
    route = PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), route)
    return "/" + re.sub(r"[\^$\\]", "", route)


def patterns_below(prefix: str) -> list[str]:
    return [pattern for pattern in all_patterns() if pattern.startswith(prefix)]


def arguments_of(pattern: str) -> set[str]:
    return {found[1] or found[2] for found in PARAMETER.finditer(pattern)}


def form_values(html: str, selector="form[method=post]") -> dict:
    """Return what a browser would send with a page's form if nothing was changed."""
    form = BeautifulSoup(html, "html.parser").select_one(selector)
    values: dict = {}
    for control in form.select("input[name], select[name], textarea[name]"):
        name = control["name"]
        if control.name == "textarea":
            values[name] = control.text.lstrip("\n")
        elif control.name == "select":
            chosen = control.select_one("option[selected]") or control.option
            values[name] = chosen["value"] if chosen else ""
        elif control.get("type") in {"checkbox", "radio"}:
            if control.has_attr("checked"):
                values.setdefault(name, []).append(control.get("value", "on"))
        elif control.get("type") not in {"file", "submit", "button"}:
            values[name] = control.get("value", "")
    return values
