"""Rate limits and faults that a test switches on; the same seed gives the same faults."""

from __future__ import annotations

import math
import random
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar


@dataclass(frozen=True)
class Fault:
    """BEFORE: nothing happened. AFTER: it took effect, then the answer was lost."""

    kind: str
    seconds: float = 0
    error: str = ""

    REFUSED: ClassVar[Fault]
    RATE_LIMITED: ClassVar[Fault]
    ERROR_500_BEFORE: ClassVar[Fault]
    ERROR_500_AFTER: ClassVar[Fault]
    DROP_BEFORE: ClassVar[Fault]
    DROP_AFTER: ClassVar[Fault]
    STALL_BEFORE: ClassVar[Fault]
    STALL_AFTER: ClassVar[Fault]

    def __call__(self, seconds: float) -> Fault:
        return replace(self, seconds=seconds)

    @property
    def retry_after(self) -> str:
        """Whole seconds, and never too few."""
        return str(max(1, math.ceil(self.seconds)))

    @classmethod
    def slack_error(cls, name: str) -> Fault:
        return cls("error", error=name)


Fault.REFUSED = Fault("refused")
Fault.RATE_LIMITED = Fault("rate_limited", seconds=1)
Fault.ERROR_500_BEFORE = Fault("error_500_before")
Fault.ERROR_500_AFTER = Fault("error_500_after")
Fault.DROP_BEFORE = Fault("drop_before")
Fault.DROP_AFTER = Fault("drop_after")
Fault.STALL_BEFORE = Fault("stall_before", seconds=60)
Fault.STALL_AFTER = Fault("stall_after", seconds=60)


@dataclass
class Bucket:
    """Lets through `per_second` with bursts; once empty, nothing passes for `retry_after` seconds."""

    per_second: float
    burst: float
    retry_after: float
    level: float
    filled_at: float
    closed_until: float = float("-inf")

    def fill(self, now: float) -> None:
        self.level = min(self.burst, self.level + (now - self.filled_at) * self.per_second)
        self.filled_at = now


@dataclass(frozen=True)
class Limit:
    per_second: float
    burst: float
    retry_after: float
    is_per_channel: bool


class Faults:
    def __init__(self, ticks: Callable[[], float]) -> None:
        self.history_lag: float = 0
        self._ticks = ticks
        self._lock = threading.Lock()
        self._queued: dict[str, deque[Fault]] = defaultdict(deque)
        self._rates: dict[str, tuple[dict[Fault, float], random.Random]] = {}
        self._limits: dict[str, list[Limit]] = defaultdict(list)
        self._buckets: dict[tuple[str, int, str], Bucket] = {}

    def limit(
        self,
        method: str,
        *,
        per_second: float | None = None,
        per_channel: float | None = None,
        burst: float = 1,
        retry_after: float = 1,
    ) -> None:
        """A ceiling for the workspace (`per_second`) or for each channel (`per_channel`), or both."""
        with self._lock:
            for speed, is_per_channel in ((per_second, False), (per_channel, True)):
                if speed is not None:
                    self._limits[method].append(Limit(speed, burst, retry_after, is_per_channel))

    def next(self, method: str, *faults: Fault | str) -> None:
        """What happens to the next calls of the method, one each."""
        with self._lock:
            self._queued[method].extend(_as_fault(fault) for fault in faults)

    def rate(self, method: str, shares: dict[Fault, float], seed: int = 0) -> None:
        with self._lock:
            self._rates[method] = (dict(shares), random.Random(seed))

    def clear(self) -> None:
        with self._lock:
            self.history_lag = 0
            for switched_on in (self._queued, self._rates, self._limits, self._buckets):
                switched_on.clear()

    def draw(self, method: str, channel: str = "") -> Fault | None:
        """What happens to this call. Limits come first, as the front door does."""
        with self._lock:
            refused = self._over_limit(method, channel)
            if refused is not None:
                return Fault.RATE_LIMITED(refused)
            if self._queued[method]:
                return self._queued[method].popleft()
            return self._by_chance(method)

    def _over_limit(self, method: str, channel: str) -> float | None:
        now = self._ticks()
        buckets = [
            self._bucket(method, number, channel if limit.is_per_channel else "", limit, now)
            for number, limit in enumerate(self._limits[method])
        ]
        for bucket in buckets:
            bucket.fill(now)
            if now < bucket.closed_until:
                return bucket.closed_until - now
            if bucket.level < 1:
                bucket.closed_until = now + bucket.retry_after
                return bucket.retry_after
        for bucket in buckets:
            bucket.level -= 1
        return None

    def _bucket(self, method: str, number: int, channel: str, limit: Limit, now: float) -> Bucket:
        fresh = Bucket(limit.per_second, limit.burst, limit.retry_after, limit.burst, now)
        return self._buckets.setdefault((method, number, channel), fresh)

    def _by_chance(self, method: str) -> Fault | None:
        if method not in self._rates:
            return None
        shares, chance = self._rates[method]
        drawn = chance.random()
        for fault, share in shares.items():
            drawn -= share
            if drawn < 0:
                return fault
        return None


def _as_fault(fault: Fault | str) -> Fault:
    return Fault.slack_error(fault) if isinstance(fault, str) else fault
