"""URL patterns and their audiences, addresses with arguments filled in, and forms."""

import csv
import re
from pathlib import Path

from bs4 import BeautifulSoup
from django.conf import settings

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^()]*\)")


def audience_rows() -> list[tuple[str, set[str]]]:
    """Return each line of `objectwar/audiences.csv`: a pattern and for whom it is."""
    with Path(settings.AUDIENCES_FILE).open(encoding="utf-8", newline="") as file:
        return [
            (row["pattern"], set(row["audience"].split()))
            for row in csv.DictReader(file)
        ]


AUDIENCES = dict(audience_rows())
CMS = {pattern: who for pattern, who in AUDIENCES.items() if pattern.startswith("cms/")}

FEEDS = [pattern for pattern in AUDIENCES if pattern.startswith("{lang}/feeds/")]


def filled(pattern: str, values: dict, language="en") -> str:
    """Return the address of a pattern as `all_patterns` writes it.

    Raises:
        KeyError: if `values` has nothing for one of its arguments.
    """
    route = pattern.replace("{lang}/", f"{language}/")
    route = PARAMETER.sub(lambda found: str(values[found[1] or found[2]]), route)
    return "/" + re.sub(r"[\^$\\]", "", route)


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
