"""Drafts stored at once leave the same rows as drafts stored one after the other."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from events.lifecycle import save_draft, save_drafts, submit_for_screening
from events.models import EventPage
from tests.factories.actions import in_days, make_event
from tests.factories.people import make_member, make_organization

pytestmark = pytest.mark.django_db

# What no two pages share, or what says when something was stored.
OWN = {
    "id", "pk", "page_ptr_id", "page_ptr", "path", "slug", "url_path", "uid", "uuid",
    "translation_key", "latest_revision_id", "latest_revision", "organization_id",
    "organization", "object_id", "to_object_id", "page_id", "created_at", "timestamp",
    "title_norm", "latest_revision_created_at", "autocomplete", "body",
}  # fmt: skip


def some_events():
    return [
        EventPage(
            title=f"Vigil {number % 2}",
            kind="vigil",
            starts_on=in_days(20 + number),
            start_time=dt.time(18),
            city=" Bonn ",
            country="DE",
            description="<p>Bring <script>candles</script>.</p>",
            latitude=50.7,
            longitude=7.1,
            location_precision="district",
            languages=["de"],
        )
        for number in range(3)
    ]


def rows_of(organization):
    """Return every row that belongs to the drafts below an organization."""
    pages = EventPage.objects.child_of(organization).order_by("path")
    numbers = [page.pk for page in pages]
    texts = [str(number) for number in numbers]
    tables = {
        "pages": pages.values(),
        "revisions": Revision.objects.filter(object_id__in=texts).order_by("pk"),
        "log": PageLogEntry.objects.filter(page_id__in=numbers).order_by("page_id"),
        "references": ReferenceIndex.objects.filter(object_id__in=texts),
        "search": IndexEntry.objects.filter(object_id__in=texts).order_by("title"),
    }
    found = {
        name: [without_own(row) for row in rows.values()]
        for name, rows in tables.items()
    }
    found["references"].sort(key=str)
    found["numchild"] = Page.objects.get(pk=organization.pk).numchild
    return found


def without_own(row):
    row = {name: value for name, value in row.items() if name not in OWN}
    if "content" in row:
        row["content"] = without_own(row["content"])
    return row


def test_many_drafts_at_once_are_the_same_as_one_after_the_other():
    slow, quick = make_organization(), make_organization()
    member = make_member(slow)
    member.memberships.create(organization=quick)
    for event in some_events():
        save_draft(event=event, organization=slow, user=member)

    save_drafts(events=some_events(), organization=quick, user=member)

    expected = rows_of(slow)
    assert [len(expected[name]) for name in ("pages", "revisions", "log")] == [3, 3, 3]
    assert rows_of(quick) == expected


def test_tree_goes_on_where_it_stood():
    organization = make_organization()
    member = make_member(organization)
    first = make_event(organization=organization, user=member)
    save_drafts(events=some_events(), organization=organization, user=member)
    last = make_event(organization=organization, user=member)

    children = organization.get_children()
    assert (children.first().pk, children.last().pk) == (first.pk, last.pk)
    assert Page.find_problems() == ([], [], [], [], [])
    addresses = list(EventPage.objects.values_list("slug", flat=True))
    assert len(addresses) == len(set(addresses)) == 5


def test_draft_of_many_can_be_found_and_sent_in():
    organization = make_organization()
    member = make_member(organization)
    save_drafts(events=some_events(), organization=organization, user=member)
    event = EventPage.objects.get(starts_on=in_days(21))

    submit_for_screening(event=event, user=member)

    assert event.get_latest_revision_as_object().title == "Vigil 1"
    assert EventPage.objects.get(pk=event.pk).workflow_in_progress
    assert event.pk in {page.pk for page in Page.objects.search("Vigil")}


def test_queries_do_not_grow_as_fast_as_the_drafts(django_assert_max_num_queries):
    organization = make_organization()
    events = [EventPage(title=f"Vigil {n}", starts_on=in_days(9)) for n in range(50)]

    with django_assert_max_num_queries(50 * 5 + 30):
        save_drafts(events=events, organization=organization, user=None)


def test_stranger_stores_nothing():
    organization = make_organization()
    stranger = make_member(make_organization())

    with pytest.raises(PermissionDenied):
        save_drafts(events=some_events(), organization=organization, user=stranger)

    assert not EventPage.objects.exists()
