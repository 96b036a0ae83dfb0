"""Fetches the calendars that groups keep in step; to be run every few minutes."""

import logging
import time

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from events.fetching import fetch
from events.importers.calendars import claim, keep_in_step
from events.models import CalendarSource, Upload

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Fetch registered calendars that were not fetched for four hours, and propose "
        "what has changed. Also deletes uploads that are older than a day."
    )

    stealth_options = ("fetcher",)  # tests hand in one that stays on the loopback

    def add_arguments(self, parser):
        parser.add_argument(
            "--loop",
            type=int,
            default=0,
            metavar="MINUTES",
            help="go on for ever, looking every so many minutes; else look once",
        )

    def handle(self, *args, loop: int, fetcher=fetch, **options):
        while True:
            broken = self.look(fetcher)
            if loop <= 0:
                if broken:
                    raise CommandError(f"{broken} of them broke off; see the log.")
                return
            close_old_connections()
            time.sleep(loop * 60)

    def look(self, fetcher) -> int:
        """Fetch what is due; return in how many something unforeseen went wrong."""
        now = timezone.now()
        Upload.objects.expired(now).delete()
        fetched = failed = broken = 0
        for calendar in CalendarSource.objects.due(now).select_related("organization"):
            if not claim(calendar, at=now):
                continue
            fetched += 1
            try:
                keep_in_step(calendar, at=now, fetcher=fetcher)
            except Exception:  # one must not keep the others from being read
                logger.exception("Calendar %s", calendar.pk)
                broken += 1
                failed += 1
                continue
            failed += bool(calendar.problem)
        self.stdout.write(f"Calendars: {fetched} fetched, {failed} failed")
        return broken
