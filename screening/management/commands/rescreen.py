"""Compares everything open or upcoming with the watchlist as it is now."""

from django.core.management.base import BaseCommand

from screening.rescreening import rescreen


class Command(BaseCommand):
    help = (
        "Compare what waits and what is still to come with the watchlist. Editors are "
        "asked to look only where something is new. Needed after an update of the "
        "engine; a change of the list does it by itself."
    )

    def handle(self, *args, **options):
        counts = rescreen()
        self.stdout.write(
            f"{counts['waiting']} waiting screened anew, {counts['public']} public "
            f"looked at, {counts['pointed_at']} newly pointed at, "
            f"{counts['failed']} failed"
        )
