"""At night, off everybody's way: old messages are removed in small batches, and the seats are counted anew."""

import logging
from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from bot.context import Bot
from bot.services import upkeep
from bot.services.polls import forgetting
from bot.services.registration import forgetting as needs

log = logging.getLogger(__name__)

NIGHT = range(3, 5)
"""The hours, by the clock of DIALOG_TIMEZONE."""
EVERY = 60.0
PAUSE = 0.5
"""Seconds between two batches: whoever is up at night does not wait for them."""


class Upkeep:
    def __init__(self, bot: Bot, *, wait: Callable[[float], bool | None], is_ours: Callable[[], bool]) -> None:
        self._bot, self._wait, self._is_ours = bot, wait, is_ours
        self._done_on: date | None = None

    def run(self) -> None:
        """Until told to stop: look now and then whether it is night."""
        while not self._wait(EVERY):
            try:
                self.do_if_night()
            except Exception:
                log.exception("the upkeep stumbled")

    def do_if_night(self) -> None:
        """Once a night, by whoever sends. Doing it twice changes nothing."""
        wall = self._bot.clock.now().astimezone(ZoneInfo(self._bot.settings.timezone))
        if wall.hour in NIGHT and wall.date() != self._done_on and self._is_ours():
            self._done_on = wall.date()
            self._prune()
            self._remove_ballots()
            self._forget_needs()
            self._recount()

    def _prune(self) -> None:
        removed = 0
        while True:
            with self._bot.sessions.reading() as session:
                old = upkeep.ended_long_ago(session, self._bot.clock.now())
            if not old or (removed and self._wait(PAUSE)):
                break
            with self._bot.sessions.begin() as session:
                upkeep.remove(session, old, self._bot.clock.now())
            removed += len(old)
        if removed:
            log.info("%s messages that ended long ago are removed", removed)

    def _remove_ballots(self) -> None:
        with self._bot.sessions.reading() as session:
            old = forgetting.ended_long_ago(session, self._bot.clock.now())
        if old:
            with self._bot.sessions.begin() as session:
                forgetting.remove_ballots(session, old, self._bot.clock.now())
            log.info("the ballots of polls %s are removed", old)

    def _forget_needs(self) -> None:
        with self._bot.sessions.reading() as session:
            over = needs.ended_long_ago(session, self._bot.clock.now())
        for event_id in over:
            with self._bot.sessions.begin() as session:
                needs.remove(session, event_id, self._bot.clock.now())
            log.info("the needs and food of event %s are removed", event_id)

    def _recount(self) -> None:
        with self._bot.sessions.reading() as session:
            wrong = upkeep.recount(session)
        for one in wrong:
            log.error("quota %s of event %s says %s, the rows say %s", one.quota_id, one.event_id, one.taken, one.found)
        if wrong:
            with self._bot.sessions.begin() as session:
                upkeep.tell(session, wrong, self._bot.settings.admins, self._bot.clock.now())
