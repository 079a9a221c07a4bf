"""When what has been kept for people reaches them: working days, by their own clock, in every zone and every year."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.services.messages.mornings import next_monday, next_working

STOCKHOLM = "Europe/Stockholm"


def by_the_clock(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(STOCKHOLM))


@pytest.mark.parametrize(
    ("now", "working", "monday"),
    [
        ("2027-01-11T07:59", "2027-01-11T08:00", "2027-01-11T08:00"),
        ("2027-01-11T08:00", "2027-01-12T08:00", "2027-01-18T08:00"),
        ("2027-01-15T09:00", "2027-01-18T08:00", "2027-01-18T08:00"),
        ("2027-01-05T09:00", "2027-01-07T08:00", "2027-01-11T08:00"),
        ("2027-03-25T09:00", "2027-03-30T08:00", "2027-03-30T08:00"),
        ("2027-03-29T09:00", "2027-03-30T08:00", "2027-03-30T08:00"),
        ("2027-06-24T09:00", "2027-06-28T08:00", "2027-06-28T08:00"),
    ],
)
def test_holidays_and_weekends_are_left_alone(now: str, working: str, monday: str) -> None:
    assert next_working(by_the_clock(now), STOCKHOLM) == by_the_clock(working)
    assert next_monday(by_the_clock(now), STOCKHOLM) == by_the_clock(monday)


@given(
    some.datetimes(datetime(2026, 12, 1), datetime(2028, 1, 31)),  # noqa: DTZ001 (made aware below)
    some.sampled_from([STOCKHOLM, "America/New_York", "Pacific/Auckland", "UTC"]),
)
def test_it_is_always_ahead_and_eight_oclock_on_a_weekday(naive: datetime, tz: str) -> None:
    now = naive.replace(tzinfo=UTC)
    for at, within in ((next_working(now, tz), 6), (next_monday(now, tz), 9)):
        wall = at.astimezone(ZoneInfo(tz))
        assert now < at <= now + timedelta(days=within)
        assert (wall.hour, wall.minute) == (8, 0) and wall.weekday() < 5
