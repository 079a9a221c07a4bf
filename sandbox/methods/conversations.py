"""Conversations: what they are, who is in them, what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sandbox.arguments import JSON, Arguments
from sandbox.errors import SlackError
from sandbox.events import send_if_subscribed
from sandbox.methods.method import conversation, method, page, require
from sandbox.state import BOT_USER, TEAM, Channel

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def info(workspace: Workspace, args: Arguments) -> JSON:
    channel = conversation(workspace, args)
    require(workspace, f"{channel.kind}:read")
    described = channel.as_slack()
    if args.flag("include_locale"):
        described["locale"] = "sv-SE"
    if args.flag("include_num_members"):
        described["num_members"] = len(channel.members) + channel.has_bot
    return {"channel": described}


def open_direct(workspace: Workspace, args: Arguments) -> JSON:
    """One person; the conversation may exist already, asking twice changes nothing."""
    require(workspace, "im:write")
    if args.has("channel"):
        channel = conversation(workspace, args)
    else:
        users = [user for user in args.needed("users").split(",") if user]
        if len(users) != 1:
            raise SlackError("invalid_user_combination")
        channel = _direct(workspace, users[0])
    if args.flag("return_im"):
        return {"channel": channel.as_slack()}
    return {"channel": {"id": channel.id}}


def history(workspace: Workspace, args: Arguments) -> JSON:
    """Newest first; the bounds themselves only when `inclusive`."""
    channel = conversation(workspace, args)
    require(workspace, f"{channel.kind}:history")
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    oldest, latest, inclusive = args.text("oldest", "0"), args.text("latest"), args.flag("inclusive")
    settled = workspace.now().timestamp() - workspace.faults.history_lag

    def is_within(ts: str) -> bool:
        after = _moment(ts) > _moment(oldest) or (inclusive and ts == oldest)
        return after and (not latest or _moment(ts) < _moment(latest) or (inclusive and ts == latest))

    with workspace.lock:
        found = [
            each.as_slack(all_metadata=args.flag("include_all_metadata"))
            for each in reversed(channel.messages.values())
            if not each.only_for and is_within(each.ts) and each.posted_at <= settled
        ]
    messages, metadata = page(args, found, 100)
    return {"messages": messages, "has_more": bool(metadata["next_cursor"]), "response_metadata": metadata}


def members(workspace: Workspace, args: Arguments) -> JSON:
    channel = conversation(workspace, args)
    require(workspace, f"{channel.kind}:read")
    everyone = [*channel.members, *([BOT_USER] if channel.has_bot else [])]
    ids, metadata = page(args, everyone, 100)
    return {"members": ids, "response_metadata": metadata}


def list_all(workspace: Workspace, args: Arguments) -> JSON:
    return _listed(workspace, args, lambda channel: not channel.is_private or channel.has_bot)


def users_conversations(workspace: Workspace, args: Arguments) -> JSON:
    user = args.text("user")
    return _listed(workspace, args, lambda channel: user in channel.members if user else channel.has_bot)


def join(workspace: Workspace, args: Arguments) -> JSON:
    channel = conversation(workspace, args)
    if channel.kind != "channels":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if not channel.has_bot:
        channel.has_bot = True
        workspace.changed()
        send_if_subscribed(
            workspace, "member_joined_channel", user=BOT_USER, channel=channel.id, channel_type="C", team=TEAM
        )
    return {"channel": channel.as_slack()}


def _listed(workspace: Workspace, args: Arguments, belongs: Callable[[Channel], bool]) -> JSON:
    wanted = []
    for name in args.text("types", "public_channel").split(","):
        if name.strip() not in TYPES:
            raise SlackError("invalid_types")
        wanted.append(TYPES[name.strip()])
        require(workspace, f"{wanted[-1]}:read")
    with workspace.lock:
        found = [
            channel.as_slack()
            for channel in workspace.channels.values()
            if channel.kind in wanted
            and belongs(channel)
            and not (channel.is_archived and args.flag("exclude_archived"))
        ]
    channels, metadata = page(args, found, 100)
    return {"channels": channels, "response_metadata": metadata}


def _direct(workspace: Workspace, user: str) -> Channel:
    member = workspace.members.get(user)
    if member is None:
        raise SlackError("user_not_found")
    if member.is_deleted:
        raise SlackError("user_disabled")
    return workspace.dm(user)


def _moment(ts: str) -> tuple[int, str]:
    seconds, _, fraction = ts.partition(".")
    try:
        return int(seconds), fraction.ljust(6, "0")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None


METHODS = {
    "conversations.info": method(info, "channel include_locale include_num_members"),
    "conversations.open": method(open_direct, "channel users return_im prevent_creation"),
    "conversations.history": method(history, "channel oldest latest inclusive limit cursor include_all_metadata"),
    "conversations.members": method(members, "channel limit cursor"),
    "conversations.list": method(list_all, "types exclude_archived limit cursor"),
    "conversations.join": method(join, "channel", "channels:join"),
    "users.conversations": method(users_conversations, "user types exclude_archived limit cursor"),
}
