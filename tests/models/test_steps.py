"""When a step comes due, in every zone of the world."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Event, Form, Step
from models.times import local

ZONES = sorted(name for name in available_timezones() if name not in ("localtime", "Factory"))
NEVER_MIND = datetime(2027, 1, 1, tzinfo=UTC)


def meeting(day: date, start: time, tz: str) -> Event:
    event = Event(tz=tz, form=Form.DIGITAL)
    event.reschedule(day, start, time(23, 59))
    return event


days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0, fold=0))


@settings(max_examples=200, deadline=None)
@given(tz=st.sampled_from(ZONES), day=days, start=clocks, before=st.integers(0, 30), at=clocks)
def test_days_before_is_that_wall_time_on_that_day(tz, day, start, before, at):
    due = Step(days_before=before, minutes_before=0, at=at).moment_for(meeting(day, start, tz))
    wanted = datetime.combine(day - timedelta(days=before), at)
    read = local(due, tz).replace(tzinfo=None)
    if read != wanted:
        assert _is_in_a_gap(wanted, tz)
        assert timedelta(0) < read - wanted <= timedelta(days=1)
    else:
        earlier = due - _fall_back(wanted, tz)
        assert local(earlier, tz).replace(tzinfo=None) != wanted or earlier == due


@settings(max_examples=150, deadline=None)
@given(tz=st.sampled_from(ZONES), day=days, start=clocks, minutes=st.integers(1, 60 * 48))
def test_minutes_before_is_real_time_whatever_the_clocks_do(tz, day, start, minutes):
    event = meeting(day, start, tz)
    due = Step(days_before=0, minutes_before=minutes, at=None).moment_for(event)
    assert event.starts_at - due == timedelta(minutes=minutes)


def _is_in_a_gap(wall: datetime, tz: str) -> bool:
    there = wall.replace(tzinfo=ZoneInfo(tz))
    return there.astimezone(UTC).astimezone(ZoneInfo(tz)).replace(tzinfo=None) != wall


def _fall_back(wall: datetime, tz: str) -> timedelta:
    zone = ZoneInfo(tz)
    first, second = wall.replace(tzinfo=zone, fold=0), wall.replace(tzinfo=zone, fold=1)
    return abs(second.astimezone(UTC) - first.astimezone(UTC))


@pytest.mark.parametrize(
    ("day", "at", "due"),
    [
        ("2027-03-28", "02:30", "2027-03-28T01:30"),  # does not exist: an hour later by the clock, 03.30
        ("2027-10-31", "02:30", "2027-10-31T00:30"),  # exists twice: the first
        ("2027-03-28", "01:59", "2027-03-28T00:59"),
        ("2027-03-28", "03:00", "2027-03-28T01:00"),
    ],
)
def test_the_two_odd_hours_of_the_swedish_year(day, at, due):
    step = Step(days_before=0, minutes_before=0, at=time.fromisoformat(at))
    event = meeting(date.fromisoformat(day), time(12), "Europe/Stockholm")
    assert step.moment_for(event) == datetime.fromisoformat(due).replace(tzinfo=UTC)


def test_a_step_that_was_sent_stays_sent_unless_its_new_moment_lies_ahead():
    ahead, behind = NEVER_MIND + timedelta(days=1), NEVER_MIND - timedelta(days=1)
    step = Step(due_at=behind - timedelta(days=1), done_at=behind, version=1)
    step.move(behind, NEVER_MIND)
    assert (step.done_at, step.version) == (behind, 1)
    step.move(None, NEVER_MIND)
    assert step.done_at == behind
    step.move(ahead, NEVER_MIND)
    assert (step.due_at, step.done_at, step.version) == (ahead, None, 2)
    step.move(ahead, NEVER_MIND)
    assert step.version == 2
