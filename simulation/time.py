"""One time for everybody: people's clock, the bot's ticks and Slack's limits move together, and only when told to."""

from datetime import UTC, datetime, timedelta


class SimulatedTime:
    """`clock`, `ticks` and `wait` in one: whoever waits makes the season go on."""

    can_be_moved = False

    def __init__(self, begins: datetime) -> None:
        self._begins, self._seconds = begins.astimezone(UTC), 0.0

    def now(self) -> datetime:
        return self._begins + timedelta(seconds=self._seconds)

    def ticks(self) -> float:
        return self._seconds

    def wait(self, seconds: float) -> None:
        self._seconds += seconds

    def move_to(self, moment: datetime) -> None:
        """Forward only: a moment that has passed is now."""
        self._seconds = max(self._seconds, (moment - self._begins).total_seconds())

    def longest_nap(self) -> float:
        return 30.0

    def announce(self, next_message: datetime | None) -> None:
        """Nobody moves it by hand."""
