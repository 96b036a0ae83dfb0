"""Two organizations with one of everything, for tables of who may do what.

Built once for a module; each test's own changes are undone after it.
"""

import contextlib
import datetime as dt
import io
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image

from events.importers.base import key_of
from events.importers.uploads import header_hash
from events.importers.values import ImportedEvent
from events.importers.words import with_words
from events.importers.worker import read
from events.models import (
    ActionPeriod,
    CalendarSource,
    CoOrganizer,
    EventPage,
    Proposal,
    Upload,
)
from organizations.choices import Role
from organizations.models import (
    Invitation,
    Membership,
    OrganizationPage,
    Picture,
    User,
)
from screening.models import FollowUp, WatchlistEntry

from .actions import edit_event, make_event, make_period
from .people import (
    make_campaign_coordinator,
    make_coordinator,
    make_editor,
    make_member,
    make_organization,
    make_user,
)

# One event in each: what a group, the screening desk and visitors see.
STATES = ("draft", "waiting", "changes", "rejected", "public", "edited", "called_off")


@contextlib.contextmanager
def kept_for_the_module(blocker):
    """Let a module's fixture write to the database; all of it is undone at its end."""
    with blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def picture_bytes(kind="JPEG", size=(64, 48), color="teal", **save_options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, format=kind, **save_options)
    return out.getvalue()


def picture_file(name="picture.jpg", **options) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes(**options), "image/jpeg")


def make_picture(organization=None, title="A candle") -> Picture:
    return Picture.objects.create(
        title=title, organization=organization, file=picture_file()
    )


def make_upload(
    organization, user, octets: bytes = b"", name="table.csv", **fields
) -> Upload:
    """Return a file that waits for its uploader; read here, without a process."""
    octets = octets or (
        f"Title;Date\nVigil of {organization.title};2030-12-10\n".encode()
    )
    reading = read(octets, name=name, options=with_words(), at=timezone.now())
    return Upload.objects.create(
        organization=organization,
        user=user,
        name=name,
        octets=octets,
        reading=reading.as_json(),
        read_at=timezone.now(),
        header=header_hash(reading) if reading.columns else "",
        **fields,
    )


def make_proposal(organization) -> Proposal:
    """Return a new date of a paused calendar, open."""
    day = dt.date(2030, 12, 10)
    imported = ImportedEvent(uid="vigil-1", title="Vigil", start=day)
    return Proposal.objects.create(
        calendar=CalendarSource.objects.create(
            organization=organization,
            url="https://calendar.example.org/actions.ics",
            is_paused=True,
        ),
        kind=Proposal.Kind.NEW,
        key=key_of(imported, organization),
        imported=imported.as_json(),
        starts_on=day,
    )


@dataclass
class Side:
    """An organization with its people and things; `events` by their state."""

    organization: OrganizationPage
    contributor: User
    coordinator: User
    picture: Picture
    invitation: Invitation
    token: str
    upload: Upload
    proposal: Proposal
    co_organizer: CoOrganizer | None = None
    events: dict[str, EventPage] = field(default_factory=dict)

    @property
    def membership(self) -> Membership:
        return self.contributor.memberships.get()


@dataclass
class World:
    a: Side
    b: Side
    editor: User
    campaign: User
    admin: User
    nobody: User
    period: ActionPeriod
    entry: WatchlistEntry

    @property
    def follow_up(self) -> FollowUp:
        return FollowUp.objects.first()

    def someone(self, role: str) -> User:
        """Return who has a role; a contributor and a coordinator are of A."""
        return {
            "contributor": self.a.contributor,
            "coordinator": self.a.coordinator,
            "editor": self.editor,
            "campaign": self.campaign,
            "admin": self.admin,
            "nobody": self.nobody,
        }[role]


def make_side(name: str, editor: User, states=STATES, **fields) -> Side:
    organization = make_organization(name)
    contributor = make_member(organization)
    token = Invitation.new_token()
    side = Side(
        organization=organization,
        contributor=contributor,
        coordinator=make_coordinator(organization),
        picture=make_picture(organization),
        token=token,
        upload=make_upload(organization, contributor),
        proposal=make_proposal(organization),
        invitation=Invitation.objects.create(
            organization=organization,
            email=f"invited-{organization.pk}@example.org",
            role=Role.CONTRIBUTOR,
            token_hash=Invitation.hash_of(token),
            expires_at=timezone.now() + dt.timedelta(days=14),
        ),
    )
    traits = {
        "draft": {},
        "waiting": {"awaiting_screening": True},
        "changes": {"changes_requested": True},
        "rejected": {"rejected": True},
        "public": {"published": True},
        "edited": {"published": True},
        "called_off": {"cancelled": True},
    }
    for state in states:
        side.events[state] = make_event(
            organization=organization,
            user=contributor,
            editor=editor,
            title=f"{name} {state}",
            **traits[state],
            **fields,
        )
    if "edited" in states:
        side.events["edited"] = edit_event(
            side.events["edited"], contributor, title=f"{name} edited anew"
        )
    return side


def make_world(states=STATES) -> World:
    editor = make_editor()
    a = make_side("Alpha Group", editor, states)
    b = make_side("Beta Group", editor, states)
    # B is named by A, and A by B: each of them can be asked to accept.
    for side, other in ((a, b), (b, a)):
        side.co_organizer = CoOrganizer.objects.create(
            event=other.events["public"],
            name=side.organization.title,
            organization=side.organization,
        )
    return World(
        a=a,
        b=b,
        editor=editor,
        campaign=make_campaign_coordinator(),
        admin=make_user("admin", superuser=True),
        nobody=make_user("nobody"),
        period=make_period(),
        entry=WatchlistEntry.objects.create(
            status="active",
            name="Sample Front",
            reason="Invented for a test.",
            source_title="Nobody",
            source_url="https://example.org/",
        ),
    )
