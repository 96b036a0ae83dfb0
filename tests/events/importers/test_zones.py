"""Which zone a name means."""

import datetime as dt

import pytest

from events.importers.zones import zone_called


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Kyiv", "Europe/Kyiv"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ("Europe/Paris-1", "Europe/Paris"),
        ('"Europe/Rome"', "Europe/Rome"),
        ("Europe\\/Rome", "Europe/Rome"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("W. Europe Daylight Time", "Europe/Berlin"),
        ("Russian Standard Time", "Europe/Moscow"),
        ("FLE Standard Time", "Europe/Kyiv"),
        ("Belarus Standard Time", "Europe/Minsk"),
        ("GMT Standard Time", "Europe/London"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("UTC", "UTC"),
        ("GMT", "UTC"),
        ("Etc/UTC", "UTC"),
        ("CET", "Europe/Berlin"),
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("Kyiv", "Europe/Kyiv"),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", "Europe/Brussels"),
        ("(UTC+03:00) Moskau, St. Petersburg", "Europe/Moscow"),
        ("(GMT+02.00) Helsinki, Kyiv, Riga", "Europe/Helsinki"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("(UTC) Dublin, Edinburgh, Lisbon, London", "Europe/Dublin"),
        ("GMT+0100", "Etc/GMT-1"),
        ("UTC-5", "Etc/GMT+5"),
        ("+03:00", "Etc/GMT-3"),
    ],
)
def test_name_means_a_zone(name, zone):
    assert zone_called(name).name == zone


@pytest.mark.parametrize(
    "name", ["", "Middle Earth", "CST", "Customized Time Zone", "(UTC+09:00) Berlin"]
)
def test_name_that_says_nothing_means_none(name):
    assert zone_called(name) is None


def test_offset_of_half_an_hour_has_no_name_but_the_right_time():
    zone = zone_called("UTC+05:30")

    assert zone.name == ""
    assert zone.utc(dt.datetime.fromisoformat("2026-11-28T14:00")) == dt.datetime(
        2026, 11, 28, 8, 30, tzinfo=dt.UTC
    )
