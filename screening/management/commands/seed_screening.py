"""`manage.py seed_screening`: what screening needs in an empty database."""

from django.core.management.base import BaseCommand

from screening.seed import seed_screening


class Command(BaseCommand):
    help = "Make the workflow and the groups that screening needs; repeatable."

    def handle(self, *args, **options):
        index = seed_screening()
        self.stdout.write(f"Screening is set up over “{index.title}”.")
