"""First come, first served, in front of the one writer."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from models.errors import Busy

A_MOMENT = 0.1


class Turns:
    """A fair queue in front of SQLite's single writer: its own waiting lets one wait a second while others pass."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    @contextmanager
    def turn(self, patience: float) -> Iterator[float]:
        """What is left of the patience goes to SQLite's own waiting, for those of other processes."""
        began = monotonic()
        self._take(patience)
        waited = monotonic() - began
        try:
            yield patience if waited < A_MOMENT else max(A_MOMENT, patience - waited)
        finally:
            self._pass_on()

    def _take(self, patience: float) -> None:
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Event()
            self._waiting.append(mine)
        if mine.wait(patience):
            return
        with self._lock:
            if not mine.is_set():
                self._waiting.remove(mine)
                raise Busy
        # The turn came in the very moment we stopped waiting: it is ours, so use it.

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
