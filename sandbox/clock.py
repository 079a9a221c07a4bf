"""The demo's clock: the system's plus an offset kept in a file, so that the bot can follow it. Forward only."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

PATIENCE = 8.0
"""Seconds the bot may take to send what is due before it says what comes next."""
LOOKS_EVERY = 0.05


class DemoClock:
    """`FILE` holds the offset in seconds; the bot writes the next moment it waits for into `FILE.next`."""

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self.path, self.patience = path, patience
        self._next = path.with_name(f"{path.name}.next")
        self._stopped = path.with_name(f"{path.name}.now")
        self._lock = threading.Lock()
        self.offset = _read_seconds(path)

    @classmethod
    def starting_at(cls, path: Path, first: datetime) -> DemoClock:
        """At `first` the first time, and where it was left after that: time does not pass while it is off."""
        clock = cls(path)
        begins = _read_moment(clock._stopped) or first
        clock._move((begins - datetime.now(UTC)).total_seconds())
        return clock

    @classmethod
    def continuing(cls, path: Path) -> DemoClock:
        """With the offset that the file holds; none, when it is new."""
        clock = cls(path)
        clock._move(clock.offset)
        return clock

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def remember(self) -> None:
        """What the clock shows, for the next start."""
        write_whole(self._stopped, self.now().isoformat())

    def advance(self, seconds: float) -> bool:
        """False when it would go backwards; then nothing moves."""
        if not 0 <= seconds <= timedelta(days=3660).total_seconds():
            return False
        with self._lock:
            self._move(self.offset + seconds)
        return True

    def next_moment(self) -> datetime | None:
        """The next thing the bot waits for, if it lies ahead."""
        moment = _read_moment(self._next)
        return moment if moment is not None and moment > self.now() else None

    def to_next(self) -> bool:
        """To that very moment, never past it. While the bot still sends what is due, it is waited for."""
        gives_up = time.monotonic() + self.patience
        with self._lock:
            while (moment := self.next_moment()) is None:
                if time.monotonic() > gives_up:
                    return False
                time.sleep(LOOKS_EVERY)
            self._move((moment - datetime.now(UTC)).total_seconds())
            return True

    def _move(self, offset: float) -> None:
        self.offset = offset
        write_whole(self.path, repr(offset))


def write_whole(path: Path, text: str) -> None:
    """A reader sees the old text or the new, never half of it."""
    draft = path.with_name(f"{path.name}.draft")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _read_seconds(path: Path) -> float:
    try:
        return float(path.read_text(encoding="utf-8").strip() or 0)
    except (FileNotFoundError, ValueError):
        return 0.0


def _read_moment(path: Path) -> datetime | None:
    try:
        moment = datetime.fromisoformat(path.read_text(encoding="utf-8").strip())
    except (FileNotFoundError, ValueError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
