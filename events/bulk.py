"""Many drafts at once, with the same rows as one after the other leaves.

Wagtail saves each page twice and looks at the tree, the search index and the references
for each; a calendar of hundreds takes a quarter of a minute so. Tests compare this
module's rows with those of `lifecycle.save_draft`.
"""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends_with_name

from organizations.models import OrganizationPage

from .models import EventPage

CHUNK = 200


def insert_drafts(
    events: Sequence[EventPage], organization: OrganizationPage, user
) -> None:
    """Insert events below their organization, each with a first revision, not public.

    Writes pages, revisions, log, search index and references. To be called in a
    transaction; sets the events' primary keys.
    """
    if not events:
        return
    place_below(organization, events, user)
    insert_pages(events)
    _revise(events, user)
    _log(events, user)
    for event in events:
        ReferenceIndex.create_or_update_for_object(event)
    for _name, backend in get_search_backends_with_name(with_auto_update=True):
        backend.add_bulk(EventPage, events)


def place_below(organization: OrganizationPage, events, user) -> None:
    """Give events their place in the tree, after the children that are there."""
    tree = Page.objects.select_for_update().get(pk=organization.pk)
    content_type = ContentType.objects.get_for_model(EventPage)
    last = tree.get_last_child()
    path = last.path if last else None
    slugs = set(EventPage.objects.values_list("slug", flat=True))
    for event in events:
        event.organization = organization
        event.depth = tree.depth + 1
        event.path = path = (
            EventPage._get_path(tree.path, event.depth, 1)
            if path is None
            else Page(path=path, depth=event.depth)._inc_path()
        )
        event.numchild = 0
        event.owner = user
        event.live = False
        event.has_unpublished_changes = True
        event.content_type = content_type
        event.locale_id = organization.locale_id
        event.slug = ""
        event.tidy()
        while event.slug in slugs:
            tail = get_random_string(5, "abcdefghjkmnpqrstuvwxyz23456789")
            event.slug = f"{event.slug[:80]}-{tail}"
        slugs.add(event.slug)
        event.draft_title = event.title
        event.url_path = f"{tree.url_path}{event.slug}/"
    numchild = tree.numchild + len(events)
    Page.objects.filter(pk=tree.pk).update(numchild=numchild)
    organization.numchild = numchild


def insert_pages(events: Sequence[EventPage]) -> None:
    """Insert parent rows, then child rows, which Django's bulk_create refuses to."""
    parents = Page.objects.bulk_create(
        (
            Page(
                **{
                    field.attname: getattr(event, field.attname)
                    for field in Page._meta.concrete_fields
                    if not field.primary_key
                }
            )
            for event in events
        ),
        batch_size=CHUNK,
    )
    for event, parent in zip(events, parents, strict=True):
        event.pk = event.id = event.page_ptr_id = parent.pk
        event._state.adding = False
        event._state.db = parent._state.db
    for start in range(0, len(events), CHUNK):
        EventPage._base_manager._insert(
            events[start : start + CHUNK],
            fields=EventPage._meta.local_concrete_fields,
            using=Page.objects.db,
        )


def _revise(events: Sequence[EventPage], user) -> None:
    types = ContentType.objects
    revisions = Revision.objects.bulk_create(
        (
            Revision(
                content_type=types.get_for_model(event, for_concrete_model=False),
                base_content_type=event.get_base_content_type(),
                object_id=str(event.pk),
                created_at=timezone.now(),
                user=user,
                content=event.serializable_data(),
                object_str=str(event),
            )
            for event in events
        ),
        batch_size=CHUNK,
    )
    for event, revision in zip(events, revisions, strict=True):
        event.latest_revision = revision
        event.latest_revision_created_at = revision.created_at
    Page.objects.bulk_update(
        [
            Page(
                pk=event.pk,
                latest_revision_id=event.latest_revision_id,
                latest_revision_created_at=event.latest_revision_created_at,
            )
            for event in events
        ],
        ["latest_revision", "latest_revision_created_at"],
        batch_size=CHUNK,
    )


def _log(events: Sequence[EventPage], user) -> None:
    context = get_active_log_context()
    PageLogEntry.objects.bulk_create(
        (
            PageLogEntry(
                content_type=event.content_type,
                label=event.get_admin_display_title(),
                action="wagtail.create",
                timestamp=timezone.now(),
                data={},
                user=user or context.user,
                uuid=context.uuid,
                page_id=event.pk,
                content_changed=True,
            )
            for event in events
        ),
        batch_size=CHUNK,
    )
