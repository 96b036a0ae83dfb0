"""The CMS writes days as public pages do, and reads what is typed that way."""

import datetime as dt

import pytest
from django.conf import settings
from django.forms import DateField, DateTimeField
from django.utils import translation
from django.utils.formats import date_format, get_format

from organizations.languages import written_day

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EVENING = dt.datetime(2026, 12, 4, 18, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_of_the_cms_are_those_of_cldr(language):
    days = [dt.date(2027, month, 5) for month in range(1, 13)]

    with translation.override(language):
        written = [date_format(day, "DATE_FORMAT") for day in days]
        expected = [written_day(day, "long") for day in days]

    assert written == expected


@pytest.mark.parametrize(
    ("language", "moment", "short"),
    [
        ("en", "4 December 2026, 18:30", "04/12/2026 18:30"),
        ("de", "4. Dezember 2026, 18:30", "04.12.2026 18:30"),
        ("fr", "4 décembre 2026, 18:30", "04/12/2026 18:30"),
        ("es", "4 de diciembre de 2026 a las 18:30", "04/12/2026 18:30"),
        ("it", "4 dicembre 2026, 18:30", "04/12/2026 18:30"),
        ("pl", "4 grudnia 2026, 18:30", "04.12.2026 18:30"),
        ("ru", "4 декабря 2026\u202fг., 18:30", "04.12.2026 18:30"),
        ("uk", "4 грудня 2026\u202fр., 18:30", "04.12.2026 18:30"),
        ("be", "4 снежня 2026\u202fг., 18:30", "04.12.2026 18:30"),
    ],
)
def test_moments_have_24_hours_and_weeks_begin_on_monday(language, moment, short):
    with translation.override(language):
        assert date_format(EVENING, "DATETIME_FORMAT") == moment
        assert date_format(EVENING, "SHORT_DATETIME_FORMAT") == short
        assert date_format(EVENING, "TIME_FORMAT") == "18:30"
        assert get_format("FIRST_DAY_OF_WEEK") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_typed_days_are_read_as_written_and_as_the_pickers_write_them(language):
    with translation.override(language):
        days = [date_format(EVENING, "SHORT_DATE_FORMAT"), "2026-12-04"]
        moments = [date_format(EVENING, "SHORT_DATETIME_FORMAT"), "2026-12-04 18:30"]

        assert {DateField().clean(day) for day in days} == {EVENING.date()}
        assert {DateTimeField().clean(moment) for moment in moments} == {EVENING}
