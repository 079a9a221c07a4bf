"""Looking for a message that may have been posted: its token is in the metadata of what stands in the channel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.services.messages.claims import Claim
from scheduler.answers import Answer, Meaning, understand
from scheduler.pacing import HISTORY, OPEN

EARLIER = timedelta(seconds=60)
"""Slack's clock and ours need not agree: the look begins this long before the post."""
PAGES = 10
PAGE = 200

Turn = Callable[[str], bool]
"""Take a turn for the method; False when none comes soon enough."""


@dataclass(frozen=True)
class Found:
    channel: str
    ts: str


@dataclass(frozen=True)
class Nowhere:
    """It does not stand in the channel, as far as Slack shows it now."""


@dataclass(frozen=True)
class NotNow:
    """The look itself did not come through."""

    answer: Answer | None = None


@dataclass(frozen=True)
class Unreadable:
    """We may not look there at all."""

    reason: str


Look = Found | Nowhere | NotNow | Unreadable


def look(slack: WebClient, claim: Claim, turn: Turn) -> Look:
    channel = _conversation(slack, claim, turn) if claim.is_direct else claim.address
    if not isinstance(channel, str):
        return channel or Unreadable("no address")
    assert claim.maybe_posted_at is not None
    oldest = f"{(claim.maybe_posted_at - EARLIER).timestamp():.6f}"
    cursor = ""
    for _ in range(PAGES):
        if not turn(HISTORY):
            return NotNow()
        answer = understand(lambda: _history(slack, channel, oldest, cursor))  # noqa: B023 (called at once)
        if answer.meaning is not Meaning.DONE:
            return _no_look(answer)
        for message in answer.data.get("messages", []):
            if _token(message) == claim.token:
                return Found(channel, message["ts"])
        cursor = answer.data.get("response_metadata", {}).get("next_cursor") or ""
        if not cursor:
            break
    return Nowhere()


def _conversation(slack: WebClient, claim: Claim, turn: Turn) -> str | Look:
    """The D… id of the direct messages with a person, unknown while the first one is in doubt."""
    if not turn(OPEN):
        return NotNow()
    answer = understand(lambda: slack.conversations_open(users=claim.address))
    if answer.meaning is not Meaning.DONE:
        return _no_look(answer)
    return str(answer.data["channel"]["id"])


def _history(slack: WebClient, channel: str, oldest: str, cursor: str) -> Any:
    return slack.conversations_history(
        channel=channel, oldest=oldest, limit=PAGE, include_all_metadata=True, cursor=cursor or None
    )


def _no_look(answer: Answer) -> Look:
    is_refused = answer.meaning is Meaning.NEVER or answer.reason == "missing_scope"
    return Unreadable(answer.reason) if is_refused else NotNow(answer)


def _token(message: dict[str, Any]) -> str | None:
    token = message.get("metadata", {}).get("event_payload", {}).get("token")
    return str(token) if token else None
