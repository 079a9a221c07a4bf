"""A clock that is set, and a machine that sleeps: nothing leaves early, nothing twice, and nothing much later."""

from datetime import datetime, timedelta

import pytest

from tests.clock import NOON
from tests.factories import make_delivery
from tests.scheduler.conftest import World

ONE_KIND = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
HAPPENS_AT = 600.0
"""Seconds after the start."""
MOMENTS = [NOON + timedelta(seconds=97 * number) for number in range(12)]
"""On both sides of what happens to the clock."""
HOUR = 3600.0
LATEST = 31.0


class Life:
    """Wakes the scheduler as its alarm clock does, while to the wall clock happens what the test says.

    The alarm waits by the machine's own seconds; whatever it had in mind, it looks again after half a minute.
    """

    def __init__(self, world: World, event: object, moments: list[datetime], *, jump: float) -> None:
        self.world, self.jump = world, jump
        self.seconds, self.has_jumped = 0.0, False
        self.reached: dict[datetime, float] = {}
        """When the wall clock first showed the moment of a message."""
        self.left: dict[datetime, float] = {}
        with world.sessions.begin() as session:
            rows = [make_delivery(session, event, world.person(session), due_at=moment) for moment in moments]
            self.due = {f"delivery {row.id}": row.due_at for row in rows}
        self._see_what_is_due()

    def goes_on(self, hours: float) -> "Life":
        while self.seconds < hours * HOUR:
            now = self.world.clock.now()
            self.world.scheduler.tick()
            self._see_what_has_left()
            nap = self.world.scheduler._announce(now, self.world.scheduler._look(now))
            self._sleep(min(max(nap, 0.01), self.world.clock.longest_nap() + 1))
        return self

    @property
    def lateness(self) -> float:
        return max(self.left[moment] - self.reached[moment] for moment in self.due.values())

    def _sleep(self, seconds: float) -> None:
        until = self.seconds + seconds
        if not self.has_jumped and until >= HAPPENS_AT:
            self._pass(HAPPENS_AT)
            self.has_jumped = True
            self.world.clock._now += timedelta(seconds=self.jump)
            self._see_what_is_due()
        self._pass(until)

    def _pass(self, until: float) -> None:
        passed, self.seconds = until - self.seconds, until
        self.world.clock.advance(seconds=passed)
        self.world.ticks.advance(passed)
        self._see_what_is_due(passed)

    def _see_what_is_due(self, passed: float = 0) -> None:
        now = self.world.clock.now()
        for moment in self.due.values():
            if moment <= now and moment not in self.reached:
                self.reached[moment] = self.seconds - min(passed, (now - moment).total_seconds())

    def _see_what_has_left(self) -> None:
        for text in self.world.posted():
            moment = self.due[text]
            self.left.setdefault(moment, self.seconds)
            assert moment in self.reached, f"{text} left early"


@ONE_KIND
@pytest.mark.parametrize(
    ("jump", "hours"), [(HOUR, 0.3), (-HOUR, 1.4), (3 * HOUR, 0.3)], ids=["forward", "back", "asleep for three hours"]
)
def test_whatever_happens_to_the_clock_each_leaves_once_and_within_half_a_minute(world, event, jump, hours):
    life = Life(world, event, MOMENTS, jump=jump).goes_on(hours)
    assert world.posted() == dict.fromkeys(life.due, 1)
    assert life.lateness <= LATEST


@ONE_KIND
def test_an_alarm_clock_that_does_not_look_in_between_comes_too_late(world, event, monkeypatch):
    """The control: when the clock was set forward it had just lain down for an hour and a half."""
    monkeypatch.setattr(world.clock, "longest_nap", lambda: 1e9)
    life = Life(world, event, [NOON, NOON + timedelta(hours=1.5)], jump=HOUR).goes_on(hours=1.6)
    assert life.lateness > LATEST
