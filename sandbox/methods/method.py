"""What a Web API method is: what it does, what it needs, what it takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from sandbox.arguments import JSON, Arguments
from sandbox.errors import SlackError
from sandbox.state import Channel

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

T = TypeVar("T")


@dataclass(frozen=True)
class Method:
    run: Callable[[Workspace, Arguments], JSON]
    accepts: frozenset[str]
    scopes: tuple[str, ...] = ()
    token: str = "bot"


def method(run: Callable[[Workspace, Arguments], JSON], accepts: str = "", *scopes: str, token: str = "bot") -> Method:
    return Method(run, frozenset(accepts.split()), scopes, token)


def require(workspace: Workspace, scope: str) -> None:
    granted = workspace.manifest.scopes
    if scope not in granted:
        raise SlackError("missing_scope", needed=scope, provided=",".join(sorted(granted)))


def conversation(workspace: Workspace, args: Arguments) -> Channel:
    """The conversation by its own id; a private one the bot is not in does not exist for it."""
    channel = workspace.channels.get(args.needed("channel"))
    if channel is None or (channel.is_private and not channel.has_bot):
        raise SlackError("channel_not_found")
    return channel


def page(args: Arguments, items: list[T], default: int) -> tuple[list[T], JSON]:
    """One page and where the next one begins."""
    limit = max(1, min(args.whole("limit", default), 1000))
    cursor = args.text("cursor")
    if cursor and not cursor.removeprefix("next:").isdigit():
        raise SlackError("invalid_cursor")
    start = int(cursor.removeprefix("next:")) if cursor else 0
    more = start + limit < len(items)
    return items[start : start + limit], {"next_cursor": f"next:{start + limit}" if more else ""}
