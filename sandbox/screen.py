"""What one member has on the screen, as the page draws it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from sandbox.state import BOT_USER, JSON, Channel, Message, View

if TYPE_CHECKING:
    from sandbox.clock import DemoClock
    from sandbox.workspace import Workspace

HERE = ZoneInfo("Europe/Stockholm")
MOST_MESSAGES = 300


def screen(workspace: Workspace, clock: DemoClock | None, user: str, place: str) -> JSON:
    """Looking at a place marks it read."""
    with workspace.lock:
        me = workspace.members[user]
        dm, places = workspace.dm(user), _places(workspace, user)
        channel = next((each for each in places if each.id == place), dm)
        shown = _shown(channel, user)
        if shown:
            channel.read[user] = shown[-1].ts
        stack = workspace.stacks.get(user)
        return {
            "version": workspace.version,
            "team": workspace.name,
            "me": _member(workspace, me.id),
            "members": [_member(workspace, each) for each in _actable(workspace)],
            "names": _names(workspace),
            "places": [_place(workspace, each, user) for each in places],
            "place": _place(workspace, channel, user),
            "messages": [_message(workspace, each, user) for each in shown[-MOST_MESSAGES:]],
            "form": _form(stack[-1], len(stack)) if stack else None,
            "home": _home(workspace.homes.get(user)),
            "notice": _notice(workspace, user),
            "commands": [
                {"command": each.command, "description": each.description, "usage_hint": each.usage_hint}
                for each in workspace.manifest.commands
            ],
            "shortcuts": [
                {"callback_id": callback_id, "name": name}
                for callback_id, name in workspace.manifest.message_shortcuts.items()
            ],
            "words": [{"word": word, "hint": ""} for command in workspace.manifest.commands for word in command.words],
            "clock": _clock(workspace, clock),
        }


def spoken(moment: datetime) -> str:
    return format_datetime(moment.astimezone(HERE), "EEEE d MMMM y 'kl.' HH.mm", tzinfo=HERE, locale="sv")


def _places(workspace: Workspace, user: str) -> list[Channel]:
    """The conversation with the bot first."""
    own = [each for each in workspace.channels.values() if user in each.members and not each.dm_with]
    return [workspace.dm(user), *own]


def _actable(workspace: Workspace) -> list[str]:
    return [each.id for each in workspace.members.values() if not each.is_deleted]


def _member(workspace: Workspace, user: str) -> JSON:
    member = workspace.members[user]
    return {"id": member.id, "name": member.name, "locale": member.locale}


def _names(workspace: Workspace) -> dict[str, str]:
    """What mentions are called."""
    members = {each.id: each.name for each in workspace.members.values()}
    channels = {each.id: each.name for each in workspace.channels.values() if not each.dm_with}
    return {**members, **channels, BOT_USER: workspace.manifest.bot_name}


def _shown(channel: Channel, user: str) -> list[Message]:
    return [each for each in channel.messages.values() if each.only_for in (None, user)]


def _place(workspace: Workspace, channel: Channel, user: str) -> JSON:
    read = channel.read.get(user, "")
    unread = sum(each.ts > read and each.author != user for each in _shown(channel, user))
    name = workspace.manifest.bot_name if channel.dm_with else channel.name
    return {"id": channel.id, "name": name, "kind": "dm" if channel.dm_with else "channel", "unread": unread}


def _message(workspace: Workspace, message: Message, user: str) -> JSON:
    return {
        "ts": message.ts,
        "at": datetime.fromtimestamp(message.posted_at, HERE).isoformat(timespec="seconds"),
        "author": workspace.name_of(message.author),
        "is_bot": message.is_from_bot,
        "text": message.text,
        "blocks": message.blocks,
        "files": [_file(workspace, each) for each in message.files],
        "ephemeral": message.only_for is not None,
        "edited": message.is_edited,
        "mine": message.author == user,
    }


def _file(workspace: Workspace, shared: JSON) -> JSON:
    """A picture is shown with what it says to those who do not see it; of other files there is the name."""
    upload = workspace.uploads.files.get(str(shared.get("id")))
    if upload is None or not upload.is_picture:
        return shared
    return {**shared, "picture": f"/picture/{upload.id}", "spoken": upload.spoken}


def _form(view: View, depth: int) -> JSON:
    def label(part: str) -> str | None:
        held = view.body.get(part)
        return held["text"] if held else None

    return {
        "id": view.id,
        "hash": view.hash,
        "title": label("title"),
        "submit": label("submit"),
        "close": label("close"),
        "blocks": view.blocks,
        "values": view.values,
        "errors": view.errors,
        "depth": depth,
    }


def _home(view: View | None) -> JSON | None:
    if view is None:
        return None
    return {"id": view.id, "hash": view.hash, "blocks": view.blocks, "values": view.values}


def _notice(workspace: Workspace, user: str) -> str | None:
    """Slack's own words, until the person does something again."""
    notices = workspace.notices.get(user, [])
    if not notices or notices[-1].ts <= workspace.acted.get(user, ""):
        return None
    return notices[-1].text


def _clock(workspace: Workspace, clock: DemoClock | None) -> JSON:
    now, coming = workspace.now(), clock.next_moment() if clock else None
    return {
        "now": now.astimezone(HERE).isoformat(timespec="seconds"),
        "text": spoken(now),
        "next": coming.astimezone(HERE).isoformat(timespec="seconds") if coming else None,
        "next_text": spoken(coming) if coming else None,
    }
