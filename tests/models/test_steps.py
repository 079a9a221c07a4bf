"""When a step comes due, in every zone of the world."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Anchor, Event, Form, Step
from models.times import local
from tests.transitions import ZONES, slow_instant, turned

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


@settings(max_examples=200, deadline=None)
@given(turn=st.sampled_from(turned()), shift=st.integers(-1, 1), at=clocks, before=st.integers(-40, 40))
def test_wall_times_hold_through_every_change_of_every_clock(turn, shift, at, before):
    """On the day itself and its neighbours, counted from meetings on both sides, against a calculation of its own."""
    tz, day = turn[0], turn[1] + timedelta(days=shift)
    for anchor in (Anchor.START, Anchor.END):
        step = Step(anchor=anchor, days_before=before, minutes_before=0, at=at)
        event = meeting(day + timedelta(days=before), time(12), tz)
        assert step.moment_for(event) == slow_instant(day, at, tz)
    event = meeting(turn[1], time(0), tz)
    event.reschedule(turn[1], at, at)
    assert event.starts_at == slow_instant(turn[1], at, tz)


def test_the_slow_calculation_sees_the_gap_and_the_doubled_hour():
    """The control: it tells apart what a naive reading would not."""
    gap, doubled = ("Europe/Stockholm", date(2027, 3, 28)), ("Europe/Stockholm", date(2027, 10, 31))
    assert gap in turned() and doubled in turned() and len({zone for zone, _ in turned()}) > 100
    assert slow_instant(gap[1], time(2, 30), gap[0]) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert slow_instant(doubled[1], time(2, 30), doubled[0]) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("anchor", "due"),
    [
        (Anchor.START, "2027-03-30T11:00"),
        (Anchor.END, "2027-03-30T14:00"),
        (Anchor.INVITATION, "2027-01-31T08:00"),
        (Anchor.POLL_CLOSE, "2027-03-27T14:00"),
        (Anchor.REGISTRATION_CLOSE, "2027-03-27T21:59"),
        (Anchor.PROGRAMME, None),
    ],
)
def test_what_is_counted_in_minutes_is_counted_from_the_moment_itself(anchor, due):
    """A day after or before: twenty-four real hours from 16.00, 23.59 or 09.00, whatever the clocks did."""
    event = meeting(date(2027, 3, 31), time(13), "Europe/Stockholm")
    event.reschedule(event.day, time(13), time(16))
    event.invitation_on, event.poll_close_on = date(2027, 2, 1), date(2027, 3, 28)
    event.registration_close_on = date(2027, 3, 28)
    found = Step(anchor=anchor, days_before=0, minutes_before=24 * 60, at=None).moment_for(event)
    assert found == (datetime.fromisoformat(due).replace(tzinfo=UTC) if due else None)


def test_days_after_the_end_keep_the_wall_clock():
    event = meeting(date(2027, 3, 27), time(13), "Europe/Stockholm")
    step = Step(anchor=Anchor.END, days_before=-1, minutes_before=0, at=time(9))
    assert step.moment_for(event) == datetime(2027, 3, 28, 7, tzinfo=UTC) and not step.leads_up


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
