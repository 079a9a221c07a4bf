"""How fast we may call Slack: a turn for each call, taken at the moment of sending, the urgent ones first."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from bot.clock import Ticks

POST, UPDATE, PUBLISH = "chat.postMessage", "chat.update", "views.publish"
HISTORY, OPEN = "conversations.history", "conversations.open"
RESERVE = 1.0
"""Turns that only the urgent may use: a receipt does not stand behind a thousand reminders."""
CALM = 4.0
"""Pauses of peace before we ask for more: the longer Slack closes the door, the dearer it is to knock too soon."""
CHANNELS_KEPT = 1000
JUST_BELOW = 0.98
"""Of a known ceiling: its clock and ours are not the same."""
CLOSE_ENOUGH = 1e-6
"""Of a turn: less than this is rounding, and waiting for it might never end."""


@dataclass
class Pace:
    """A bucket of turns. One that learns grows while Slack is content and shrinks when it is not."""

    rate: float
    burst: float
    learns: bool = False
    most: float = 50.0
    level: float = field(init=False)
    filled_at: float = field(default=float("-inf"))
    closed_until: float = float("-inf")
    calm_since: float | None = None
    was_refused: bool = False
    has_asked_for_more: bool = False
    """Since the last refusal: then a little less is enough."""
    pause: float = 1.0
    """How long Slack closed the door last."""

    def __post_init__(self) -> None:
        self.level = self.burst

    def wait_for(self, turns: float, now: float) -> float:
        """Seconds until there are so many turns: 0 when they are here."""
        self._fill(now)
        if now < self.closed_until:
            return self.closed_until - now
        missing = turns - self.level
        return missing / self.rate if missing > CLOSE_ENOUGH else 0.0

    def take(self, now: float, *, was_waited_for: bool) -> None:
        self.level -= 1
        if self.learns and was_waited_for:
            self._learn(now)

    def refused(self, now: float, pause: float) -> None:
        """Nobody goes on until the pause is over. A refusal within the same pause teaches nothing new."""
        if self.learns and now >= self.closed_until:
            less = 0.6 if not self.was_refused else 0.9 if self.has_asked_for_more else 0.8
            self.rate = max(0.2, self.rate * less)
            self.was_refused, self.has_asked_for_more, self.pause = True, False, max(1.0, pause)
        self.closed_until = max(self.closed_until, now + pause)
        self.level, self.filled_at = 0.0, max(now, self.closed_until)
        self.calm_since = self.closed_until

    def _fill(self, now: float) -> None:
        if now > self.filled_at:
            self.level = min(self.burst, self.level + (now - self.filled_at) * self.rate)
            self.filled_at = now

    def _learn(self, now: float) -> None:
        if self.calm_since is None:
            self.calm_since = now
        elif now - self.calm_since >= (CALM * self.pause if self.was_refused else 1):
            self.rate = min(self.most, self.rate * (1.03 if self.was_refused else 1.5))
            self.calm_since, self.has_asked_for_more = now, True


def _pace(method: str, ceiling: float | None) -> Pace:
    """Slack publishes tiers for most methods, and none for posting: that one is learnt, unless somebody knows it."""
    if method == POST and ceiling:
        return Pace(rate=ceiling * JUST_BELOW, burst=max(1.0, min(4.0, ceiling)))
    if method == POST:
        return Pace(rate=3.0, burst=4.0, learns=True)
    if method == UPDATE:
        return Pace(rate=40 / 60, burst=3.0)
    if method == PUBLISH:
        return Pace(rate=90 / 60, burst=10.0)
    return Pace(rate=45 / 60, burst=5.0)


class Pacing:
    """Shared by everyone who calls Slack on the scheduler's behalf. `wait` says True when waiting is at an end."""

    def __init__(self, ticks: Ticks, wait: Callable[[float], bool | None], ceiling: float | None = None) -> None:
        self._ceiling = ceiling
        self._ticks = ticks
        self._wait = wait
        self._lock = threading.Lock()
        self._paces: dict[tuple[int, str], Pace] = {}
        self._channels: dict[tuple[int, str], Pace] = {}
        self._urgent_waiting = 0

    def turn(
        self, workspace_id: int, method: str, *, channel: str | None = None, is_urgent: bool = False, patience: float
    ) -> float:
        """Wait for a turn and take it: 0. Or, when it would not come within `patience`, the seconds it would take."""
        deadline = self._ticks() + patience
        has_waited = False
        with self._queue(is_urgent):
            while (left := self._try(workspace_id, method, channel, is_urgent, has_waited)) > 0:
                if self._ticks() + left > deadline:
                    return left
                if self._wait(left):
                    return left
                has_waited = True
        return 0.0

    def refused(self, workspace_id: int, method: str, pause: float) -> None:
        with self._lock:
            self._of(workspace_id, method).refused(self._ticks(), pause)

    def rate(self, workspace_id: int, method: str) -> float:
        """Calls a second, as learnt so far."""
        with self._lock:
            return self._of(workspace_id, method).rate

    def learnt(self) -> dict[int, float]:
        """What refusals have taught about posting, for each workspace: worth knowing after a restart too."""
        with self._lock:
            return {
                workspace_id: pace.rate
                for (workspace_id, method), pace in self._paces.items()
                if pace.learns and pace.was_refused
            }

    def recall(self, workspace_id: int, rate: float) -> None:
        """Take up what was learnt earlier."""
        with self._lock:
            pace = self._of(workspace_id, POST)
            if pace.learns:
                pace.rate, pace.was_refused = rate, True

    def _try(self, workspace_id: int, method: str, channel: str | None, is_urgent: bool, has_waited: bool) -> float:
        with self._lock:
            now = self._ticks()
            pace = self._of(workspace_id, method)
            spare = 0.0 if is_urgent or method != POST else RESERVE + self._urgent_waiting
            left = pace.wait_for(1 + min(spare, pace.burst - 1), now)
            place = self._channel(workspace_id, channel) if channel else None
            if place:
                left = max(left, place.wait_for(1, now))
            if left <= 0:
                pace.take(now, was_waited_for=has_waited)
                if place:
                    place.take(now, was_waited_for=False)
            return left

    @contextmanager
    def _queue(self, is_urgent: bool) -> Iterator[None]:
        with self._lock:
            self._urgent_waiting += is_urgent
        try:
            yield
        finally:
            with self._lock:
                self._urgent_waiting -= is_urgent

    def _of(self, workspace_id: int, method: str) -> Pace:
        return self._paces.setdefault((workspace_id, method), _pace(method, self._ceiling))

    def _channel(self, workspace_id: int, channel: str) -> Pace:
        if len(self._channels) > CHANNELS_KEPT:
            self._channels.clear()  # after so many others, each has long had its second of rest
        return self._channels.setdefault((workspace_id, channel), Pace(rate=1.0, burst=3.0))
