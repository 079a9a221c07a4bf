"""The pace that Slack's refusals have taught, kept over a restart: nobody has to be refused again to learn it."""

from bot.context import Bot
from bot.services.messages import paces
from scheduler.pacing import Pacing

SELDOM = 60.0
"""Seconds between two writings."""
NEWS = 0.1
"""A change smaller than a tenth is not worth writing."""


class Lessons:
    def __init__(self, bot: Bot, pacing: Pacing) -> None:
        self._bot, self._pacing = bot, pacing
        self._written: dict[int, float] | None = None
        self._written_at = float("-inf")

    def recall(self) -> None:
        """Once: when this process first has something to send."""
        if self._written is not None:
            return
        with self._bot.sessions.reading() as session:
            self._written = paces.learnt(session)
        for workspace_id, rate in self._written.items():
            self._pacing.recall(workspace_id, rate)

    def keep(self) -> None:
        """Write down what is new. Safe to call as often as you like."""
        known = self._written or {}
        news = {one: rate for one, rate in self._pacing.learnt().items() if _is_news(rate, known.get(one))}
        if not news or self._bot.ticks() - self._written_at < SELDOM:
            return
        with self._bot.sessions.begin() as session:
            paces.keep(session, news)
        self._written, self._written_at = known | news, self._bot.ticks()


def _is_news(rate: float, known: float | None) -> bool:
    return known is None or abs(rate - known) > known * NEWS
