"""Deletes what strangers wrote, and to whom mails went, when its day has come."""

from django.core.management.base import BaseCommand
from mailer.models import MessageLog

from screening.applications import forget_applicants
from screening.follow_ups import forget_visitors

DAYS_OF_MAIL_LOG = 7


class Command(BaseCommand):
    help = (
        "Delete what is personal when its day has come: applications to join (3 days "
        "unconfirmed, 90 days after the decision), the mail addresses of visitors who "
        "reported a concern (30 days after the editors were done), and the log of sent "
        "mails (7 days). One timer runs it once a day; running it more often does no "
        "harm."
    )

    def handle(self, *args, **options):
        mails = MessageLog.objects.purge_old_entries(DAYS_OF_MAIL_LOG)
        self.stdout.write(
            f"{forget_applicants()} applications, {forget_visitors()} addresses of "
            f"visitors and the log of {mails} mails deleted"
        )
