"""What a person's act lends the bot for a while: trigger ids and response URLs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from sandbox.errors import SlackError

TRIGGER_SECONDS = 3.0
RESPONSE_USES = 5
RESPONSE_LIFE = timedelta(minutes=30)


@dataclass
class Trigger:
    user: str
    born: float
    from_view: str | None = None
    is_used: bool = False


@dataclass
class ResponseUrl:
    user: str
    channel: str
    born: datetime
    message_ts: str | None = None
    uses: int = 0


class Expiring:
    """Slack's clocks for these two run in real time; a test hands in its own."""

    def __init__(self, now: Callable[[], datetime], ticks: Callable[[], float]) -> None:
        self._now, self._ticks = now, ticks
        self._count = count(1)
        self.triggers: dict[str, Trigger] = {}
        self.responses: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, *, from_view: str | None = None) -> str:
        self._forget_old()
        trigger_id = f"{next(self._count)}.{int(self._ticks() * 1000)}.{'5a' * 16}"
        self.triggers[trigger_id] = Trigger(user, self._ticks(), from_view)
        return trigger_id

    def spend(self, trigger_id: str) -> Trigger:
        """Once, and within three seconds."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.is_used:
            raise SlackError("exchanged_trigger_id")
        if self._ticks() - trigger.born > TRIGGER_SECONDS:
            raise SlackError("expired_trigger_id")
        trigger.is_used = True
        return trigger

    def response(self, user: str, channel: str, message_ts: str | None = None) -> str:
        response_id = f"R{next(self._count)}"
        self.responses[response_id] = ResponseUrl(user, channel, self._now(), message_ts)
        return response_id

    def use(self, response_id: str) -> ResponseUrl:
        response = self.responses.get(response_id)
        if response is None:
            raise SlackError("invalid_url")
        if self._now() - response.born > RESPONSE_LIFE:
            raise SlackError("expired_url")
        if response.uses >= RESPONSE_USES:
            raise SlackError("used_url")
        response.uses += 1
        return response

    def _forget_old(self) -> None:
        """A long-lived workspace would otherwise remember every click."""
        if len(self.triggers) > 10_000:
            self.triggers = dict(list(self.triggers.items())[-1000:])
        if len(self.responses) > 10_000:
            self.responses = dict(list(self.responses.items())[-5000:])
