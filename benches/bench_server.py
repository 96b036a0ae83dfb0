"""Measures every kind of public page in the server, at 10,000 actions.

    python benches/bench_server.py

Each page with nothing stored or kept, and again with what is; in this process, without
a network. `benches/crowd.py` says which database.
"""

import os

os.environ.setdefault("OBJECTWAR_BENCH_NUMBER", "10000")

import crowd
from django.db.models import Count

from events.models import ActionPeriod, EventPage
from organizations.models import OrganizationPage

REPEATS = 5
MOST_COLD, MOST_KEPT = 60, 5


def pages() -> list[str]:
    """Return an address of each kind, with the fullest of those that grow."""
    event = EventPage.objects.live().order_by("-pk").first()
    fullest = OrganizationPage.objects.annotate(number=Count("events"))
    organization = fullest.order_by("-number").first()
    period = ActionPeriod.objects.order_by("-starts_on").first()
    return [
        "/en/",
        "/uk/",
        "/en/imprint/",
        "/en/actions/",
        "/de/actions/?country=DE&kind=vigil",
        "/en/actions/?when=past",
        "/en/actions/calendar/",
        f"/en/actions/{event.slug}/",
        "/en/organizations/",
        f"/en/organizations/{organization.slug}/",
        f"/en/periods/{period.slug}/",
        "/en/subscribe/",
        "/en/embed/",
        "/en/api/",
        "/en/policy/",
    ]


def main() -> None:
    crowd.fill()
    cold, kept, latest = [], [], {}
    addresses = pages()
    for address in addresses:
        crowd.ask(address, cold=True)  # templates and connections
    for address in addresses:
        for _repeat in range(REPEATS):
            latest[address] = crowd.ask(address, cold=True)
            cold.append(latest[address])
            kept.append(crowd.ask(address, cold=False))
    crowd.line("cold", cold, MOST_COLD)
    crowd.line("kept", kept, MOST_KEPT)
    crowd.print_slowest(latest)


if __name__ == "__main__":
    main()
