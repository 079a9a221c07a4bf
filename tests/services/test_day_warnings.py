"""What speaks against a day: warned of, never blocked (domain.md 11)."""

from datetime import date

import pytest

from bot.receipts import DayWarning, Speaks
from bot.services.dates.warnings import of_day

HOLIDAYS = ["2027-01-01", "2027-01-06", "2027-03-26", "2027-03-28", "2027-03-29", "2027-06-06", "2027-06-25"]
BRIDGES = ["2027-01-05", "2027-03-25", "2027-04-30", "2027-05-07"]
PLAIN = ["2027-01-19", "2027-03-30", "2027-01-07", "2027-09-07", "2027-09-08", "2027-03-31"]


def against(day, language="sv", **known):
    return of_day(date.fromisoformat(day), language=language, **known)


@pytest.mark.parametrize("day", HOLIDAYS)
def test_holidays_of_the_season_are_named(day):
    (found,) = against(day)
    assert found.speaks is Speaks.HOLIDAY and found.name


@pytest.mark.parametrize("day", BRIDGES)
def test_days_beside_holidays_are_pointed_out(day):
    (found,) = against(day)
    assert found.speaks in (Speaks.EVE, Speaks.BRIDGE)


@pytest.mark.parametrize("day", PLAIN)
def test_nothing_speaks_against_an_ordinary_day(day):
    assert against(day) == ()


def test_holidays_have_names_in_both_languages():
    assert against("2027-03-26") == (DayWarning(Speaks.HOLIDAY, "Långfredagen"),)
    assert against("2027-03-26", "en") == (DayWarning(Speaks.HOLIDAY, "Good Friday"),)


def test_the_day_before_new_year_looks_into_the_next_year():
    assert [one.speaks for one in against("2026-12-31")] == [Speaks.HOLIDAY]
    assert [one.speaks for one in against("2027-01-02")] == [Speaks.WEEKEND]


def test_winter_break_is_the_areas_own_week():
    assert [one.week for one in against("2027-02-23", winter_weeks=(8,))] == [8]
    assert against("2027-03-02", winter_weeks=(8,)) == ()


def test_quiet_weeks_and_other_meetings_of_the_series_are_told_together():
    quiet = (date(2027, 6, 28), date(2027, 8, 8))
    found = against("2027-07-06", quiet=quiet, clashes=["Dialog i Skåne"])
    assert [one.speaks for one in found] == [Speaks.QUIET, Speaks.CLASH]
