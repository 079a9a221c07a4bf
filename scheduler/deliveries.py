"""Handing out what is due: a few at a time, the most urgent first, to a small pool of senders."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from bot.context import Bot
from bot.services.messages import claims
from bot.services.messages.claims import PRIORITIES, URGENT, Claim, Taken
from scheduler.posting import Poster

INLINE_BATCH = 8
FOR_THE_URGENT = 2
"""Senders that only answers to people may use."""
STUCK = 300.0
"""Seconds in which none of those that send has come to an end: a post and its look-ups take a minute at the worst."""


class Sender:
    """`workers=0`: everything is done by whoever asks, which is what tests want."""

    def __init__(self, bot: Bot, poster: Poster, *, workers: int, wake: Callable[[], None]) -> None:
        self._bot, self._poster, self._wake = bot, poster, wake
        self._workers = workers
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="sender") if workers else None
        self._lock = threading.Lock()
        self._busy = 0
        self.moved_at = bot.ticks()
        """When a message was last handed out to an idle pool, or came to an end."""
        self._is_stopping = False

    def send_due(self, priorities: Sequence[int] = PRIORITIES) -> None:
        """Send each message of these priorities whose moment has come. Safe to run as often as you like."""
        taken = Taken()
        while not taken.is_all and not self._is_stopping:
            taken = self._claim(priorities)
            for claim in taken.claims:
                self._hand_out(claim)
            priorities = PRIORITIES  # sending took a while: something more urgent may have come

    @property
    def is_stuck(self) -> bool:
        return self._busy > 0 and self._bot.ticks() - self.moved_at > STUCK

    def stop(self) -> None:
        """Finish what is being sent, and give back what has not begun."""
        self._is_stopping = True
        if self._pool:
            self._pool.shutdown(wait=True)

    def _claim(self, priorities: Sequence[int]) -> Taken:
        places = INLINE_BATCH
        if self._pool:
            with self._lock:
                places = self._workers - min(FOR_THE_URGENT, self._workers - 1) - self._busy
                if places <= 0:
                    places, priorities = self._workers - self._busy, [one for one in priorities if one <= URGENT]
        if places <= 0 or not priorities:
            return Taken(is_all=True)
        with self._bot.sessions.begin() as session:
            return claims.claim_due(session, self._bot.clock.now(), self._bot.name, limit=places, priorities=priorities)

    def _hand_out(self, claim: Claim) -> None:
        if self._pool is None:
            self._poster.send_one(claim)
            return
        with self._lock:
            if not self._busy:
                self.moved_at = self._bot.ticks()
            self._busy += 1
        self._pool.submit(self._send_and_make_room, claim)

    def _send_and_make_room(self, claim: Claim) -> None:
        try:
            if self._is_stopping:
                self._poster.give_back(claim)
            else:
                self._poster.send_one(claim)
        finally:
            with self._lock:
                self._busy -= 1
                self.moved_at = self._bot.ticks()
            self._wake()
