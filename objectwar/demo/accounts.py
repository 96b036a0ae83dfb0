"""One account for each role of the demonstration, with passwords made at that moment.

The passwords stand in `demo-accounts.json` in the data folder, for the owner's eyes
only, so that the next start can print them again.
"""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils.translation import gettext_noop

from organizations.choices import Role
from organizations.models import Membership, OrganizationPage, User
from organizations.permissions import CAMPAIGN_COORDINATORS, EDITORS

from . import examples
from .ledger import remember
from .organizations import example_slug

# No letter that looks like another one; 20 of them hold 99 bits.
ALPHABET = "abcdefghijkmnopqrstuvwxyz23456789"
HOME_GROUP = "lisbon"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A role's account. `role` is one in the group, `group` a Django group's name."""

    name: str
    email: str
    role: str = ""
    group: str = ""
    is_operator: bool = False


MEMBERS = [
    Account(
        name=gettext_noop("Contributor"),
        email="contributor@example.org",
        role=Role.CONTRIBUTOR,
    ),
    Account(
        name=gettext_noop("Coordinator"),
        email="coordinator@example.org",
        role=Role.COORDINATOR,
    ),
]
STAFF = [
    Account(name=gettext_noop("Editor"), email="editor@example.org", group=EDITORS),
    Account(
        name=gettext_noop("Second editor"),
        email="second-editor@example.org",
        group=EDITORS,
    ),
    Account(
        name=gettext_noop("Campaign coordinator"),
        email="campaign@example.org",
        group=CAMPAIGN_COORDINATORS,
    ),
    Account(
        name=gettext_noop("Operator"), email="operator@example.org", is_operator=True
    ),
]


def load_accounts(accounts: list[Account], known: set[str]) -> int:
    """Add those of the accounts that were never added before; return how many."""
    passwords = read_passwords()
    added = 0
    for account in accounts:
        key = f"example/account/{account.email}"
        if key in known or User.objects.filter(email=account.email).exists():
            continue
        passwords[account.email] = new_password()
        add_account(account, passwords[account.email], key=key)
        added += 1
    if added:
        write_passwords(passwords)
    return added


def add_account(account: Account, password: str, *, key: str) -> None:
    create = (
        User.objects.create_superuser
        if account.is_operator
        else User.objects.create_user
    )
    user = create(account.email, password, first_name=account.name)
    # The second factor can be tried with an address that is confirmed alone.
    EmailAddress.objects.create(
        user=user, email=account.email, verified=True, primary=True
    )
    if account.group:
        user.groups.add(Group.objects.get(name=account.group))
    if account.role:
        organization = OrganizationPage.objects.get(
            slug=example_slug(examples.groups()[HOME_GROUP])
        )
        Membership.objects.create(
            user=user, organization=organization, role=account.role
        )
    remember(user, key)


def known_logins() -> list[tuple[str, str, str]]:
    """Return (role, mail address, password) of the accounts that are there.

    The password is "" where somebody has changed it, or the file is lost.
    """
    passwords = read_passwords()
    logins = []
    for account in [*MEMBERS, *STAFF]:
        user = User.objects.filter(email=account.email, is_active=True).first()
        if user is None:
            continue
        password = passwords.get(account.email, "")
        holds = bool(password) and user.check_password(password)
        logins.append((account.name, account.email, password if holds else ""))
    return logins


def new_password() -> str:
    """Return 20 random letters and digits in four groups."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(5)) for _group in range(4)
    )


def passwords_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-accounts.json"


def read_passwords() -> dict[str, str]:
    """Return passwords by mail address; nothing where the file is missing or broken."""
    try:
        content = json.loads(passwords_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_passwords(passwords: dict[str, str]) -> None:
    """Store them readable for the owner alone, from the first byte."""
    path = passwords_file()
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(passwords, file, indent=2)
        file.write("\n")
