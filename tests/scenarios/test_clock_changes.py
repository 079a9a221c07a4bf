"""Both changes of the clocks in 2027: every reminder comes at the wall time it was planned for."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy.orm import Session

from bot.services.plan import steps
from models import Event
from sandbox.people import Person
from scheduler.runner import Scheduler
from tests.clock import FakeClock, FakeTicks
from tests.scenarios.conftest import ONE_KIND
from tests.scenarios.test_registering import register
from tests.scenarios.test_reminders import EARLIER, reminders


def plan(session: Session, event: Event, start: str, now: datetime = EARLIER) -> None:
    begins = datetime.fromisoformat(start)
    event.reschedule(begins.date(), begins.time(), (begins + timedelta(hours=2)).time())
    steps.plan(session, event, now)
    session.commit()


def heard(person: Person, clock: FakeClock, ticks: FakeTicks, scheduler: Scheduler) -> list[tuple[str, str]]:
    """From one moment to the next: when the person hears what, until nothing more is planned."""
    found, known = [], len(reminders(person))
    scheduler.tick()
    while clock.announced is not None:
        moment = clock.announced
        ticks.advance((moment - clock.now()).total_seconds())
        clock.move_to(moment - timedelta(seconds=1))
        scheduler.tick()
        assert len(reminders(person)) == known, "too early"
        clock.move_to(moment)
        scheduler.tick()
        found += [(moment.isoformat(), text[:31]) for text in reminders(person)[known:]]
        known = len(reminders(person))
    return found


def an_hour_before(start: str) -> str:
    return (datetime.fromisoformat(start).astimezone(EARLIER.tzinfo) - timedelta(hours=1)).isoformat()


def utc(text: str) -> str:
    return datetime.fromisoformat(text).astimezone(EARLIER.tzinfo).isoformat()


@ONE_KIND
@pytest.mark.parametrize(
    ("start", "week_before", "day_before"),
    [
        ("2027-03-31T13:00:00+02:00", "2027-03-24T09:00:00+01:00", "2027-03-30T09:00:00+02:00"),
        ("2027-11-03T09:00:00+01:00", "2027-10-27T09:00:00+02:00", "2027-11-02T09:00:00+01:00"),
    ],
    ids=["spring", "autumn"],
)
def test_reminders_keep_the_wall_clock(
    start: str, week_before: str, day_before: str, bob: Person, kronoberg: Event, session: Session, clock: FakeClock,
    ticks: FakeTicks, scheduler: Scheduler,
) -> None:  # fmt: skip
    plan(session, kronoberg, start)
    register(bob)
    moments = [moment for moment, _ in heard(bob, clock, ticks, scheduler)]
    assert moments[:3] == [utc(week_before), utc(day_before), an_hour_before(start)]


@ONE_KIND
@pytest.mark.parametrize(
    "start",
    [
        "2027-03-28T13:00:00+02:00",
        "2027-03-28T03:30:00+02:00",
        "2027-10-31T13:00:00+01:00",
        "2027-10-31T03:00:00+01:00",
    ],
    ids=["spring", "spring, an hour before there is none", "autumn", "autumn, an hour before comes twice"],
)
def test_on_the_very_day_of_the_change_an_hour_is_an_hour(
    start: str,
    bob: Person,
    kronoberg: Event,
    session: Session,
    clock: FakeClock,
    ticks: FakeTicks,
    scheduler: Scheduler,
) -> None:
    plan(session, kronoberg, start)
    register(bob)
    found = dict(heard(bob, clock, ticks, scheduler))
    assert found[an_hour_before(start)].startswith("Vi börjar om en timme")
    assert len([text for text in found.values() if text.startswith("Vi börjar om en timme")]) == 1


@ONE_KIND
@pytest.mark.parametrize(
    ("was", "start", "day_before"),
    [
        ("2027-03-25T13:00:00+01:00", "2027-04-01T13:00:00+02:00", "2027-03-31T09:00:00+02:00"),
        ("2027-10-28T13:00:00+02:00", "2027-11-04T13:00:00+01:00", "2027-11-03T09:00:00+01:00"),
        ("2027-04-01T13:00:00+02:00", "2027-03-24T13:00:00+01:00", "2027-03-23T09:00:00+01:00"),
    ],
    ids=["over the spring", "over the autumn", "back over the spring"],
)
def test_a_meeting_moved_across_the_change_reminds_at_its_new_wall_times(
    was: str, start: str, day_before: str, bob: Person, kronoberg: Event, session: Session, clock: FakeClock,
    ticks: FakeTicks, scheduler: Scheduler,
) -> None:  # fmt: skip
    plan(session, kronoberg, was)
    register(bob)
    session.expire_all()
    plan(session, kronoberg, start, clock.now())
    moments = [moment for moment, _ in heard(bob, clock, ticks, scheduler)]
    assert moments[1:3] == [utc(day_before), an_hour_before(start)]


@ONE_KIND
def test_a_plan_that_knows_one_offset_only_comes_an_hour_wrong(
    bob: Person, kronoberg: Event, session: Session, clock: FakeClock, ticks: FakeTicks, scheduler: Scheduler,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The control: winter's distance to UTC, all year."""
    winter = timezone(timedelta(hours=1))
    monkeypatch.setattr("models.steps.instant", lambda day, at, tz: datetime.combine(day, at, winter))
    plan(session, kronoberg, "2027-03-31T13:00:00+02:00")
    register(bob)
    moments = [moment for moment, _ in heard(bob, clock, ticks, scheduler)]
    assert moments[1] == utc("2027-03-30T10:00:00+02:00")
