"""An invented group that asks to join, and a visitor's concern, for the editors."""

from events.models import EventPage
from screening.applications import confirm_application
from screening.choices import ConcernCategory, FollowUpKind
from screening.follow_ups import note_follow_up
from screening.models import Application, FollowUp

from .ledger import remember


def load_follow_ups(known: set[str]) -> int:
    """Add the application and the concern if they were never added; return how many."""
    added = 0
    key = "example/application/harbour-lights"
    if key not in known:
        token = Application.new_token()
        Application.objects.create(
            token_hash=Application.hash_of(token),
            name="Harbour Lights Peace Circle (example)",
            country="IE",
            website="https://harbour-lights.example",
            contact_name="",
            email="harbour-lights@example.org",
            why=(
                "We are an invented group of the demonstration site. We meet once a "
                "week, write letters to those who refuse, and would like to hold a "
                "vigil in December."
            ),
            vouchers="",
            language="en",
        )
        remember(confirm_application(token), key)
        added += 1
    key = "example/concern/1"
    event = EventPage.objects.published().filter(is_example=True).first()
    if key not in known and event is not None:
        concern: FollowUp = note_follow_up(
            kind=FollowUpKind.CONCERN,
            page=event,
            category=ConcernCategory.FALSE,
            note="Invented: I live there, and the square is closed for repairs.",
        )
        remember(concern, key)
        added += 1
    return added
