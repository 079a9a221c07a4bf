"""What time it is for people (`Clock`), and how much time has passed (`Ticks`). Nobody else asks the system."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Due moments, deadlines and texts live by it."""

    def now(self) -> datetime: ...

    def longest_nap(self) -> float:
        """Seconds after which a sleeper should look again: the clock may have been moved."""
        ...

    can_be_moved: bool
    """Somebody moves it by hand, and wants to know what comes next."""

    def announce(self, next_message: datetime | None) -> None:
        """Tell whoever moves this clock when people hear something next; None while they are being told."""
        ...


class Ticks(Protocol):
    """Seconds that only move forward: leases, pacing, back-off and watchdogs live by it."""

    def __call__(self) -> float: ...


class SystemClock:
    can_be_moved = False

    def now(self) -> datetime:
        return datetime.now(UTC)

    def longest_nap(self) -> float:
        return 30.0

    def announce(self, next_message: datetime | None) -> None:
        """The system's clock is moved by nobody."""


class DemoClock:
    """The system's clock plus the offset in a file, which the sandbox moves forward (design.md 5)."""

    can_be_moved = True

    def __init__(self, file: Path) -> None:
        self._file = file
        self._announced: datetime | None = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._offset())

    def longest_nap(self) -> float:
        return 0.2

    def announce(self, next_message: datetime | None) -> None:
        if next_message == self._announced:
            return
        self._announced = next_message
        draft = self._file.with_name(self._file.name + ".next.new")
        draft.write_text(next_message.isoformat() if next_message else "")
        draft.replace(self._file.with_name(self._file.name + ".next"))

    def _offset(self) -> float:
        try:
            return float(self._file.read_text())
        except (FileNotFoundError, ValueError):
            return 0.0


def clock_of(demo_file: Path | None) -> Clock:
    """The demo's when there is a file for it, else the system's."""
    return DemoClock(demo_file) if demo_file else SystemClock()


ticks: Ticks = time.monotonic
