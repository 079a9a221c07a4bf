"""An event the bot did not take is sent again: almost at once, after a minute, after five."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

from sandbox.doors import Answer, Door

DELAYS = (0.5, 60.0, 300.0)


class Retrying:
    """Around a door. Commands and interactions are never repeated: the person tries again."""

    def __init__(self, door: Door, delays: Sequence[float] = DELAYS) -> None:
        self.door, self.delays = door, delays
        self._timers: set[threading.Timer] = set()
        self._is_closed = False

    def deliver(self, kind: str, payload: dict[str, Any], attempt: int = 0) -> Answer:
        answer = self.door.deliver(kind, payload, attempt)
        if kind == "events_api" and not answer.is_ok and attempt < len(self.delays):
            self._later(payload, attempt)
        return answer

    def close(self) -> None:
        self._is_closed = True
        for timer in list(self._timers):
            timer.cancel()

    def _later(self, payload: dict[str, Any], attempt: int) -> None:
        if self._is_closed:
            return

        def again() -> None:
            self._timers.discard(timer)
            self.deliver("events_api", payload, attempt + 1)

        timer = threading.Timer(self.delays[attempt], again)
        timer.daemon = True
        self._timers.add(timer)
        timer.start()
