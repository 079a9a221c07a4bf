"""Slack members as people of ours: read from Slack once, then from the rows, then from memory for a minute."""

import threading

from bot.context import Bot
from bot.services import people
from bot.services.people import Member, Profile
from bot.slack import read_profile

REMEMBERED = 60.0
MOST = 5000


class Members:
    """`find` makes one call to Slack at the most, and only for somebody never seen before."""

    def __init__(self, workspace_id: int, team_id: str | None, bot_user_id: str | None = None) -> None:
        self.workspace_id, self.team_id, self.bot_user_id = workspace_id, team_id, bot_user_id
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Member]] = {}

    def find(self, bot: Bot, slack_user_id: str, team_id: str | None = None) -> Member:
        """The member behind a Slack id. Someone whose profile cannot be read is known by the id alone for now."""
        with self._lock:
            remembered = self._known.get(slack_user_id)
        if remembered and bot.ticks() - remembered[0] < REMEMBERED:
            return remembered[1]
        known = self._from_rows(bot, slack_user_id)
        if known is None or not known.is_read:
            known = self._from_slack(bot, slack_user_id, team_id, known)
        return self._remember(bot, known)

    def forget(self, slack_user_id: str) -> None:
        """The profile has changed: the next request reads it anew."""
        with self._lock:
            self._known.pop(slack_user_id, None)

    def _from_rows(self, bot: Bot, slack_user_id: str) -> Member | None:
        with bot.sessions.reading() as session:
            return people.member(session, self.workspace_id, slack_user_id)

    def _from_slack(self, bot: Bot, slack_user_id: str, team_id: str | None, known: Member | None) -> Member:
        profile = read_profile(bot.slack, slack_user_id, our_team=self.team_id)
        if profile is None and known:
            return known
        profile = profile or Profile(
            slack_user_id=slack_user_id,
            name=slack_user_id,
            email=None,
            locale=None,
            tz=None,
            is_external=bool(team_id and self.team_id and team_id != self.team_id),
            is_read=False,
        )
        with bot.sessions.begin() as session:
            return people.learn(session, self.workspace_id, profile, bot.clock.now())

    def _remember(self, bot: Bot, member: Member) -> Member:
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[member.slack_user_id] = (bot.ticks(), member)
        return member
