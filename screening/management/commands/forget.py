"""Deletes what strangers wrote when its day has come; run it daily."""

from django.core.management.base import BaseCommand

from screening.applications import forget_applicants
from screening.follow_ups import forget_visitors


class Command(BaseCommand):
    help = (
        "Delete what strangers wrote when its day has come: applications to join "
        "(3 days unconfirmed, 90 days after the decision) and the mail addresses of "
        "visitors who reported a concern (30 days after the editors were done). One "
        "timer runs it once a day; running it more often does no harm."
    )

    def handle(self, *args, **options):
        self.stdout.write(
            f"{forget_applicants()} applications and {forget_visitors()} addresses "
            "of visitors deleted"
        )
