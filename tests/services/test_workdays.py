"""Working days, eves, bridge days and office hours of the season and the lab of 2027."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.services.plan import workdays
from models.times import instant, local
from tests.transitions import ZONES

SWEDEN = "Europe/Stockholm"
SUMMER = (date(2027, 6, 28), date(2027, 8, 8))
"""Weeks 26–31."""


def fit(wall: str, *, earlier: bool, quiet=None) -> str:
    moment = datetime.fromisoformat(wall)
    found = workdays.fit(instant(moment.date(), moment.time(), SWEDEN), SWEDEN, earlier=earlier, quiet=quiet)
    return f"{local(found, SWEDEN):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("day", "why"),
    [
        ("2027-01-01", "New Year's Day"), ("2027-01-05", "bridge day"), ("2027-01-06", "Epiphany"),
        ("2027-03-25", "bridge day"), ("2027-03-26", "Good Friday"), ("2027-03-29", "Easter Monday"),
        ("2027-04-30", "bridge day"), ("2027-05-06", "Ascension Day"), ("2027-05-07", "squeezed in"),
        ("2027-06-25", "Midsummer Eve"), ("2027-12-24", "Christmas Eve"), ("2027-06-19", "a Saturday"),
        ("2027-03-28", "Easter Sunday and the clock change"),
    ],
)  # fmt: skip
def test_these_are_days_off(day, why):
    assert not workdays.is_working(date.fromisoformat(day)), why


@pytest.mark.parametrize("day", ["2027-01-04", "2027-01-07", "2027-03-24", "2027-03-30", "2027-06-24", "2027-06-28"])
def test_the_days_beside_them_are_not(day):
    assert workdays.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("wall", "before", "after"),
    [
        ("2027-01-12 09:00", "2027-01-12 09:00", "2027-01-12 09:00"),
        ("2027-01-10 09:00", "2027-01-08 09:00", "2027-01-11 09:00"),
        ("2027-01-05 09:00", "2027-01-04 09:00", "2027-01-07 09:00"),
        ("2027-03-28 02:30", "2027-03-24 08:00", "2027-03-30 08:00"),
        ("2027-01-12 06:00", "2027-01-12 08:00", "2027-01-12 08:00"),
        ("2027-01-12 17:00", "2027-01-12 17:00", "2027-01-12 17:00"),
        ("2027-01-12 19:30", "2027-01-12 17:00", "2027-01-13 08:00"),
        ("2027-01-15 23:59", "2027-01-15 17:00", "2027-01-18 08:00"),
    ],
)
def test_what_leads_up_moves_earlier_and_what_follows_later(wall, before, after):
    assert (fit(wall, earlier=True), fit(wall, earlier=False)) == (before, after)


def test_quiet_weeks_are_days_off_too():
    assert fit("2027-07-05 09:00", earlier=True, quiet=SUMMER) == "2027-06-24 09:00", "Midsummer Eve is off as well"
    assert fit("2027-07-05 09:00", earlier=False, quiet=SUMMER) == "2027-08-09 09:00"


walls = some.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31))  # noqa: DTZ001 (UTC is added)


@settings(max_examples=150, deadline=None)
@given(tz=some.sampled_from(ZONES), wall=walls, earlier=some.booleans())
def test_everywhere_it_is_a_working_moment_on_the_right_side_and_stays_put(tz, wall, earlier):
    moment = wall.replace(tzinfo=UTC, second=0, microsecond=0)
    found = workdays.fit(moment, tz, earlier=earlier)
    there = local(found, tz)
    assert workdays.is_working(there.date()) and time(8) <= there.time() <= time(17)
    assert workdays.fit(found, tz, earlier=earlier) == found
    asked = local(moment, tz)
    same_day = there.date() == asked.date()
    assert same_day or (there.date() < asked.date()) is earlier
    assert not (same_day and not earlier) or found >= moment
    assert abs(found - moment) < timedelta(days=8)
