"""Writes to editors what waits for them; run it once a day."""

from django.core.management.base import BaseCommand

from screening.digests import send_digests


class Command(BaseCommand):
    help = (
        "Write to each editor, in their language, what waits: one mail a day, not "
        "one for each thing. Run it daily; what is urgent is sent at once anyway."
    )

    def handle(self, *args, **options):
        self.stdout.write(f"{send_digests()} digests")
