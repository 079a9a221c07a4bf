"""How long a seat is kept, and how those in line are approached when the meeting is near."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.services.registration.offer_times import Phase, alone_until, kept_until, phase

TZ = "Europe/Stockholm"


def at(words: str) -> datetime:
    return datetime.strptime(words, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(TZ))


@pytest.mark.parametrize(
    ("made", "until"),
    [
        ("2027-02-15 10:00", "2027-02-17 12:00"),
        ("2027-02-15 23:59", "2027-02-17 12:00"),
        ("2027-02-17 00:30", "2027-02-19 12:00"),
        ("2027-02-18 16:00", "2027-02-22 12:00"),
        ("2027-02-19 08:00", "2027-02-22 12:00"),
        ("2027-02-21 20:00", "2027-02-23 12:00"),
        ("2026-12-22 09:00", "2026-12-28 12:00"),
        ("2027-01-04 09:00", "2027-01-07 12:00"),
        ("2027-03-24 09:00", "2027-03-30 12:00"),
        ("2027-03-26 09:00", "2027-03-30 12:00"),
        ("2027-06-23 09:00", "2027-06-28 12:00"),
        ("2027-10-29 09:00", "2027-11-01 12:00"),
    ],
)
def test_a_seat_is_kept_until_noon_on_the_first_working_day_after_tomorrow(made: str, until: str) -> None:
    """Over weekends, Christmas, Epiphany, Easter with its change of the clocks, Midsummer and the autumn's change."""
    assert kept_until(None, TZ, at(made)) == at(until)


def test_the_noon_is_that_of_the_meetings_own_clock() -> None:
    assert kept_until(None, "Europe/Helsinki", at("2027-02-15 10:00")) == at("2027-02-17 11:00")


def test_a_seat_is_never_kept_into_the_last_day() -> None:
    starts_at = at("2027-02-18 13:00")
    assert kept_until(starts_at, TZ, at("2027-02-15 10:00")) == at("2027-02-17 12:00")
    assert kept_until(starts_at, TZ, at("2027-02-16 10:00")) == at("2027-02-17 13:00")


def test_before_a_monday_it_is_kept_until_friday_and_over_the_weekend_only_when_friday_is_gone() -> None:
    monday = at("2027-02-22 09:00")
    assert kept_until(monday, TZ, at("2027-02-18 10:00")) == at("2027-02-19 09:00")
    assert kept_until(monday, TZ, at("2027-02-19 15:00")) == at("2027-02-21 09:00")


@pytest.mark.parametrize(
    ("before", "found"),
    [
        (timedelta(hours=48, seconds=1), Phase.ONE_BY_ONE),
        (timedelta(hours=48), Phase.SEVERAL),
        (timedelta(hours=2, seconds=1), Phase.SEVERAL),
        (timedelta(hours=2), Phase.NOBODY),
        (timedelta(0), Phase.NOBODY),
    ],
)
def test_the_nearer_the_meeting_the_more_are_asked_and_at_last_nobody(before: timedelta, found: Phase) -> None:
    starts_at = at("2027-03-29 09:00")
    assert phase(starts_at, starts_at - before) is found
    assert phase(None, starts_at) is Phase.ONE_BY_ONE


@pytest.mark.parametrize(
    ("asked", "until"),
    [
        ("2027-02-16 10:00", "2027-02-16 14:00"),
        ("2027-02-16 16:00", "2027-02-17 08:00"),
        ("2027-02-17 02:00", "2027-02-17 08:00"),
        ("2027-02-17 23:00", "2027-02-18 08:00"),
        ("2027-02-18 08:30", "2027-02-18 11:00"),
    ],
)
def test_three_are_asked_alone_for_four_hours_of_the_day(asked: str, until: str) -> None:
    assert alone_until(at("2027-02-18 13:00"), TZ, at(asked)) == at(until)
