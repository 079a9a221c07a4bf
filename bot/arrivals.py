"""Looking around now and then for what files brought in: channels by name, people by e-mail, cards not yet posted."""

import logging
import threading
from collections.abc import Callable

from slack_sdk.errors import SlackClientError

from bot import slack
from bot.context import Bot
from bot.members import Members
from bot.services import channels, people

log = logging.getLogger(__name__)
EVERY = 30.0
"""Seconds between two rounds: an import beside the serving bot is noticed within them (design.md 3)."""
PAUSE = 1.3
AT_ONCE = 40
"""Look-ups without a pause in between: Slack allows about fifty a minute."""


class Arrivals:
    """A thread of its own: nobody waits for it, and stopping does not wait for Slack."""

    def __init__(self, bot: Bot, members: Members, *, wait: Callable[[float], bool | None] | None = None) -> None:
        self._bot, self._members = bot, members
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait
        self._thread = threading.Thread(target=self._run, name="arrivals", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(timeout=slack.ANSWERING)

    def look_around(self) -> None:
        """Tie channels, find the members behind addresses, post the cards that are missing."""
        workspace_id = self._members.workspace_id
        with self._bot.sessions.reading() as session:
            awaits_channel = channels.awaits_channel(session, workspace_id)
            awaited = people.awaited(session, workspace_id, self._bot.clock.now())
            lacks_cards = channels.lacks_cards(session, workspace_id, self._bot.clock.now())
        if awaits_channel or lacks_cards:
            self._tie_channels(slack.channels_of_bot(self._bot.slack) if awaits_channel else {})
        for number, (person_id, email) in enumerate(awaited):
            if self._wait(PAUSE if number >= AT_ONCE else 0):
                return
            self._find(person_id, email)

    def _run(self) -> None:
        while True:
            try:
                self.look_around()
            except (SlackClientError, OSError) as error:
                log.warning("Slack did not answer while looking around: %s", type(error).__name__)
            except Exception:
                log.exception("looking around stumbled")
            if self._stop.wait(EVERY):
                return

    def _tie_channels(self, named: dict[str, str]) -> None:
        with self._bot.sessions.begin() as session:
            now = self._bot.clock.now()
            channels.bind_named(session, self._members.workspace_id, named, now)
            channels.announce_all(session, self._members.workspace_id, now)

    def _find(self, person_id: int, email: str) -> None:
        profile = slack.profile_by_email(self._bot.slack, email, our_team=self._members.team_id)
        with self._bot.sessions.begin() as session:
            if profile:
                people.learn(session, self._members.workspace_id, profile, self._bot.clock.now())
            people.asked(session, person_id, self._bot.clock.now())
