"""Reads calendars and tables of an organization and stores what is new as drafts."""

import datetime as dt
import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from events.fetching import FetchError, fetch
from events.importers.base import State, carry_out, local_of, plan_import
from events.importers.problems import text_of
from events.importers.table import COLUMNS, Options
from events.importers.values import ImportedEvent, Reading, as_text, unread
from events.importers.worker import Limits, read_apart
from organizations.models import OrganizationPage

SCHEMES = ("http://", "https://", "webcal://", "webcals://")


class Command(BaseCommand):
    """Write one line of JSON a file with --json, as docs/importing.md says."""

    help = (
        "Read calendars (.ics) and tables (.csv, .xlsx), files or web addresses, and "
        "store what is new or changed as drafts of an organisation. Publishes nothing."
    )
    # --dry-run reads files alone and works without a database.
    requires_system_checks = []

    def add_arguments(self, parser):
        limits = Limits()
        parser.add_argument("sources", nargs="+", metavar="FILE_OR_URL")
        parser.add_argument(
            "--organization", metavar="SLUG", help="whose drafts; not with --dry-run"
        )
        parser.add_argument("--dry-run", action="store_true", help="store nothing")
        parser.add_argument(
            "--json", action="store_true", help="one JSON object a line for each file"
        )
        parser.add_argument(
            "--past", action="store_true", help="store also what is over"
        )
        order = parser.add_mutually_exclusive_group()
        order.add_argument(
            "--day-first",
            dest="day_first",
            action="store_true",
            default=None,
            help="in tables, 12/5 is 12 May",
        )
        order.add_argument(
            "--month-first",
            dest="day_first",
            action="store_false",
            default=None,
            help="in tables, 12/5 is 5 December",
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="FIELD=NAME",
            help="a table's own name for a column, such as title=Veranstaltung; "
            f"fields: {', '.join(COLUMNS)}",
        )
        parser.add_argument(
            "--encoding", default="", help="of a .csv file, such as cp1251"
        )
        parser.add_argument(
            "--cpu-seconds", type=int, default=limits.cpu_seconds, metavar="N"
        )
        parser.add_argument(
            "--wall-seconds", type=int, default=limits.wall_seconds, metavar="N"
        )
        parser.add_argument(
            "--memory-mb", type=int, default=limits.memory_mb, metavar="N"
        )

    def handle(self, *args, sources, **options):
        self.options = options
        self.at = timezone.now()
        self.table = Options(
            day_first=options["day_first"],
            encoding=options["encoding"],
            columns=self._columns(options["column"]),
        )
        self.limits = Limits(
            cpu_seconds=options["cpu_seconds"],
            wall_seconds=options["wall_seconds"],
            memory_mb=options["memory_mb"],
        )
        organization = self._organization(options["organization"])
        failed = sum([not self._import(source, organization) for source in sources])
        if not options["dry_run"] and organization is None:
            raise CommandError(self._missing_organization(), returncode=1)
        if failed:
            raise CommandError(
                f"Of {len(sources)} files, {failed} were not read in full.",
                returncode=1,
            )

    def _columns(self, pairs: list[str]) -> dict[str, str]:
        columns = {}
        for pair in pairs:
            field, equals, name = pair.partition("=")
            if not equals or field not in COLUMNS:
                raise CommandError(
                    f"--column {pair}: FIELD=NAME, with one of {', '.join(COLUMNS)}",
                    returncode=1,
                )
            columns[field] = name
        return columns

    def _organization(self, slug: str | None) -> OrganizationPage | None:
        """Return the organization; in a dry run it, or the database, may be missing."""
        if not slug:
            return None
        try:
            organization = OrganizationPage.objects.filter(slug=slug).first()
        except DatabaseError:
            organization = None  # no database, or an empty one
        if organization is None and self.options["dry_run"]:
            self.stderr.write(self._missing_organization())
        return organization

    def _missing_organization(self) -> str:
        if slug := self.options["organization"]:
            return f"There is no organisation “{slug}”; nothing was stored."
        return "Please say whose drafts these are: --organization SLUG"

    def _import(self, source: str, organization: OrganizationPage | None) -> bool:
        """Read one file, store it, tell about it; return whether all was read."""
        reading = self._read(source)
        plan = []
        if organization is not None:
            plan = plan_import(
                reading, organization, at=self.at, with_past=self.options["past"]
            )
            if not self.options["dry_run"]:
                url = source if source.startswith(("http://", "https://")) else ""
                carry_out(plan, organization, url=url)
        if self.options["json"]:
            self.stdout.write(json.dumps(as_line(source, reading)))
        else:
            self._tell(source, reading, plan)
        return not reading.problems

    def _read(self, source: str) -> Reading:
        content_type = ""
        if source.lower().startswith(SCHEMES):
            try:
                fetched = fetch(source)
            except FetchError as error:
                return unread("unfetchable", detail=str(error))
            octets, content_type = fetched.body, fetched.content_type
        else:
            try:
                with Path(source).open("rb") as file:
                    octets = file.read(self.limits.octets + 1)
            except (OSError, ValueError) as error:
                reason = getattr(error, "strerror", None) or str(error)
                return unread("unreadable_file", detail=reason)
        return read_apart(
            octets,
            name=source,
            content_type=content_type,
            options=self.table,
            limits=self.limits,
            at=self.at,
        )

    def _tell(self, source: str, reading: Reading, plan: list) -> None:
        self.stdout.write(f"{source}: {len(reading.events)} events")
        if plan:
            for planned in plan:
                if planned.state not in {State.UNCHANGED, State.PAST}:
                    self.stdout.write(
                        f"  {planned.state:<10} {as_words(planned.imported)}"
                        + "".join(f"\n    {line}" for line in differences(planned))
                    )
            numbers = {s: sum(p.state == s for p in plan) for s in State}
            told = ", ".join(f"{n} {state}" for state, n in numbers.items() if n)
            self.stdout.write(f"  {told}")
        else:
            for event in reading.events:
                self.stdout.write(f"  {as_words(event)}")
        for problem in reading.problems:
            self.stdout.write(f"  not read: {text_of(problem, with_uid=True)}")
        for note in reading.notes:
            self.stdout.write(f"  note: {text_of(note, with_uid=True)}")


def as_line(source: str, reading: Reading) -> dict:
    """Return a reading as DOMAIN's format has it."""
    return {
        "file": source,
        "events": [
            {
                "uid": event.uid or None,
                "title": event.title,
                "start": as_text(event.start),
                "end": as_text(event.end),
                "all_day": event.is_all_day,
                "recurrence_id": as_text(event.recurrence_id),
                "timezone": event.timezone or None,
                "location": event.location,
                "status": event.status,
            }
            for event in reading.events
        ],
        "errors": [text_of(problem, with_uid=True) for problem in reading.problems],
    }


def as_words(event: ImportedEvent) -> str:
    """Return date, time on the event's own clock, and title."""
    start = event.start
    if isinstance(start, dt.datetime):
        if start.tzinfo and event.timezone:
            start = local_of(start, event.timezone)
        day = f"{start:%Y-%m-%d %H:%M}"
    else:
        day = f"{start:%Y-%m-%d}      "
    return f"{day} {event.title}"


def differences(planned) -> list[str]:
    lines = [f"{name}: {planned.values[name]}" for name in planned.changes]
    lines += [
        f"{name}: changed here and there, stays as it is here" for name in planned.kept
    ]
    if planned.resembles is not None:
        lines.append(f"may be the same as {planned.resembles.get_absolute_url()}")
    return lines
