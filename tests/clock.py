"""Time that stands still until a test moves it."""

from datetime import UTC, datetime, timedelta
from time import monotonic

NOON = datetime(2027, 1, 11, 12, 0, tzinfo=UTC)
"""A Monday in winter: 13.00 in Stockholm."""


class FakeClock:
    """What time it is for people."""

    can_be_moved = True

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now
        self.announced: datetime | None = None

    def now(self) -> datetime:
        return self._now

    def longest_nap(self) -> float:
        return 30.0

    def announce(self, next_message: datetime | None) -> None:
        self.announced = next_message

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        self._now += timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)

    def move_to(self, moment: datetime) -> None:
        """Like the demo's clock: forward only."""
        assert moment >= self._now, f"{moment} is before {self._now}"
        self._now = moment


class RunningClock(FakeClock):
    """From the test's noon on, as time really passes: whenever the suite is run, it is daytime."""

    def __init__(self) -> None:
        super().__init__()
        self._began = monotonic()

    def now(self) -> datetime:
        return self._now + timedelta(seconds=monotonic() - self._began)


class FakeTicks:
    """Seconds that pass when a test, or something that would have waited, says so."""

    def __init__(self, start: float = 1000.0) -> None:
        self._seconds = start

    def __call__(self) -> float:
        return self._seconds

    def advance(self, seconds: float) -> None:
        self._seconds += seconds
