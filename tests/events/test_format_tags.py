"""Days, hours and numbers in the reader's words."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from events.templatetags import format_tags

DAY = dt.date(2027, 5, 15)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Saturday, 15 May 2027"),
        ("de", "Samstag, 15. Mai 2027"),
        ("be", "субота, 15 мая 2027\N{NARROW NO-BREAK SPACE}г."),
    ],
)
def test_full_day_follows_the_language(language, words):
    with translation.override(language):
        assert format_tags.full_day(DAY) == words


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (dt.date(2027, 5, 15), "15 May 2027"),
        (dt.date(2027, 5, 21), "15\N{EN DASH}21 May 2027"),
        (dt.date(2027, 6, 2), "15 May \N{EN DASH} 2 Jun 2027"),
    ],
)
def test_day_range_says_once_what_both_days_share(last, words):
    with translation.override("en"):
        text = format_tags.day_range(DAY, last)

    assert text.replace("\N{THIN SPACE}", " ") == words


def test_clock_stays_in_the_place_s_own_zone():
    moment = dt.datetime(2027, 5, 15, 18, 30, tzinfo=ZoneInfo("Asia/Tbilisi"))

    assert format_tags.clock(moment) == "18:30"


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("Europe/Berlin", "UTC+2"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("America/St_Johns", "UTC\N{MINUS SIGN}2:30"),
    ],
)
def test_utc_offset_is_the_one_of_that_day(zone, offset):
    moment = dt.datetime(2027, 5, 15, 12, tzinfo=ZoneInfo(zone))

    assert format_tags.utc_offset(moment) == offset


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("en", ("K", "M", ".")),
        ("de", ("", "\N{NO-BREAK SPACE}Mio.", ",")),
        ("be", ("\N{NO-BREAK SPACE}тыс.", "\N{NO-BREAK SPACE}млн", ",")),
    ],
)
def test_compact_marks_are_those_of_the_language(language, marks):
    with translation.override(language):
        attributes = format_tags.compact_marks()

    assert attributes == 'data-thousand="{}" data-million="{}" data-point="{}"'.format(
        *marks
    )
