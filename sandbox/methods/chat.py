"""Posting, changing and removing messages."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from sandbox.arguments import JSON, Arguments
from sandbox.blockkit import faults_in_message
from sandbox.controls import with_ids
from sandbox.errors import SlackError
from sandbox.methods.method import conversation, method, require
from sandbox.state import BOT_USER, Channel, Message

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

LONGEST_POST, LONGEST_UPDATE, LARGEST_METADATA = 40_000, 4_000, 8_000


def post_message(workspace: Workspace, args: Arguments) -> JSON:
    channel = _destination(workspace, args.needed("channel"))
    text, blocks = _content(args)
    metadata = checked_metadata(args.structure("metadata"))
    message = workspace.post(
        channel, BOT_USER, text[:LONGEST_POST], blocks, metadata=metadata or None,
        thread_ts=args.text("thread_ts") or None,
    )  # fmt: skip
    return {"channel": channel.id, "ts": message.ts, "message": message.as_slack()}


def update(workspace: Workspace, args: Arguments) -> JSON:
    """Text without blocks removes the blocks; blocks without text keep the text."""
    with workspace.lock:
        channel, message = _own_message(workspace, args, "cant_update_message")
        if channel.is_archived:
            raise SlackError("is_inactive")
        text, blocks = _content(args)
        if len(text) > LONGEST_UPDATE:
            raise SlackError("msg_too_long")
        if args.has("metadata"):
            message.metadata = checked_metadata(args.structure("metadata")) or None
        if args.has("text"):
            message.is_edited = message.is_edited or text != message.text
            message.text = text
        message.blocks = with_ids(blocks, workspace.ids)
        workspace.changed()
        return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.as_slack()}


def delete(workspace: Workspace, args: Arguments) -> JSON:
    with workspace.lock:
        channel, message = _own_message(workspace, args, "cant_delete_message")
        del channel.messages[message.ts]
        workspace.changed()
        return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(workspace: Workspace, args: Arguments) -> JSON:
    """Reaches only a person who is in the conversation; it cannot be updated or deleted."""
    channel, user = conversation(workspace, args), args.needed("user")
    if not channel.has_bot:
        raise SlackError("not_in_channel")
    if channel.is_archived:
        raise SlackError("is_archived")
    text, blocks = _content(args)
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = workspace.post(channel, BOT_USER, text, blocks, only_for=user)
    return {"message_ts": message.ts}


def permalink(workspace: Workspace, args: Arguments) -> JSON:
    channel, ts = conversation(workspace, args), args.needed("message_ts")
    if ts not in channel.messages:
        raise SlackError("message_not_found")
    return {
        "channel": channel.id,
        "permalink": f"{workspace.base_url}/archives/{channel.id}/p{ts.replace('.', '')}",
    }


def checked_metadata(metadata: Any) -> JSON | None:
    """Flat facts: strings, numbers, booleans, and (lists of) objects one level deep."""
    if metadata is None or metadata == {}:
        return None
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    payload = metadata["event_payload"]
    if not isinstance(metadata["event_type"], str) or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if not all(_is_flat(value) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(str(metadata)) > LARGEST_METADATA:
        raise SlackError("metadata_too_large")
    return copy.deepcopy(metadata)


def _is_flat(value: Any) -> bool:
    for item in value if isinstance(value, list) else [value]:
        facts = item.values() if isinstance(item, dict) else [item]
        if not all(isinstance(fact, (str, int, float, bool)) for fact in facts):
            return False
    return True


def _destination(workspace: Workspace, name: str) -> Channel:
    """A conversation, or a member whose direct conversation opens by itself."""
    if name in workspace.members or name == BOT_USER:
        return _direct(workspace, name)
    channel = workspace.channels.get(name)
    if channel is None or (channel.is_private and not channel.has_bot):
        raise SlackError("channel_not_found")
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.dm_with:
        return _direct(workspace, channel.dm_with)
    if not channel.has_bot:
        if "chat:write.public" not in workspace.manifest.scopes:
            raise SlackError("not_in_channel")
        require(workspace, "chat:write.public")
    return channel


def _direct(workspace: Workspace, user: str) -> Channel:
    if user == BOT_USER:
        raise SlackError("cannot_dm_bot")
    if not workspace.manifest.has_messages_tab:
        raise SlackError("messages_tab_disabled")
    member = workspace.members[user]
    if member.is_external and not any(
        user in each.members and each.has_bot for each in workspace.channels.values() if not each.dm_with
    ):
        raise SlackError("channel_not_found")
    return workspace.dm(user)


def _own_message(workspace: Workspace, args: Arguments, refusal: str) -> tuple[Channel, Message]:
    channel = workspace.channels.get(args.needed("channel"))
    if channel is None:
        raise SlackError("channel_not_found")
    message = channel.messages.get(args.needed("ts"))
    if message is None or message.only_for:
        raise SlackError("message_not_found")
    if not message.is_from_bot:
        raise SlackError(refusal)
    return channel, message


def _content(args: Arguments) -> tuple[str, list[JSON]]:
    text, blocks = args.text("text"), args.structure("blocks")
    if blocks is not None:
        findings = faults_in_message(blocks)
        if findings:
            raise SlackError.about("invalid_blocks", findings)
    if not text and not blocks and not args.structure("attachments"):
        raise SlackError("no_text")
    return text, copy.deepcopy(blocks or [])


CONTENT = "channel text blocks attachments metadata thread_ts parse link_names unfurl_links unfurl_media mrkdwn"
METHODS = {
    "chat.postMessage": method(
        post_message, f"{CONTENT} reply_broadcast icon_emoji icon_url username as_user", "chat:write"
    ),
    "chat.update": method(update, f"{CONTENT} ts as_user reply_broadcast file_ids", "chat:write"),
    "chat.delete": method(delete, "channel ts as_user", "chat:write"),
    "chat.postEphemeral": method(post_ephemeral, f"{CONTENT} user icon_emoji icon_url username as_user", "chat:write"),
    "chat.getPermalink": method(permalink, "channel message_ts"),
}
