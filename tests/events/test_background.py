"""Work that no request waits for, in a real thread with a connection of its own."""

import threading

import pytest

from events import background
from events.importers import uploads
from events.models import Upload
from tests.factories.people import make_member, make_organization


@pytest.mark.django_db(transaction=True)
def test_upload_is_read_while_nobody_waits(settings):
    settings.WORK_IN_BACKGROUND = True
    organization = make_organization()

    upload = uploads.take_upload(
        organization=organization,
        user=make_member(organization),
        octets=b"Title,Date\nVigil,2030-12-10\n",
        name="table.csv",
    )
    for thread in threading.enumerate():
        if thread.name == background.NAME:
            thread.join()

    reading = uploads.reading_of(Upload.objects.get(pk=upload.pk))
    assert [event.title for event in reading.events] == ["Vigil"]


def test_same_work_is_not_begun_twice_and_not_too_much_at_once(settings):
    settings.WORK_IN_BACKGROUND = True
    go_on, begun = threading.Event(), threading.Semaphore(0)
    at_once = []

    def work(number):
        at_once.append(number)
        begun.release()
        go_on.wait(10)

    threads = [background.run(work, number) for number in (1, 2, 3, 1, 3)]
    for _number in range(background.MAX_AT_ONCE):
        begun.acquire(timeout=10)
    first = sorted(at_once)
    go_on.set()
    for thread in filter(None, threads):
        thread.join()

    assert threads[3:] == [None, None]
    assert len(first) == background.MAX_AT_ONCE
    assert sorted(at_once) == [1, 2, 3]
