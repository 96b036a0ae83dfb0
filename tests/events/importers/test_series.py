"""A calendar's series as one series of ours, where that says the very same times."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from events.importers.ics import read_ics
from events.importers.rules import parse_rule, rhythm_of
from events.importers.series import fold_series
from events.recurrence import ChangedDate, Schedule, spans

BERLIN = "Europe/Berlin"
AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ONE_DAY = dt.timedelta(days=1)


def read(*lines, others=(), at=AT):
    """Return the dates of a series that begins on Thursday, 3 December, at 18."""
    head = ["UID:s", "SUMMARY:Vigil"]
    if not any(line.startswith("DTSTART") for line in lines):
        head.append(f"DTSTART;TZID={BERLIN}:20261203T180000")
    events = [[*head, *lines], *(["UID:s", *other] for other in others)]
    body = "".join(
        "BEGIN:VEVENT\r\n" + "\r\n".join(event) + "\r\nEND:VEVENT\r\n"
        for event in events
    )
    return read_ics(
        f"BEGIN:VCALENDAR\r\n{body}END:VCALENDAR\r\n".encode(), at=at
    ).events


def fold(*lines, others=(), at=AT, known=None, public=()):
    dates = read(*lines, others=others, at=at)
    return fold_series(dates, zone=BERLIN, at=at, known=known, public=public)


def rule_of(folded):
    return folded and folded.series.details["recurrence_rule"]


def rows_of(folded):
    return [
        (row["kind"], row["date"][5:], row.get("starts_on", "")[5:])
        for row in folded.series.details["changed_dates"]
    ]


def as_known(folded):
    """Return what is kept of a series, to compare the next reading with."""
    start = folded.series.start
    day = start.astimezone(dt.UTC).date() if isinstance(start, dt.datetime) else start
    return folded.series.details | {"starts_on": day.isoformat()}


@pytest.mark.parametrize(
    ("rule", "rhythm"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
        ("FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR,SA,SU"),
        ("FREQ=DAILY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TH"),
        ("FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=3"),
        ("FREQ=MONTHLY;BYMONTHDAY=3", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=3"),
        ("FREQ=MONTHLY;BYDAY=1TH", "FREQ=MONTHLY;INTERVAL=1;BYDAY=1TH"),
        ("FREQ=MONTHLY;BYDAY=TH;BYSETPOS=-1", "FREQ=MONTHLY;INTERVAL=1;BYDAY=-1TH"),
        ("FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", ""),
        ("FREQ=MONTHLY;BYMONTHDAY=3,17", ""),
        ("FREQ=MONTHLY;BYDAY=-2TH", ""),
        ("FREQ=DAILY;INTERVAL=3", ""),
        ("FREQ=WEEKLY;INTERVAL=20", ""),
        ("FREQ=WEEKLY;BYMONTH=12", ""),
        ("FREQ=WEEKLY;BYHOUR=9,18", ""),
        ("FREQ=YEARLY", ""),
    ],
)
def test_rhythm_is_what_the_form_can_say(rule, rhythm):
    assert rhythm_of(parse_rule(rule), dt.date(2026, 12, 3)) == rhythm


# Lines of the series, its rule here, its changed dates, how many dates stand alone.
THURSDAYS = "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH;UNTIL="
SAME = {
    "weekly over the clock change": (
        ["RRULE:FREQ=WEEKLY;COUNT=20"], f"{THURSDAYS}20270415", [], 0,
    ),
    "until a moment": (
        ["RRULE:FREQ=WEEKLY;UNTIL=20261224T170000Z"], f"{THURSDAYS}20261224", [], 0,
    ),
    "left out": (
        ["RRULE:FREQ=WEEKLY;COUNT=5", f"EXDATE;TZID={BERLIN}:20261224T180000"],
        f"{THURSDAYS}20261231", [("excluded", "12-24", "")], 0,
    ),
    "one more": (
        ["RRULE:FREQ=WEEKLY;COUNT=3", f"RDATE;TZID={BERLIN}:20261208T180000"],
        f"{THURSDAYS}20261217", [("extra", "12-08", "")], 0,
    ),
    "one more, at another hour": (
        ["RRULE:FREQ=WEEKLY;COUNT=3", f"RDATE;TZID={BERLIN}:20261208T150000"],
        f"{THURSDAYS}20261217",
        [("extra", "12-08", ""), ("moved", "12-08", "12-08")], 0,
    ),
    "all day": (
        ["DTSTART;VALUE=DATE:20261203", "RRULE:FREQ=WEEKLY;COUNT=3"],
        f"{THURSDAYS}20261217", [], 0,
    ),
    "over midnight": (
        ["DURATION:PT8H", "RRULE:FREQ=WEEKLY;COUNT=3"], f"{THURSDAYS}20261217", [], 0,
    ),
    "two days": (
        [
            "DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261205",
            "RRULE:FREQ=WEEKLY;COUNT=3",
        ],
        f"{THURSDAYS}20261217", [], 0,
    ),
    "first date off the rhythm": (
        [
            f"DTSTART;TZID={BERLIN}:20261201T180000",
            "RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=4",
        ],
        f"{THURSDAYS}20261217", [], 0,
    ),
    "begun long ago": (
        [f"DTSTART;TZID={BERLIN}:20261001T180000", "RRULE:FREQ=WEEKLY;COUNT=12"],
        f"{THURSDAYS}20261217", [], 8,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_series_says_the_same_times(name):
    lines, rule, rows, alone = SAME[name]

    folded = fold(*lines)

    assert (rule_of(folded), rows_of(folded)) == (rule, rows)
    assert len(folded.alone) == alone
    assert times_of(folded) == {
        (date.start, date.end) for date in read(*lines) if date not in folded.alone
    }


def times_of(folded):
    """Return start and end of each date that our own rule makes, as the reader does."""
    event, fields = folded.series, {}
    if isinstance(event.start, dt.datetime):
        start = event.start.astimezone(ZoneInfo(BERLIN))
        fields = {"starts_on": start.date(), "start_time": start.time()}
        if event.end:
            end = event.end.astimezone(ZoneInfo(BERLIN))
            fields |= {"ends_on": end.date(), "end_time": end.time()}
    else:
        last = event.end - ONE_DAY
        fields = {"starts_on": event.start, "ends_on": last, "is_all_day": True}
    found = spans(
        Schedule(
            timezone=BERLIN,
            recurrence_rule=event.details["recurrence_rule"],
            changed_dates=tuple(
                map(ChangedDate.from_json, event.details["changed_dates"])
            ),
            **fields,
        )
    )
    if event.is_all_day:
        return {(span.starts_on, span.ends_on + ONE_DAY) for span in found}
    return {(span.starts_at, span.ends_at) for span in found}


def changed(*lines, title="Vigil", start="20261210T180000"):
    """Return what a calendar says of the date of 10 December alone."""
    return [
        f"RECURRENCE-ID;TZID={BERLIN}:20261210T180000",
        f"SUMMARY:{title}",
        f"DTSTART;TZID={BERLIN}:{start}",
        *lines,
    ]


def test_moved_date_is_a_changed_date():
    moved = changed(start="20261211T190000")

    folded = fold("RRULE:FREQ=WEEKLY;COUNT=4", others=[moved])

    assert rows_of(folded) == [("moved", "12-10", "12-11")]
    assert folded.series.details["changed_dates"][0]["start_time"] == "19:00:00"


def test_date_with_a_title_of_its_own_stands_alone():
    special = changed(title="With music")

    folded = fold("RRULE:FREQ=WEEKLY;COUNT=4", others=[special])

    assert rows_of(folded) == [("excluded", "12-10", "")]
    assert [date.title for date in folded.alone] == ["With music"]


def test_date_called_off_there_is_left_out_and_told():
    off = changed("STATUS:CANCELLED")

    folded = fold("RRULE:FREQ=WEEKLY;COUNT=4", others=[off])

    assert rows_of(folded) == [("excluded", "12-10", "")]
    assert [date.status for date in folded.alone] == ["CANCELLED"]


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=YEARLY;COUNT=2"],
        ["RRULE:FREQ=WEEKLY;COUNT=1"],
        ["RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=MONTHLY;COUNT=3"],
        # An hour of Greenwich is another in Berlin's summer than in its winter.
        ["DTSTART:20270107T170000Z", "RRULE:FREQ=WEEKLY;COUNT=40"],
        ["RDATE:20261205T170000Z,20261209T170000Z"],
    ],
)
def test_what_cannot_say_the_same_stays_single_dates(lines):
    assert fold(*lines) is None


# --- The same calendar again ----------------------------------------------------------

ENDLESS = "RRULE:FREQ=WEEKLY"


def test_endless_series_ends_and_does_not_change_with_every_reading():
    first = fold(ENDLESS)
    later = AT + dt.timedelta(days=200)
    again = fold(ENDLESS, at=later, known=as_known(first))

    assert rule_of(first) == f"{THURSDAYS}20281026"
    assert again.series.details == first.series.details
    assert again.series.start == first.series.start
    assert {date.start < later for date in again.alone} <= {True}


def test_endless_series_is_renewed_before_its_end():
    first = fold(ENDLESS)
    later = dt.datetime(2028, 9, 10, 12, tzinfo=dt.UTC)

    again = fold(ENDLESS, at=later, known=as_known(first))

    assert again.series.start.date() == dt.date(2028, 9, 14)
    assert rule_of(again) > f"{THURSDAYS}20300701"


def test_finite_series_stays_the_same_until_it_is_over():
    lines = ["RRULE:FREQ=WEEKLY;COUNT=4", f"EXDATE;TZID={BERLIN}:20261210T180000"]
    first = fold(*lines)

    for day in (4, 11, 18, 30):
        at = dt.datetime(2026, 12, day, 12, tzinfo=dt.UTC)
        again = fold(*lines, at=at, known=as_known(first))
        assert (again.series.details, again.series.start, again.alone) == (
            first.series.details,
            first.series.start,
            (),
        )


@pytest.mark.parametrize("day", ["20261217", "20261224"])
def test_public_date_that_is_gone_there_is_asked_about_and_not_left_out(day):
    rule = "RRULE:FREQ=WEEKLY;COUNT=4"
    first = fold(rule)
    public = [dt.date(2026, 12, day) for day in (3, 10, 17, 24)]

    again = fold(
        rule, f"EXDATE;TZID={BERLIN}:{day}T180000", known=as_known(first), public=public
    )

    assert again.series.details == first.series.details
    assert again.withdrawn == (dt.date.fromisoformat(day),)
