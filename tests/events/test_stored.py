"""What is stored is written once per change, and nobody waits twice."""

import datetime as dt
import gzip
import threading

from events.stored import Look, Octets, forget, remembered, stored

AT = dt.datetime(2026, 11, 26, 12, 0, 0, 900_000, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(hours=1)


class Source:
    """Something that is written, and counts how often it was looked at and written."""

    def __init__(self, text="one"):
        self.text = text
        self.looks = self.writings = 0
        self.moments = []

    def look(self):
        self.looks += 1
        return Look(fingerprint=self.text, until=LATER)

    def write(self, moment):
        self.writings += 1
        self.moments.append(moment)
        return self.text.encode(), moment or AT

    def read(self, state="1", at=AT, key="feed"):
        octets = stored(
            key, alias=key, state=state, at=at, look=self.look, write=self.write
        )
        return octets.body.decode()


def test_second_reader_gets_what_is_stored_without_a_look():
    source = Source()

    assert [source.read(), source.read()] == ["one", "one"]
    assert (source.looks, source.writings) == (1, 1)


def test_change_elsewhere_is_looked_at_and_nothing_is_written():
    source = Source()
    source.read(state="1")
    first = remembered("feed", state="1", at=AT)

    source.read(state="2")

    assert (source.looks, source.writings) == (2, 1)
    assert remembered("feed", state="2", at=AT) == first
    assert remembered("feed", state="1", at=AT) is None


def test_change_of_its_own_is_written_once_and_moves_the_date():
    source = Source()
    source.read(state="1")

    source.text = "two"

    assert [source.read(state="2"), source.read(state="2")] == ["two", "two"]
    assert source.writings == 2
    # Within the second of the first one: the date moves all the same.
    first = AT.replace(microsecond=0)
    assert source.moments == [None, first + dt.timedelta(seconds=1)]


def test_time_alone_asks_for_another_look():
    source = Source()
    source.read()

    source.text = "two"

    assert source.read(at=LATER - dt.timedelta(seconds=1)) == "one"
    assert source.read(at=LATER) == "two"


def test_same_octets_keep_their_date_though_something_changed():
    source = Source()
    source.read(state="1")
    before = remembered("feed", state="1", at=AT)
    looked = source.look

    def look():
        return Look(fingerprint="another", until=looked().until)

    stored("feed", alias="feed", state="2", at=LATER, look=look, write=source.write)

    assert remembered("feed", state="2", at=AT).changed_at == before.changed_at


def test_another_process_reads_the_store_after_this_one_forgot():
    source = Source()
    source.read(key="a")
    stored("a", alias="b", state="1", at=AT, look=source.look, write=source.write)

    assert source.writings == 1
    assert remembered("b", state="1", at=AT).body == b"one"

    forget()

    assert source.read(key="a") == "one"
    assert source.writings == 2


def in_threads(*functions) -> list:
    results = [None] * len(functions)

    def run(number, function):
        results[number] = function()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(functions)]
    for thread in threads:
        thread.start()
    return threads, results


def test_readers_get_the_former_one_while_another_reader_writes():
    source = Source()
    source.read(state="1")
    source.text = "two"
    is_writing, may_end = threading.Event(), threading.Event()
    write = source.write

    def slowly(moment):
        is_writing.set()
        may_end.wait(10)
        return write(moment)

    source.write = slowly
    threads, results = in_threads(lambda: source.read(state="2"))
    is_writing.wait(10)
    meanwhile = source.read(state="2")
    may_end.set()
    threads[0].join(10)

    assert (meanwhile, results) == ("one", ["two"])
    assert source.read(state="2") == "two"
    assert source.writings == 2


def test_first_readers_wait_for_one_writing_together():
    source = Source()
    is_writing, may_end = threading.Event(), threading.Event()
    write = source.write

    def slowly(moment):
        is_writing.set()
        may_end.wait(10)
        return write(moment)

    source.write = slowly
    threads, results = in_threads(*[source.read] * 5)
    is_writing.wait(10)
    may_end.set()
    for thread in threads:
        thread.join(10)

    assert results == ["one"] * 5
    assert source.writings == 1


def test_fault_in_writing_stores_nothing_and_frees_the_way():
    source = Source()
    write, source.write = source.write, None
    try:
        source.read()
    except TypeError:
        source.write = write

    assert source.read() == "one"


def test_octets_are_the_same_on_every_machine():
    first, second = (Octets.of(b"x" * 1000, AT) for _time in range(2))

    assert first == second
    assert gzip.decompress(first.zipped) == first.body
    assert first.changed_at == AT.replace(microsecond=0)


def test_short_body_is_not_compressed():
    assert Octets.of(b"x" * 100, AT).zipped == b""
