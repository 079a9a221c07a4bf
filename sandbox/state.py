"""What a workspace consists of: members, conversations, messages, views."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

TEAM, APP, BOT_USER, BOT = "T0SANDBOX", "A0DIALOG", "U0DIALOG", "B0DIALOG"
JSON = dict[str, Any]
Values = dict[str, dict[str, JSON]]


@dataclass
class Member:
    id: str
    name: str
    email: str | None = None
    locale: str = "sv-SE"
    tz: str = "Europe/Stockholm"
    team_id: str = TEAM
    flags: JSON = field(default_factory=dict)

    @property
    def is_external(self) -> bool:
        return self.team_id != TEAM

    @property
    def is_deleted(self) -> bool:
        return bool(self.flags.get("deleted"))

    def as_user(self, now: datetime, *, with_locale: bool, with_email: bool) -> JSON:
        """The user object; members of other workspaces show less of themselves."""
        profile = {"real_name": self.name, "display_name": self.name, "team": self.team_id}
        if with_email and self.email and not self.is_external:
            profile["email"] = self.email
        user = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.id.lower(),
            "real_name": self.name,
            "deleted": False,
            "is_admin": False,
            "is_owner": False,
            "is_bot": False,
            "is_restricted": False,
            "is_ultra_restricted": False,
            "is_stranger": False,
            "tz": self.tz,
            "tz_label": self.tz,
            "tz_offset": _offset(self.tz, now),
            "updated": int(now.timestamp()),
            "profile": profile,
            **self.flags,
        }
        if with_locale and not self.is_external:
            user["locale"] = self.locale
        return user


@dataclass
class Message:
    ts: str
    author: str
    text: str
    blocks: list[JSON] = field(default_factory=list)
    metadata: JSON | None = None
    posted_at: float = 0.0
    is_edited: bool = False
    only_for: str | None = None
    thread_ts: str | None = None
    files: list[JSON] = field(default_factory=list)

    @property
    def is_from_bot(self) -> bool:
        return self.author == BOT_USER

    def as_slack(self, *, all_metadata: bool = True) -> JSON:
        message: JSON = {"type": "message", "user": self.author, "ts": self.ts, "text": self.text, "team": TEAM}
        if self.is_from_bot:
            message |= {"bot_id": BOT, "app_id": APP}
        if self.blocks:
            message["blocks"] = self.blocks
        if self.metadata is not None:
            event_type = {"event_type": self.metadata["event_type"]}
            message["metadata"] = self.metadata if all_metadata else event_type
        if self.is_edited:
            message["edited"] = {"user": self.author, "ts": self.ts}
        if self.thread_ts:
            message["thread_ts"] = self.thread_ts
        if self.files:
            message["files"] = self.files
        return message


@dataclass(frozen=True)
class Group:
    """A handle that means several members."""

    id: str
    name: str
    handle: str
    members: tuple[str, ...] = ()


@dataclass
class Channel:
    id: str
    name: str
    members: list[str] = field(default_factory=list)
    has_bot: bool = True
    is_private: bool = False
    is_archived: bool = False
    dm_with: str | None = None
    messages: dict[str, Message] = field(default_factory=dict)
    read: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The word that scopes use: im, groups or channels."""
        return "im" if self.dm_with else "groups" if self.is_private else "channels"

    def as_slack(self) -> JSON:
        if self.dm_with:
            return {"id": self.id, "is_im": True, "user": self.dm_with, "is_archived": False, "is_open": True}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.is_private,
            "is_group": self.is_private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_general": False,
            "is_shared": False,
            "is_ext_shared": False,
            "is_org_shared": False,
            "is_member": self.has_bot,
            "context_team_id": TEAM,
        }


@dataclass
class View:
    id: str
    user: str
    body: JSON
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[JSON]:
        blocks: list[JSON] = self.body["blocks"]
        return blocks

    def as_slack(self) -> JSON:
        body: JSON = {"submit": None, "close": None, "clear_on_close": False, "notify_on_close": False} | self.body
        if self.body["type"] == "home":
            body = {**self.body, "title": {"type": "plain_text", "text": "View Title", "emoji": True}}
        return {
            **body,
            "private_metadata": self.body.get("private_metadata", ""),
            "callback_id": self.body.get("callback_id", ""),
            "external_id": self.body.get("external_id", ""),
            "id": self.id,
            "team_id": TEAM,
            "state": {"values": self.values},
            "hash": self.hash,
            "root_view_id": self.root_id,
            "previous_view_id": self.previous_id,
            "app_id": APP,
            "app_installed_team_id": TEAM,
            "bot_id": BOT,
        }


def _offset(tz: str, now: datetime) -> int:
    offset = now.astimezone(ZoneInfo(tz)).utcoffset()
    return int(offset.total_seconds()) if offset else 0
