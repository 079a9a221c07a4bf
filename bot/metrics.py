"""`/metrics`: how the bot is doing, in Prometheus' words. The library is loaded when somebody first asks."""

import threading
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.context import Bot
from bot.meters import Spread, Tally
from bot.services.messages import counts
from bot.services.messages.counts import Counts

FRESH = 5.0
"""Seconds for which the rows are not counted again, however often somebody asks."""


class Metrics:
    """A registry of our own: nothing of ours is in the library's, nothing of others in this."""

    def __init__(self, bot: Bot) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Ours(bot))
        ProcessCollector(registry=self._registry)

    def page(self) -> bytes:
        return generate_latest(self._registry)


class _Ours(Collector):
    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._lock = threading.Lock()
        self._counts: tuple[float, Counts] | None = None

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database before somebody asks us."""
        return []

    def collect(self) -> Iterator[Metric]:
        found, meters = self._counted(), self._bot.meters
        states = GaugeMetricFamily("dialog_deliveries", "Messages owed, by what became of them.", labels=["state"])
        for state, count in found.states.items():
            states.add_metric([state], count)
        yield states
        yield GaugeMetricFamily(
            "dialog_oldest_overdue_seconds", "How long the message due longest has waited.", found.oldest_overdue
        )
        yield GaugeMetricFamily("dialog_stale_cards", "Cards that no longer show what is true.", found.stale_cards)
        yield _spread("dialog_delivery_lateness_seconds", "From the due moment to the post.", "kind", meters.lateness)
        yield _spread("dialog_ack_seconds", "From a payload to its answer.", "payload", meters.acks)
        yield _tally("dialog_slack_too_many", "Calls Slack refused as too many.", "method", meters.too_many)
        yield _tally("dialog_card_redraws", "Cards and Homes drawn anew.", "kind", meters.redraws)

    def _counted(self) -> Counts:
        with self._lock:
            if self._counts is None or self._bot.ticks() - self._counts[0] >= FRESH:
                with self._bot.sessions.reading() as session:
                    self._counts = self._bot.ticks(), counts.read(session, self._bot.clock.now())
            return self._counts[1]


def _tally(name: str, words: str, label: str, tally: Tally) -> Metric:
    family = CounterMetricFamily(name, words, labels=[label])
    for word, count in tally.read().items():
        family.add_metric([word], count)
    return family


def _spread(name: str, words: str, label: str, spread: Spread) -> Metric:
    family = HistogramMetricFamily(name, words, labels=[label])
    for word, (buckets, total) in spread.read().items():
        family.add_metric([word], buckets, total)
    return family
