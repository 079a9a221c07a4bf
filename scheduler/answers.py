"""What an answer of Slack, or the lack of one, means for the message that was to be posted."""

import errno
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPException
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

DEFAULT_PAUSE = 30.0
"""Seconds to wait when Slack says "too many" without saying for how long."""


class Meaning(StrEnum):
    DONE = "done"
    NOT_DONE = "not done"
    """Certainly without effect: it may be tried again."""
    TOO_MANY = "too many"
    PERHAPS = "perhaps"
    """It may have taken effect, and the answer was lost."""
    NEVER = "never"
    CLOSED = "closed"
    """The whole workspace is closed to the bot: the operator must act."""


@dataclass(frozen=True)
class Answer:
    meaning: Meaning
    reason: str = ""
    pause: float = 0
    data: dict[str, Any] = field(default_factory=dict)


NOT_DONE = {"service_unavailable", "team_added_to_org", "org_login_required", "external_channel_migrating"}
TOO_MANY = {"ratelimited", "rate_limited"}
PERHAPS = {"fatal_error", "internal_error", "request_timeout"}
CLOSED = {
    "access_denied",
    "accesslimited",
    "account_inactive",
    "app_access_restricted",
    "invalid_auth",
    "message_limit_exceeded",
    "missing_scope",
    "not_allowed_token_type",
    "not_authed",
    "team_access_not_granted",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
}
UNREACHABLE = {errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH}


def understand(call: Callable[[], SlackResponse]) -> Answer:
    """Make the call. Everything that can happen on the way is one of six meanings; a bug of ours travels on."""
    try:
        data = call().data
    except SlackApiError as error:
        return _refused(error.response)
    except URLError as error:
        return Answer(Meaning.NOT_DONE if _never_left(error.reason) else Meaning.PERHAPS, repr(error.reason))
    except (HTTPException, OSError) as error:
        return Answer(Meaning.PERHAPS, repr(error))
    return Answer(Meaning.DONE, data=data if isinstance(data, dict) else {})


def _refused(response: SlackResponse) -> Answer:
    word = str(response.get("error", ""))
    if response.status_code == 429 or word in TOO_MANY:
        return Answer(Meaning.TOO_MANY, word, pause=_pause(response))
    # A body that is not Slack's says nothing about what happened behind it.
    if response.status_code >= 500 or word in PERHAPS or not word.replace("_", "").isalnum():
        return Answer(Meaning.PERHAPS, f"status {response.status_code} {word}"[:200])
    if word in NOT_DONE:
        return Answer(Meaning.NOT_DONE, word)
    return Answer(Meaning.CLOSED if word in CLOSED else Meaning.NEVER, word, data=_details(response))


def _pause(response: SlackResponse) -> float:
    headers = {name.lower(): value for name, value in response.headers.items()}
    try:
        return max(1.0, float(headers["retry-after"]))
    except (KeyError, ValueError, TypeError):
        return DEFAULT_PAUSE


def _details(response: SlackResponse) -> dict[str, Any]:
    return {name: response.get(name) for name in ("needed", "provided", "response_metadata") if response.get(name)}


def _never_left(reason: object) -> bool:
    """The connection was never made."""
    if isinstance(reason, socket.gaierror | ssl.SSLError):
        return True
    return isinstance(reason, OSError) and reason.errno in UNREACHABLE
