"""Deletes what strangers wrote when its day has come; run it daily."""

from django.core.management.base import BaseCommand

from screening.applications import forget_applicants
from screening.follow_ups import forget_visitors


class Command(BaseCommand):
    help = (
        "Delete applications to join when their day has come, and the addresses of "
        "visitors who reported a concern. Run it daily."
    )

    def handle(self, *args, **options):
        self.stdout.write(
            f"{forget_applicants()} applications and {forget_visitors()} addresses "
            "of visitors deleted"
        )
