"""Load the demonstration site: the campaign's content, its history, examples."""

from collections.abc import Callable

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from objectwar.demo.accounts import (
    MEMBERS,
    STAFF,
    known_logins,
    load_accounts,
    passwords_file,
)
from objectwar.demo.actions import load_actions, load_periods
from objectwar.demo.calendars import load_calendar
from objectwar.demo.desk import load_desk
from objectwar.demo.follow_ups import load_follow_ups
from objectwar.demo.history import load_history
from objectwar.demo.home import load_home_pages
from objectwar.demo.ledger import remembered_keys
from objectwar.demo.organizations import load_organizations
from objectwar.demo.scale import load_scale
from objectwar.demo.watchlist import load_watchlist
from screening.seed import seed_screening


class Command(BaseCommand):
    help = (
        "Load the campaign's content, its real past actions and made-up examples. "
        "Adds what is missing since the last time; never changes what is there."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale",
            type=int,
            default=0,
            metavar="N",
            help="have N made-up actions more, the same N on every machine",
        )

    def handle(self, *args, scale: int, **options):
        today = timezone.localdate()
        index = seed_screening()
        known = remembered_keys()
        self.step("Organisations", lambda: load_organizations(known, index=index))
        self.step("Members' accounts", lambda: load_accounts(MEMBERS, known))
        self.step("Watchlist entries", lambda: load_watchlist(known))
        self.step("Action periods", lambda: load_periods(known, today))
        self.step("Actions", lambda: load_actions(known, today))
        self.step("Calendars", lambda: load_calendar(known, today))
        self.step("Application and concern", lambda: load_follow_ups(known))
        # After the actions: nobody should get mail about examples sent in.
        self.step("Editors' accounts", lambda: load_accounts(STAFF, known))
        self.step("Decisions and answers", lambda: load_history(known))
        self.step("Screening desk", lambda: load_desk(known))
        self.step("Pages", load_home_pages)
        if scale > 0:
            load_scale(scale, today, report=self.write)
        self.print_addresses()
        self.print_logins()

    def step(self, name: str, load: Callable[[], int | None]) -> None:
        """Do one step wholly or not at all, and say what it added."""
        with transaction.atomic():
            added = load()
        self.write(f"{name}: up to date" if added is None else f"{name}: {added} new")

    def write(self, line: str) -> None:
        self.stdout.write(line)

    def print_addresses(self) -> None:
        self.write("")
        for name, path in (
            ("Home", "/en/"),
            ("Actions, list and map", "/en/actions/"),
            ("Organisations", "/en/organizations/"),
            ("Calendar feed", "/en/feeds/actions.ics"),
            ("Sign in", "/en/account/login/"),
            ("CMS", "/cms/"),
        ):
            self.write(f"{name:<24}{settings.SITE_URL}{path}")

    def print_logins(self) -> None:
        self.write("")
        for role, email, password in known_logins():
            shown = password or "(changed, or not in the file any more)"
            self.write(f"{role:<24}{email:<28}{shown}")
        self.write(f"These passwords are kept in {passwords_file()}")
