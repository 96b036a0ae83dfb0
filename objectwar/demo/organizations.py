"""The alliance's organisations as they name themselves, and the examples' groups."""

import csv
from pathlib import Path

from anyascii import anyascii
from django.utils.text import slugify

from organizations.models import OrganizationIndexPage, OrganizationPage

from . import examples
from .ledger import remember

REAL = Path(__file__).with_name("real")


def real_rows(file_name: str) -> list[dict[str, str]]:
    """Read one of the tables in `real/`."""
    with (REAL / file_name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load_organizations(known: set[str], *, index: OrganizationIndexPage) -> int:
    """Add the organisations that were never added before; return how many."""
    added = 0
    for row in real_rows("organizations.csv"):
        key = f"real/organization/{row['name']}"
        if key not in known:
            organization = OrganizationPage(
                title=row["name"],
                slug=slug_of(row["short_name"] or row["name"]),
                short_name=row["short_name"],
                country=row["country"],
                website=row["website"],
                source_url=row["source_url"],
            )
            add_organization(organization, index=index, key=key)
            added += 1
    for group in examples.groups().values():
        key = f"example/organization/{group.key}"
        if key not in known:
            organization = OrganizationPage(
                title=group.name,
                slug=example_slug(group),
                country=group.country,
                description=group.description,
                is_example=True,
            )
            add_organization(organization, index=index, key=key)
            added += 1
    return added


def add_organization(
    organization: OrganizationPage, *, index: OrganizationIndexPage, key: str
) -> None:
    index.add_child(instance=organization)
    organization.save_revision(log_action=False).publish(log_action=False)
    remember(organization, key)


def slug_of(name: str) -> str:
    return slugify(anyascii(name))[:60].strip("-")


def example_slug(group: examples.ExampleGroup) -> str:
    return f"example-group-{slug_of(group.city)}"
