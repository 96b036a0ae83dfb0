"""Writes to editors what waits for them: daily in one mail, hourly what is urgent."""

from django.core.management.base import BaseCommand

from screening.digests import send_digests, tell_of_unlooked


class Command(BaseCommand):
    help = (
        "Write to editors, each in their language, what waits. Two timers run it: "
        "once a day without an option, for one mail about everything; and every hour "
        "with --urgent, for what nobody has opened by a time that depends on its "
        "beginning. Each such submission is told of once. What begins within two days, "
        "and what puts people in danger, is mailed at once without any timer."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--urgent",
            action="store_true",
            help="only what nobody has opened in time; run it every hour",
        )

    def handle(self, *args, **options):
        urgent = tell_of_unlooked()
        if options["urgent"]:
            self.stdout.write(f"{urgent} urgent mails")
            return
        self.stdout.write(f"{urgent} urgent mails, {send_digests()} digests")
