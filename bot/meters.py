"""What the bot counts while it runs; `bot.metrics` says it in Prometheus' words when somebody asks."""

import threading
from bisect import bisect_left
from collections import Counter

ACK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
LATENESS = (0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 86400.0)
Buckets = list[tuple[str, float]]


class Tally:
    """How often something happened, by one word."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def add(self, word: str) -> None:
        with self._lock:
            self._counts[word] += 1

    def read(self) -> dict[str, int]:
        with self._lock:
            return dict(self._counts)


class Spread:
    """How long something took, by one word, in steps that get coarser."""

    def __init__(self, *limits: float) -> None:
        self._lock = threading.Lock()
        self._limits = limits
        self._counts: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}

    def add(self, word: str, seconds: float) -> None:
        with self._lock:
            counts = self._counts.setdefault(word, [0] * (len(self._limits) + 1))
            counts[bisect_left(self._limits, seconds)] += 1
            self._sums[word] = self._sums.get(word, 0.0) + seconds

    def read(self) -> dict[str, tuple[Buckets, float]]:
        """By word: how many took at most so long, for each limit; and the seconds of all together."""
        with self._lock:
            return {word: (self._up_to(counts), self._sums[word]) for word, counts in self._counts.items()}

    def _up_to(self, counts: list[int]) -> Buckets:
        names = [*(str(limit) for limit in self._limits), "+Inf"]
        return [(name, float(sum(counts[: place + 1]))) for place, name in enumerate(names)]


class Meters:
    """Counted from the start of the process. Kinds and methods only: no ids of people."""

    def __init__(self) -> None:
        self.acks = Spread(*ACK)
        self.lateness = Spread(*LATENESS)
        self.too_many = Tally()
        self.redraws = Tally()
